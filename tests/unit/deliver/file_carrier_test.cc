#include "deliver/file_carrier.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "support/text_file.h"

namespace auweave::deliver {
namespace {

class FileCarrierTest : public testing::Test {
 protected:
  void open(const std::string& path) {
    auto opened = FileCarrier::open(path, log_);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    carrier_ = std::move(*opened);
  }
  bool send(const std::string& bytes, std::uint64_t entry = 0) {
    documents_.emplace_back(Outgoing{.kind = "event", .key = "k", .bytes = bytes, .entry = entry});
    return carrier_->send(documents_.back(), documents_.size());
  }
  // How many sent documents were acknowledged.
  std::size_t serve() {
    std::vector<Acknowledged> acknowledged;
    carrier_->serve(0, acknowledged);
    return acknowledged.size();
  }

  support::TemporaryFolder folder_;
  std::string path_ = folder_.path("out");
  std::vector<std::string> said_;
  base::Log log_{[this](base::Log::Level, const std::string& line) { said_.push_back(line); }};
  std::deque<Document> documents_;
  std::unique_ptr<FileCarrier> carrier_;
};

TEST_F(FileCarrierTest, AppendsWholeLines) {
  support::write_file(path_, "0\n");
  open(path_);
  EXPECT_TRUE(send("1") && send("2"));
  EXPECT_EQ(support::read_file(path_), "0\n");  // send() waits for no disk
  EXPECT_EQ(serve(), 2U);
  EXPECT_EQ(support::read_file(path_), "0\n1\n2\n");
}

TEST_F(FileCarrierTest, EndsALineThatSomebodyElseLeft) {
  support::write_file(path_, "half");
  open(path_);
  EXPECT_TRUE(send("1"));
  EXPECT_EQ(serve(), 1U);
  EXPECT_EQ(support::read_file(path_), "half\n1\n");
}

// A process before this one wrote 2, 3 and some of 4, and noted that 1 was delivered.
TEST_F(FileCarrierTest, WritesNoLineTwiceThatIsMadeAgain) {
  support::write_file(path_ + ".1", "1\n{2}\n");
  support::write_file(path_, "{3}\n{4");
  auto opened = FileCarrier::open(path_, log_, 5);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  carrier_ = std::move(*opened);
  for (std::uint64_t entry = 2; entry <= 5; ++entry) {
    EXPECT_TRUE(send("{" + std::to_string(entry) + "}", entry));
  }
  // One that nobody made before may look like one that was.
  EXPECT_TRUE(send("{3}", 6));
  EXPECT_EQ(serve(), 5U);
  EXPECT_EQ(support::read_file(path_), "{3}\n{4}\n{5}\n{3}\n");
}

TEST_F(FileCarrierTest, GoesOnInANewFileWhenItsOwnIsGone) {
  open(path_);
  EXPECT_TRUE(send("1"));
  EXPECT_EQ(serve(), 1U);
  std::filesystem::rename(path_, path_ + ".1");
  EXPECT_TRUE(send("2"));
  EXPECT_EQ(serve(), 1U);
  EXPECT_EQ(support::read_file(path_ + ".1"), "1\n");
  EXPECT_EQ(support::read_file(path_), "2\n");
  std::filesystem::remove(path_);
  EXPECT_TRUE(send("3"));
  EXPECT_EQ(serve(), 1U);
  EXPECT_EQ(support::read_file(path_), "3\n");
}

TEST_F(FileCarrierTest, KeepsDocumentsWhileTheDiskIsFull) {
  open("/dev/full");
  EXPECT_TRUE(send("1"));
  EXPECT_EQ(serve(), 0U);
  EXPECT_EQ(carrier_->trouble(), "/dev/full: No space left on device");
  EXPECT_FALSE(send("2"));
  EXPECT_EQ(serve(), 0U);
  EXPECT_EQ(said_, std::vector<std::string>{"/dev/full: No space left on device; documents wait"});
}

TEST_F(FileCarrierTest, TakesNoPipe) {
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  const auto opened = FileCarrier::open(path_, log_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().message, path_ + ": neither a file nor a device");
}

// The pipe is not opened; the file that was renamed is written on.
TEST_F(FileCarrierTest, TakesNoPipeLaterEither) {
  open(path_);
  std::filesystem::rename(path_, path_ + ".1");
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_TRUE(send("1"));
  EXPECT_EQ(serve(), 1U);
  EXPECT_EQ(support::read_file(path_ + ".1"), "1\n");
  EXPECT_EQ(said_.size(), 1U);
}

}  // namespace
}  // namespace auweave::deliver

#include "deliver/file_carrier.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "support/text_file.h"

namespace auweave::deliver {
namespace {

class FileCarrierTest : public testing::Test {
 protected:
  void open(const std::string& path) {
    carrier_.emplace(path, std::move(*FileSink::open(path, FileSink::Mode::append)), log_);
  }
  // How many tickets were settled after sending one.
  std::size_t send(const std::string& bytes) {
    documents_.emplace_back(Outgoing{.kind = "event", .key = "k", .bytes = bytes});
    EXPECT_TRUE(carrier_->send(documents_.back(), documents_.size()));
    std::vector<Settled> settled;
    carrier_->serve(0, settled);
    return settled.size();
  }

  support::TemporaryFolder folder_;
  std::vector<std::string> said_;
  base::Log log_{[this](base::Log::Level, const std::string& line) { said_.push_back(line); }};
  std::deque<Document> documents_;
  std::optional<FileCarrier> carrier_;
};

TEST_F(FileCarrierTest, GoesOnInANewFileWhenItsOwnWasRenamed) {
  const std::string path = folder_.path("out");
  open(path);
  EXPECT_EQ(send("1"), 1U);
  std::filesystem::rename(path, path + ".1");
  EXPECT_EQ(send("2"), 1U);
  EXPECT_EQ(send("3"), 1U);
  // The second was in hand when the carrier looked.
  EXPECT_EQ(support::read_file(path + ".1"), "1\n2\n");
  EXPECT_EQ(support::read_file(path), "3\n");
}

TEST_F(FileCarrierTest, KeepsDocumentsWhileTheDiskIsFull) {
  open("/dev/full");
  EXPECT_EQ(send("1"), 0U);
  EXPECT_EQ(carrier_->trouble(), "/dev/full: No space left on device");
  Document second({.kind = "event", .key = "k", .bytes = "2"});
  EXPECT_FALSE(carrier_->send(second, 2));
  EXPECT_EQ(said_, std::vector<std::string>{"/dev/full: No space left on device; documents wait"});
}

}  // namespace
}  // namespace auweave::deliver

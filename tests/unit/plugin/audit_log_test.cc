#include "plugin/audit_log.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "support/program.h"
#include "support/text_file.h"

namespace auweave::plugin {
namespace {

class OnDisk : public testing::Test {
 protected:
  void write(const std::string& ending, const std::string& text) const {
    support::write_file(path() + ending, text);
  }
  [[nodiscard]] std::string path() const { return folder_.path("audit.log"); }

  // The lines there are, in order, blanks between.
  std::string read(std::uint64_t most = 1000) {
    log_ = open_audit_log(path(), most);
    std::string all;
    for (AuditLog::Part& part : log_.parts) {
      all += part.from_middle ? "…" : "";
      while (true) {
        auto line = part.file.next();
        if (!line.ok() || !line->has_value()) break;
        all.append((*line)->text).append(" ");
      }
    }
    return all;
  }
  AuditLog log_;

 private:
  support::TemporaryFolder folder_;
};

TEST_F(OnDisk, TheOldestComesFirst) {
  write("", "e\n");
  write(".1", "c\nd\n");
  write(".2", "a\nb\n");
  write(".4", "not beside the others\n");
  EXPECT_EQ(read(), "a b c d e ");
  EXPECT_FALSE(log_.cut);
  EXPECT_EQ(log_.bytes, 10U);
}

TEST_F(OnDisk, CompressedOnesAreReadToo) {
  write("", "c\n");
  write(".1", "b\n");
  write(".2", "a\n");
  ASSERT_EQ(support::run({"gzip", path() + ".2"}).status, 0);
  EXPECT_EQ(read(), "a b c ");
  EXPECT_EQ(log_.bytes, 6U);
}

TEST_F(OnDisk, OfTooMuchTheNewestCounts) {
  write("", "ee\n");
  write(".1", "cc\ndd\n");
  write(".2", "aa\nbb\n");
  EXPECT_EQ(read(9), "cc dd ee ");
  EXPECT_TRUE(log_.cut);
  EXPECT_EQ(read(8), "…c dd ee ");
  EXPECT_TRUE(log_.cut);
  EXPECT_EQ(read(12), "…bb cc dd ee ");
  EXPECT_EQ(read(15), "aa bb cc dd ee ");
  EXPECT_FALSE(log_.cut);
}

TEST_F(OnDisk, NobodyBeginsInTheMiddleOfACompressedOne) {
  write("", "b\n");
  write(".1", std::string(1000, 'a') + "\n");
  ASSERT_EQ(support::run({"gzip", path() + ".1"}).status, 0);
  EXPECT_EQ(read(500), "b ");
  EXPECT_TRUE(log_.cut);
}

TEST_F(OnDisk, ALogThatIsNotThereHasNothing) {
  EXPECT_EQ(read(), "");
  EXPECT_TRUE(log_.problems.empty());
}

TEST_F(OnDisk, WhatCannotBeReadIsTold) {
  write("", "b\n");
  std::filesystem::create_directory(path() + ".1");
  write(".2", "a\n");
  EXPECT_EQ(read(), "a b ");
  EXPECT_EQ(log_.problems, std::vector<std::string>{path() + ".1: no file"});
}

}  // namespace
}  // namespace auweave::plugin

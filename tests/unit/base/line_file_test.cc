#include "base/line_file.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <fstream>

#include "base/byte_file.h"
#include "support/text_file.h"

namespace auweave::base {
namespace {

using support::TemporaryFolder;
using support::write_file;

struct Read {
  std::vector<std::string> lines;
  std::vector<std::uint64_t> offsets;
  std::uint64_t cut = 0;
  bool last_newline = true;
  std::string error;
};

Read read_all(LineFile file) {
  Read read;
  while (true) {
    auto line = file.next();
    if (!line.ok()) {
      read.error = line.error().message;
      return read;
    }
    if (!line->has_value()) return read;
    read.lines.emplace_back((*line)->text);
    read.offsets.push_back((*line)->offset);
    read.cut += (*line)->cut;
    read.last_newline = (*line)->newline;
    EXPECT_EQ((*line)->number, read.lines.size());
  }
}

Read read_text(const std::string& text, std::size_t longest = 1000) {
  const TemporaryFolder folder;
  write_file(folder.path("log"), text);
  return read_all(std::move(*LineFile::open(folder.path("log"), longest)));
}

void write_gzip(const std::string& path, const std::string& text, const char* mode) {
  gzFile file = gzopen(path.c_str(), mode);
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
}

TEST(LineFile, GivesLinesWithTheirOffsets) {
  const Read read = read_text("one\n\nthree");
  EXPECT_EQ(read.lines, (std::vector<std::string>{"one", "", "three"}));
  EXPECT_EQ(read.offsets, (std::vector<std::uint64_t>{0, 4, 5}));
  EXPECT_FALSE(read.last_newline);
  EXPECT_TRUE(read_text("").lines.empty());
}

TEST(LineFile, CutsWhatIsTooLongAndCountsIt) {
  const std::string huge(1'000'000, 'x');
  const Read read = read_text("a\n" + huge + "\nb\n" + huge, 10);
  EXPECT_EQ(read.lines, (std::vector<std::string>{"a", "xxxxxxxxxx", "b", "xxxxxxxxxx"}));
  EXPECT_EQ(read.cut, 2 * (huge.size() - 10));
  EXPECT_EQ(read.offsets.at(2), 2 + huge.size() + 1);
}

TEST(LineFile, ALineAtTheLimitIsWhole) {
  EXPECT_EQ(read_text("0123456789\n0123456789\n", 10).cut, 0U);
  EXPECT_EQ(read_text("0123456789", 10).cut, 0U);
}

TEST(LineFile, InflatesGzipOfSeveralMembers) {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "line " + std::to_string(i) + "\n";
  write_gzip(folder.path("log.gz"), text, "wb");
  write_gzip(folder.path("log.gz"), "the last\n", "ab");
  const Read read = read_all(std::move(*LineFile::open(folder.path("log.gz"), 1000)));
  ASSERT_EQ(read.lines.size(), 100'001U);
  EXPECT_EQ(read.lines.at(99'999), "line 99999");
  EXPECT_EQ(read.lines.back(), "the last");
  EXPECT_EQ(read.error, "");
}

TEST(LineFile, SaysWhereGzipIsDamagedAfterGivingWhatIsGood) {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "line " + std::to_string(i * 7919 % 1000) + "\n";
  write_gzip(folder.path("log.gz"), text, "wb");
  std::string raw;
  {
    FILE* file = fopen(folder.path("log.gz").c_str(), "rb");
    raw.resize(10'000'000);
    raw.resize(fread(raw.data(), 1, raw.size(), file));
    fclose(file);
  }
  write_file(folder.path("cut.gz"), raw.substr(0, raw.size() / 2));
  const Read read = read_all(std::move(*LineFile::open(folder.path("cut.gz"), 1000)));
  EXPECT_GT(read.lines.size(), 1000U);
  EXPECT_NE(read.error.find("cut.gz: the gzip data end too early"), std::string::npos)
      << read.error;
}

TEST(LineFile, GivesALineOfAPipeAtOnce) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  LineFile file = LineFile::adopt(UniqueFd(ends[0]), "pipe", 100);
  ASSERT_EQ(write(ends[1], "first\nsec", 9), 9);
  EXPECT_EQ((*file.next())->text, "first");  // the other end stays open: no waiting for a block
  ASSERT_EQ(write(ends[1], "ond\n", 4), 4);
  EXPECT_EQ((*file.next())->text, "second");
  close(ends[1]);
  EXPECT_FALSE((*file.next()).has_value());
}

TEST(LineFile, NamesAFileThatCannotBeRead) {
  const auto none = LineFile::open("/nonexistent/audit.log", 10);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().message, "/nonexistent/audit.log: No such file or directory");
  EXPECT_FALSE(LineFile::open("/tmp", 10).ok());
}

// Byte by byte, as a writer may have come; the block is smaller than the file.
TEST(ByteFile, ReadsOnAsAFileGrows) {
  const TemporaryFolder folder;
  write_gzip(folder.path("whole"), "first\nsecond\n", "wb");
  const std::string gzip = support::read_file(folder.path("whole"));
  const std::string path = folder.path("growing");
  write_file(path, "");
  auto file = ByteFile::open(path, 16);
  ASSERT_TRUE(file.ok());
  std::string text;
  EXPECT_FALSE(*file->read(text));
  for (const char byte : gzip) {
    EXPECT_FALSE(file->gzip_ended());
    std::ofstream(path, std::ios::app | std::ios::binary) << byte;
    while (*file->read(text)) {
    }
    EXPECT_TRUE(file->inside_gzip() || file->gzip_ended());
  }
  EXPECT_EQ(text, "first\nsecond\n");
  EXPECT_TRUE(file->gzip_ended());
  EXPECT_FALSE(file->inside_gzip());
  EXPECT_EQ(file->consumed(), gzip.size());
}

}  // namespace
}  // namespace auweave::base

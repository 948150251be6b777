#include "deliver/file_sink.h"

#include <gtest/gtest.h>

#include "support/text_file.h"

namespace auweave::deliver {
namespace {

TEST(FileSink, WritesWholeLinesInOrder) {
  const support::TemporaryFolder folder;
  auto sink = FileSink::open(folder.path("out"));
  ASSERT_TRUE(sink.ok());
  std::string expected;
  for (int i = 0; i < 50'000; ++i) {
    const std::string bytes = "{\"n\":" + std::to_string(i) + "}";
    ASSERT_TRUE(sink->put({"event", "k", bytes}).ok());
    expected += bytes + "\n";
  }
  ASSERT_TRUE(sink->flush(0).ok());
  EXPECT_EQ(support::read_file(folder.path("out")), expected);
}

TEST(FileSink, ReplacesWhatWasThere) {
  const support::TemporaryFolder folder;
  for (const char* bytes : {"a longer one", "x"}) {
    auto sink = FileSink::open(folder.path("out"));
    ASSERT_TRUE(sink->put({"event", "k", bytes}).ok() && sink->flush(0).ok());
  }
  EXPECT_EQ(support::read_file(folder.path("out")), "x\n");
}

TEST(FileSink, HoldsABoundedAmountWhileTheDiskIsFull) {
  auto full = FileSink::open("/dev/full");
  const std::string line(1UL << 20U, 'x');
  int refused = 0;
  for (int i = 0; i < 10; ++i) refused += full->put({"event", "k", line}).ok() ? 0 : 1;
  const auto flushed = full->flush(0);
  ASSERT_FALSE(flushed.ok());
  EXPECT_EQ(flushed.error().message, "/dev/full: No space left on device; 6 documents refused");
  EXPECT_EQ(refused, 10);  // each put says that writing fails, six of them took nothing
}

TEST(FileSink, SaysWhyItCannotWrite) {
  const auto sink = FileSink::open("/nonexistent/out");
  ASSERT_FALSE(sink.ok());
  EXPECT_EQ(sink.error().kind, base::ErrorKind::io);
  auto full = FileSink::open("/dev/full");
  ASSERT_TRUE(full->put({"event", "k", "x"}).ok());
  const auto flushed = full->flush(0);
  ASSERT_FALSE(flushed.ok());
  EXPECT_EQ(flushed.error().message, "/dev/full: No space left on device");
}

}  // namespace
}  // namespace auweave::deliver

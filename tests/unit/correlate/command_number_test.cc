#include "correlate/command_number.h"

#include <gtest/gtest.h>

#include <set>

namespace auweave::correlate {
namespace {

std::string line(std::uint64_t recorder, std::uint64_t chunk, std::uint64_t line,
                 std::string_view rec = "rec") {
  return CommandNumber::of_line({recorder, rec, chunk, line}).text();
}

TEST(CommandNumber, IsTheSerialOrThePlaceOfALine) {
  EXPECT_EQ(CommandNumber::of_execve(136280).text(), "136280");
  EXPECT_EQ(line(136267, 3, 1), "1362670000003001");
  EXPECT_EQ(line(1, 0, 0), "10000000000");
  EXPECT_EQ(line(4294967295, 9'999'999, 999), "42949672959999999999");
}

TEST(CommandNumber, IsAHashWhereTheRecordingIsAnybodysOrTheDigitsAreTooFew) {
  for (const std::string& text : {line(0, 3, 1), line(1ULL << 32U, 3, 1), line(1ULL << 63U, 3, 1),
                                  line(5, 10'000'000, 1), line(5, 3, 1000)}) {
    EXPECT_EQ(text.size(), 32U) << text;
  }
  EXPECT_NE(line(0, 3, 1, "a"), line(0, 3, 1, "b"));
  EXPECT_NE(line(0, 3, 1), line(0, 1, 3));
}

TEST(CommandNumber, GivesNoTwoCommandsOneNumber) {
  std::set<std::string> texts;
  std::size_t made = 0;
  for (const std::uint64_t serial : {1ULL, 12ULL, 123ULL, 1230ULL, 4294967295ULL}) {
    ++made;
    texts.insert(CommandNumber::of_execve(serial).text());
    for (const std::uint64_t chunk : {0ULL, 1ULL, 10ULL, 9'999'999ULL, 10'000'000ULL}) {
      for (const std::uint64_t number : {0ULL, 1ULL, 10ULL, 999ULL, 1000ULL}) {
        ++made;
        texts.insert(line(serial, chunk, number));
      }
    }
  }
  EXPECT_EQ(texts.size(), made);
}

}  // namespace
}  // namespace auweave::correlate

#include "session/chunk_numbers.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace auweave::session {
namespace {

base::WallTime at(std::uint64_t ms) {
  return base::WallTime::from_ms(static_cast<std::int64_t>(ms));
}

// What a row of operations gives. A chunk is "number" or "number@ms" (of the chunk's time; else its
// number): `+` fresh, `!` after a gap, `=` again. "take" and "take<ms" take gaps, all or of before,
// "?number@ms" the one that is overdue by that chunk: "[first-last ...]". "lost" and "lost:ms" tell
// how many.
class Script {
 public:
  explicit Script(std::uint64_t first) : numbers_(first) {}

  std::string run(const std::string& operations) {
    std::istringstream words(operations);
    std::string told;
    for (std::string word; words >> word;) told += (told.empty() ? "" : " ") + step(word);
    return told;
  }

 private:
  std::string step(const std::string& word) {
    if (word == "lost") return std::to_string(numbers_.lost());
    if (word.starts_with("lost:")) return std::to_string(numbers_.lost(time_in(word, ':')));
    if (word == "take") return gaps(numbers_.take_gaps(nullptr));
    if (word.starts_with("take<")) {
      const base::WallTime until = time_in(word, '<');
      return gaps(numbers_.take_gaps(&until));
    }
    if (word.starts_with("?")) {
      const auto gap = numbers_.take_overdue(std::stoull(word.substr(1)), time_in(word, '@'));
      return gaps(gap.has_value() ? std::vector{*gap} : std::vector<ChunkGap>());
    }
    const std::uint64_t number = std::stoull(word);
    const bool timed = word.find('@') != std::string::npos;
    const auto came = numbers_.note(number, timed ? time_in(word, '@') : at(number));
    return came == ChunkNumbers::Came::fresh ? "+" : came == ChunkNumbers::Came::again ? "=" : "!";
  }
  static base::WallTime time_in(const std::string& word, char before) {
    return at(std::stoull(word.substr(word.find(before) + 1)));
  }
  static std::string gaps(const std::vector<ChunkGap>& gaps) {
    std::string told;
    for (const ChunkGap& gap : gaps) {
      told +=
          (told.empty() ? "" : " ") + std::to_string(gap.first) + "-" + std::to_string(gap.last);
    }
    return "[" + told + "]";
  }

  ChunkNumbers numbers_;
};

TEST(ChunkNumbers, TellGapsAndRepeats) {
  struct Row {
    const char* what;
    std::uint64_t first;
    const char* operations;
    const char* told;
  };
  const Row rows[] = {
      {"all in order", 1, "1 2 3 take lost", "+ + + [] 0"},
      {"a gap at the start", 1, "3 take lost", "! [1-2] 2"},
      {"not where the start was not seen", 3, "3 4 take", "+ + []"},
      {"what is below the first came before", 3, "3 2 1", "+ = ="},
      {"again", 1, "1 2 1 2", "+ + = ="},
      {"two gaps", 1, "2 5 take lost", "! ! [1-1 3-4] 3"},
      {"filled from its start", 1, "5 1 2 take", "! + + [3-4]"},
      {"filled from its end", 1, "5 4 3 take", "! + + [1-2]"},
      {"filled in its middle", 1, "6 3 take lost", "! + [1-2 4-5] 4"},
      {"filled whole", 1, "4 2 1 3 take lost", "! + + + [] 0"},
      {"what filled a gap is again", 1, "4 2 2", "! + ="},
      {"taken once", 1, "3 take take lost", "! [1-2] [] 2"},
      {"late: after it was told", 1, "4 take 2 lost 2 lost", "! [1-3] + 2 = 2"},
      {"all late", 1, "3 take 1 2 lost", "! [1-2] + + 0"},
      {"only gaps of before", 1, "3@10 6@20 take<10 take<11 take<21", "! ! [] [1-2] [4-5]"},
      {"a gap split by a late one keeps its time", 1, "6@10 3@90 take<11", "! + [1-2 4-5]"},
      {"not overdue by what is not later", 1, "4@10 ?2@10 ?9@90 2@10 take", "! [] [] + [1-1 3-3]"},
      {"overdue by what is later", 1, "4@10 ?2@11 2@11 2@12 lost take", "! [1-3] + = 2 []"},
      {"the other gaps stay", 1, "3@10 6@20 ?4@21 take lost", "! ! [4-5] [1-2] 4"},
      {"lost as it was", 1, "3@10 6@20 take 1@30 lost:9 lost:10 lost:20 lost:30 lost",
       "! ! [1-2 4-5] + 0 2 4 3 3"},
      {"number 0 is below the first", 1, "0 1", "= +"},
      {"the largest numbers", 1, "9223372036854775806@1 9223372036854775807@1 take lost",
       "! + [1-9223372036854775805] 9223372036854775805"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(Script(row.first).run(row.operations), row.told) << row.what;
  }
}

// Every second number is missing, of more than can be kept apart.
TEST(ChunkNumbers, JoinTheOldestOfTooManyGaps) {
  ChunkNumbers numbers(1);
  const std::uint64_t last = 2 * (ChunkNumbers::kMostGaps + 10);
  for (std::uint64_t number = 2; number <= last; number += 2) {
    EXPECT_EQ(numbers.note(number, at(number)), ChunkNumbers::Came::after_a_gap);
  }
  const auto taken = numbers.take_gaps(nullptr);
  ASSERT_EQ(taken.size(), ChunkNumbers::kMostGaps);
  // Ten chunks in it came: they count as lost, too, and may come again.
  EXPECT_EQ(taken.front().first, 1U);
  EXPECT_EQ(taken.front().last, 21U);
  EXPECT_EQ(taken[1].first, 23U);
  EXPECT_EQ(taken.back().last, last - 1);
  EXPECT_EQ(numbers.lost(), ChunkNumbers::kMostGaps + 20);
  EXPECT_EQ(numbers.note(2, at(1000)), ChunkNumbers::Came::fresh);
  EXPECT_EQ(numbers.note(2, at(1000)), ChunkNumbers::Came::again);
  EXPECT_EQ(numbers.lost(), ChunkNumbers::kMostGaps + 19);
  EXPECT_EQ(numbers.note(22, at(1000)), ChunkNumbers::Came::again);
}

// More come late than can be told from those that did not.
TEST(ChunkNumbers, BearManyThatComeLate) {
  ChunkNumbers numbers(1);
  numbers.note(1001, at(10));
  numbers.take_gaps(nullptr);
  for (std::uint64_t number = 1; number <= 1000; ++number) {
    EXPECT_EQ(numbers.note(number, at(20)), ChunkNumbers::Came::fresh) << number;
    EXPECT_EQ(numbers.note(number, at(20)), ChunkNumbers::Came::again) << number;
    EXPECT_EQ(numbers.lost(), 1000 - number);
  }
  EXPECT_EQ(numbers.note(1, at(20)), ChunkNumbers::Came::again);
}

// What was told lost is kept apart by the same measure.
TEST(ChunkNumbers, StayBoundedWhateverIsTaken) {
  ChunkNumbers numbers(1);
  const std::uint64_t last = 10 * ChunkNumbers::kMostGaps;
  for (std::uint64_t number = 2; number <= last; number += 2) {
    numbers.note(number, at(number));
    numbers.take_gaps(nullptr);
  }
  EXPECT_GE(numbers.lost(), last / 2);
  EXPECT_LT(numbers.lost(), last);
  EXPECT_EQ(numbers.note(last - 1, at(9000)), ChunkNumbers::Came::fresh);
  EXPECT_EQ(numbers.note(last - 1, at(9000)), ChunkNumbers::Came::again);
}

}  // namespace
}  // namespace auweave::session

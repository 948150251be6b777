#include "base/line_cutter.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace auweave::base {
namespace {

struct Cut {
  std::string text;
  std::uint64_t number, offset, cut;
  bool newline;
  bool operator==(const Cut&) const = default;
};

void PrintTo(const Cut& cut, std::ostream* out) {
  *out << cut.number << "@" << cut.offset << " '" << cut.text << "' -" << cut.cut << cut.newline;
}

// The text in pieces of these sizes, again and again.
std::vector<Cut> cut(const std::string& text, const std::vector<std::size_t>& sizes,
                     std::size_t longest, std::uint64_t offset = 0) {
  LineCutter cutter(longest, offset);
  std::vector<Cut> cuts;
  const auto keep = [&](const Line& line) {
    cuts.push_back({std::string(line.text), line.number, line.offset, line.cut, line.newline});
  };
  std::size_t turn = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = sizes[turn++ % sizes.size()];
    cutter.add(std::string_view(text).substr(at, size));
    at += size;
    while (auto line = cutter.next()) keep(*line);
  }
  while (auto line = cutter.rest()) keep(*line);
  return cuts;
}

TEST(LineCutter, CutsAtNewlines) {
  EXPECT_EQ(
      cut("one\n\nthree", {100}, 50),
      (std::vector<Cut>{{"one", 1, 0, 0, true}, {"", 2, 4, 0, true}, {"three", 3, 5, 0, false}}));
  EXPECT_EQ(cut("x\n", {1}, 50, 1000), (std::vector<Cut>{{"x", 1, 1000, 0, true}}));
}

TEST(LineCutter, HoldsNoMoreThanTheLongestLine) {
  LineCutter cutter(10);
  for (int i = 0; i < 1000; ++i) {
    cutter.add(std::string(1000, 'x'));
    EXPECT_FALSE(cutter.next().has_value());
    EXPECT_LE(cutter.room().size(), 10U);
  }
  cutter.add("\nshort\n");
  const auto line = cutter.next();
  EXPECT_EQ(line->text, "xxxxxxxxxx");
  EXPECT_EQ(line->cut, 999'990U);
  EXPECT_EQ(cutter.next()->offset, 1'000'001U);
}

// However the bytes come, the lines are the same.
TEST(LineCutter, DoesNotDependOnPieces) {
  std::mt19937 random(20261125);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    const std::size_t size = random() % 200;
    while (text.size() < size) text += random() % 8 == 0 ? '\n' : 'a';
    std::vector<std::size_t> sizes;
    for (int i = 0; i < 5; ++i) sizes.push_back(1 + random() % 40);
    const std::size_t longest = 1 + random() % 20;
    EXPECT_EQ(cut(text, sizes, longest), cut(text, {1000}, longest)) << "round " << round;
  }
}

}  // namespace
}  // namespace auweave::base

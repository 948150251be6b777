#include "screen/kept_screen.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "support/state.h"

namespace auweave::screen {
namespace {

struct Left : Screen::Above {
  void row_left(Row row) override { rows += row.text + "\n"; }
  std::string rows;
};

// Rows that left, and what is shown.
struct Shown {
  Left left;
  KeptScreen screen{left};

  void window(int columns, int rows) { screen.window(columns, rows); }
  [[nodiscard]] std::string all() {
    screen.wake();
    std::string text = left.rows + "--\n";
    for (std::int64_t row = screen.top_row(); row <= screen.cursor_row(); ++row) {
      text += screen.row(row).text + "\n";
    }
    return text + std::to_string(screen.cursor_row()) + "," +
           std::to_string(screen.cursor_column());
  }
};

// Text, moves, a region that scrolls, the alternate screen, sizes: whatever programs write.
std::string something(std::mt19937& random) {
  const std::vector<std::string> all = {
      "word ",     "\r\n",      "\x1B[A",           "\x1B[K",       "\x1B[2J",
      "\x1B[H",    "\x1B[2;5r", "\x1B[r",           "\x1B[?1049h",  "\x1B[?1049l",
      "\x1B[3;4H", "\t",        "\xC3\xA4\xC3\xB6", "\xE4\xB8\xAD", "a long word that wraps "};
  return all[random() % all.size()];
}

TEST(KeptScreen, IsTheSameWhenItWasLetGoOrSaved) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    const int steps = seed % 20 == 0 ? 5000 : 200;  // so that it is painted anew, too
    std::mt19937 random(seed);
    Shown one;
    auto other = std::make_unique<Shown>();
    one.window(20, 6);
    other->window(20, 6);
    for (int i = 0; i < steps; ++i) {
      if (random() % 20 == 0) {
        const int columns = 10 + static_cast<int>(random() % 30);
        const int rows = 3 + static_cast<int>(random() % 8);
        one.window(columns, rows);
        other->window(columns, rows);
      }
      const std::string bytes = something(random);
      one.screen.feed(bytes);
      other->screen.feed(bytes);
      if (random() % 10 == 0) other->screen.rest();
      if (random() % 10 == 0) {
        auto next = std::make_unique<Shown>();
        ASSERT_TRUE(support::load(next->screen, support::saved(other->screen)));
        next->left.rows = other->left.rows;
        other = std::move(next);
      }
    }
    ASSERT_EQ(other->all(), one.all()) << seed;
  }
}

// What it keeps is bounded, and nothing of it shows.
TEST(KeptScreen, PaintsItselfAnew) {
  Shown painted;
  Left left;
  Screen plain(80, 24, left);
  painted.window(80, 24);
  std::mt19937 random(3);
  for (int i = 0; i < 40'000; ++i) {
    const std::string bytes = (random() % 8 == 0 ? "\r\n" : "") + std::to_string(i) + " ";
    painted.screen.feed(bytes);
    plain.feed(bytes);
    ASSERT_EQ(painted.screen.cursor_row(), plain.cursor_row());
    ASSERT_EQ(painted.screen.cursor_column(), plain.cursor_column());
  }
  EXPECT_EQ(painted.left.rows, left.rows);
  EXPECT_LT(support::saved(painted.screen).size(), 2 * KeptScreen::kMost);
  // A size, too: the rows that scroll stay.
  painted.screen.feed("\x1B[2;5r\x1B[5;1H");
  plain.feed("\x1B[2;5r\x1B[5;1H");
  for (int i = 0; i < 20'000; ++i) {
    painted.screen.feed("in the region\r\n");
    plain.feed("in the region\r\n");
  }
  for (int row = 0; row < 24; ++row) {
    EXPECT_EQ(painted.screen.row(painted.screen.top_row() + row).text,
              plain.row(plain.top_row() + row).text);
  }
}

// vim for a day.
TEST(KeptScreen, KeepsLittleOfAnAlternateScreen) {
  Shown shown;
  shown.window(80, 24);
  shown.screen.feed("$ vim\r\n\x1B[?1049h");
  for (int i = 0; i < 10'000; ++i) shown.screen.feed("\x1B[H\x1B[2Jwhatever\r\n");
  EXPECT_LT(support::saved(shown.screen).size(), KeptScreen::kMost + 1000);
  EXPECT_TRUE(shown.screen.take_alternate_shown());
  shown.screen.feed("\x1B[?1049l$ ");
  EXPECT_EQ(shown.all(), "--\n$ vim\n$\n1,2");
}

// An emulator moves all rows with each end of a line: of a large window that is paid for by few bytes.
TEST(KeptScreen, IsSmallWhileEmptyLinesDoNotPayForALargeWindow) {
  Shown one;
  one.window(500, 200);
  one.screen.feed("first\r\n");
  for (int i = 0; i < 100; ++i) one.screen.feed(std::string(1000, '\n'));
  one.screen.feed("last\r\n");
  EXPECT_LE(one.screen.cells(), 80 * 4);
  EXPECT_EQ(one.screen.cursor_row(), 100'002);
  EXPECT_EQ(std::count(one.left.rows.begin(), one.left.rows.end(), '\n'), one.screen.top_row());
  EXPECT_TRUE(one.left.rows.starts_with("first\n"));
  EXPECT_NE(one.all().find("\nlast\n"), std::string::npos);
  for (int i = 0; i < 100; ++i) one.screen.feed("A line as long as those that people print.\r\n");
  for (int i = 0; i < 100; ++i) one.screen.feed(std::string(400, 'x') + "\r\n");
  EXPECT_EQ(one.screen.columns(), 500);
}

// The alternate screen keeps its size; what is drawn there is left out but for the end of it.
TEST(KeptScreen, LeavesOutWhatTheAlternateScreenCannotPay) {
  Shown one;
  one.window(500, 200);
  one.screen.feed("before\r\n\x1B[?1049h");
  for (int i = 0; i < 100; ++i) one.screen.feed("drawn" + std::string(1000, '\n'));
  EXPECT_TRUE(one.screen.alternate());
  one.screen.feed(std::string(1000, '\n') + "\x1B[?1049l\x1B[?25h");
  EXPECT_FALSE(one.screen.alternate());
  one.screen.feed("after");
  EXPECT_NE(one.all().find("before\nafter\n"), std::string::npos) << one.all();
}

}  // namespace
}  // namespace auweave::screen

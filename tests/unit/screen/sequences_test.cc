#include "screen/sequences.h"

#include <gtest/gtest.h>

namespace auweave::screen {
namespace {

// What reaches the emulator, marks as <prompt> and <enter>, ESC as ^.
std::string told(Sequences& sequences, std::string_view bytes) {
  std::string out;
  for (const Sequences::Piece& piece : sequences.read(bytes)) {
    for (const char c : piece.bytes) out += c == '\x1B' ? '^' : c;
    if (piece.mark == Mark::prompt) out += "<prompt>";
    if (piece.mark == Mark::entered) out += "<enter>";
  }
  return out;
}
std::string told(std::string_view bytes) {
  Sequences sequences;
  return told(sequences, bytes);
}

TEST(Sequences, LetThroughWhatMovesTheCursor) {
  EXPECT_EQ(told("a\tb\r\n\b"), "a\tb\r\n\b");
  EXPECT_EQ(told("\x1B[2;5H\x1B[K\x1B[3A\x1B[;r\x1B[2J"), "^[2;5H^[K^[3A^[0r^[2J");
  EXPECT_EQ(told("\x1B[?1049h\x1B[?25l\x1B[?7;1049l\x1B[4h"), "^[?1049h^[?7l^[?1049l^[4h");
  EXPECT_EQ(told("\x1B"
                 "7\x1B"
                 "8\x1B"
                 "M\x1B"
                 "c\x1B="),
            "^7^8^M^c");
  EXPECT_EQ(told("caf\xC3\xA9 \xE2\x82\xAC"), "caf\xC3\xA9 \xE2\x82\xAC");
}

TEST(Sequences, LeaveOutTheRest) {
  EXPECT_EQ(told("\x1B[1;31mred\x1B[0m\a"), "red");
  EXPECT_EQ(told("\x1B]0;title\ax\x1B]2;t\x1B\\y"), "xy");
  EXPECT_EQ(told("\x1BP1$r\x1B\\x\x1B_apc\x1B\\y"), "xy");
  EXPECT_EQ(told("\x1B(0q\x1B(B"), "q");
  EXPECT_EQ(told("\x1B[6n\x1B[c\x1B[>0q\x1B[38:2:1mx"), "x");
  EXPECT_EQ(told("\xC2\x9B"
                 "31mx"),
            "31mx");  // CSI as one character
  EXPECT_EQ(told("x\x7F\x01y"), "xy");
}

TEST(Sequences, BoundWhatTheyLetThrough) {
  EXPECT_EQ(told("\x1B[" + std::string(17, ';') + "Hx"), "x");
  EXPECT_EQ(told("\x1B[" + std::string(100, '1') + "Ax"), "x");
  EXPECT_EQ(told("\x1B[99999999999Ax"), "^[9999Ax");
  EXPECT_EQ(told("\x1B]" + std::string(10'000, 'a') + "\ax"), "x");
}

TEST(Sequences, FindMarksWhereverTheyAreCut) {
  const std::string shown = "\x1B[?2004h$ id\r\n\x1B[?2004l\r\x1B]133;A\a\x1B]133;C\x1B\\";
  const std::string expected = "<prompt>$ id\r\n<enter>\r<prompt><enter>";
  EXPECT_EQ(told(shown), expected);
  for (std::size_t cut = 0; cut <= shown.size(); ++cut) {
    Sequences sequences;
    const std::string first = told(sequences, shown.substr(0, cut));
    EXPECT_EQ(first + told(sequences, shown.substr(cut)), expected) << cut;
  }
}

// Whatever is cut wherever comes to the same.
TEST(Sequences, BearAnyCut) {
  const std::string shown =
      "a\xC2\x9B"
      "31m\xC2\xA9\xC3\xA9\x1B[2;5Hx\x1B]0;t\x1B\\y\x1B(Bz\xC2";
  Sequences whole;
  std::string expected = told(whole, shown);
  expected += told(whole, "!");
  for (std::size_t cut = 0; cut <= shown.size(); ++cut) {
    Sequences sequences;
    const std::string first = told(sequences, shown.substr(0, cut));
    const std::string second = told(sequences, shown.substr(cut));
    const std::string last = told(sequences, "!");
    EXPECT_EQ(first + second + last, expected) << cut;
  }
}

TEST(Sequences, EndWhatIsCancelled) {
  EXPECT_EQ(told("\x1B[12\x18x\x1B]0;t\x1Ay"), "xy");
  EXPECT_EQ(told("\x1B[1\x1B[2Ax"), "^[2Ax");
  EXPECT_EQ(told("\x1B[1\n2Ax"), "\n^[12Ax");
}

}  // namespace
}  // namespace auweave::screen

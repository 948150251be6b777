// Where rows go on in the next row.
#include <gtest/gtest.h>

#include "terminal.h"

namespace auweave::screen {
namespace {

struct Rows {
  const char* name;
  std::vector<std::string> chunks;  // shown behind Enter, on 10 columns
  std::string want;
};

class Wraps : public testing::TestWithParam<Rows> {};

TEST_P(Wraps, RowsAreJoinedWhereTheyWrapped) {
  for (const bool painted : {false, true}) {
    Terminal terminal(10, 4);
    terminal.type("x", "$ ");
    for (const std::string& chunk : GetParam().chunks) terminal.show(chunk);
    if (painted) {
      for (int i = 0; i < 4000; ++i) terminal.show("\x1B[K\x1B[1P\x1B[1@\x1B[K");
    }
    EXPECT_EQ(terminal.told(), "[$ ][x]" + GetParam().want);
  }
}

INSTANTIATE_TEST_SUITE_P(
    LineReader, Wraps,
    testing::Values(
        Rows{"Long", {"0123456789ab\r\n"}, "0123456789|+ab|"},
        Rows{"ExactlyFull", {"0123456789\r\nab\r\n"}, "0123456789|ab|"},
        Rows{"ExactlyFullInPieces", {"01234567", "89", "\r\n", "ab\r\n"}, "0123456789|ab|"},
        Rows{"FullAndBack", {"0123456789\r", "9\r\nab\r\n"}, "9123456789|ab|"},
        Rows{"BlankInTheLastColumn", {"012345678 ab\r\n"}, "012345678 |+ab|"},
        Rows{"BlanksUpToTheLastColumn", {"0        \r\nab\r\n"}, "0|ab|"},
        Rows{"BlanksInTheLastColumnAndNewline", {"0         \r\nab\r\n"}, "0|ab|"},
        Rows{"WideWithoutRoom", {"012345678中ab\r\n"}, "012345678|+中ab|"},
        Rows{"WideThatFills", {"01234567中ab\r\n"}, "01234567中|+ab|"},
        Rows{"WideThatFillsAndNewline", {"01234567中\r\nab\r\n"}, "01234567中|ab|"},
        Rows{"Combined", {"012345678e\u0301a\r\n"}, "012345678e\u0301|+a|"},
        Rows{
            "Many", {std::string(35, 'x') + "\r\n"}, "xxxxxxxxxx|+xxxxxxxxxx|+xxxxxxxxxx|+xxxxx|"}),
    [](const auto& param) { return param.param.name; });

TEST(Wraps, TypedLinesComeBackAsTyped) {
  for (const std::string line :
       {"echo 12345中中中中中中 a", "echo 1  2   3    4     5      6", "echo       ab",
        "中中中中中中中中", "e 中 中 中 中 中 中 中 中 中 中 中 中 中 中 中 中 中 中 中 中"}) {
    for (int columns = 4; columns < 30; ++columns) {
      Terminal terminal(columns, 4);
      terminal.type(line, "$ ");
      EXPECT_EQ(terminal.told(), "[$ ][" + line + "]") << columns;
    }
  }
}

}  // namespace
}  // namespace auweave::screen

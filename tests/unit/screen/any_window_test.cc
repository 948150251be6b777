// Any bytes in any window: no control character in what is told, and bounds of what is kept.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "support/capture.h"
#include "support/state.h"
#include "support/text_file.h"
#include "terminal.h"

namespace auweave::screen {
namespace {

class Checked : public LineReader::Output {
 public:
  void prompted(base::WallTime) override {}
  void prompt_known(const std::string& prompt) override { see(prompt, true); }
  void entered(const EnteredLine& line) override {
    see(line.prompt, true);
    see(line.line, true);
  }
  void maybe_entered(const EnteredLine& line) override { entered(line); }
  void row(std::string_view row, bool) override {
    ++rows;
    see(row, false);
  }
  void full_screen() override {}
  void binary(std::uint64_t) override {}
  void finished(int) override {}

  std::size_t rows = 0, longest = 0;

 private:
  void see(std::string_view text, bool newlines) {
    longest = std::max(longest, text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      const bool c1 =
          byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
      const bool control = byte < 0x20 && !(newlines && byte == '\n');
      if (control || byte == 0x7F || c1) ADD_FAILURE() << "a control character";
    }
  }
};

std::vector<std::string> all_output() {
  std::vector<std::string> all;
  for (const std::string& name : support::capture_names()) {
    if (name == "30-load") continue;
    for (const std::string& line : support::lines_of(support::load_capture(name).tlog)) {
      rapidjson::Document message;
      message.Parse(line.c_str());
      if (message.HasParseError() || !message.IsObject() || !message.HasMember("out_txt")) continue;
      all.emplace_back(message["out_txt"].GetString(), message["out_txt"].GetStringLength());
    }
  }
  return all;
}

int some_size(std::mt19937& random) {
  constexpr std::array sizes = {-1, 0, 1, 2, 3, 5, 10, 24, 40, 80, 132, 200, 500, 65535};
  return sizes.at(random() % sizes.size());
}

TEST(AnyWindow, NoControlCharacterIsTold) {
  const std::vector<std::string> all = all_output();
  ASSERT_GT(all.size(), 40U);
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    Checked told;
    LineReader reader(told);
    std::int64_t ms = 0;
    if (seed % 4 != 0) reader.window(some_size(random), some_size(random));
    for (int i = 0; i < 12; ++i) {
      std::string text = all[random() % all.size()];
      for (unsigned flips = random() % 4; flips > 0; --flips) {
        text[random() % text.size()] = static_cast<char>(random() % 256);
      }
      std::string_view rest = text;
      while (!rest.empty()) {
        const std::size_t size = std::min<std::size_t>(1 + random() % 400, rest.size());
        reader.read(base::WallTime::from_ms(ms += static_cast<int>(random() % 30)),
                    rest.substr(0, size));
        rest.remove_prefix(size);
        if (random() % 16 == 0) reader.window(some_size(random), some_size(random));
        if (random() % 8 == 0) reader.rest();
      }
    }
    reader.finish();
  }
}

struct Flood {
  const char* name;
  std::string first, body;
};

class Floods : public testing::TestWithParam<Flood> {};

// Of a terminal that shows the same for ever little is kept.
TEST_P(Floods, KeepLittle) {
  Checked told;
  LineReader reader(told);
  reader.window(80, 24);
  std::int64_t ms = 0;
  reader.read(base::WallTime::from_ms(++ms), GetParam().first);
  for (std::size_t shown = 0; shown < 400'000; shown += GetParam().body.size()) {
    reader.read(base::WallTime::from_ms(ms += 20), GetParam().body);
  }
  EXPECT_LT(support::saved(reader).size(), 200'000U);
  reader.finish();
  EXPECT_LT(told.longest, LineReader::kMostTyped + 4096);
}

INSTANTIATE_TEST_SUITE_P(
    AnyWindow, Floods,
    testing::Values(Flood{"Prompt", "\x1B[?2004h", std::string(4000, 'x')},
                    Flood{"PromptOfLines", "\x1B[?2004h$ ", "x\r\n" + std::string(400, 'y')},
                    Flood{"PlainPrompt", "$ ", std::string(4000, 'x')},
                    Flood{"LastColumn", "", "\r" + std::string(80, 'x')},
                    Flood{"WideLastColumn", "\x1B[?2004h$ ", "\r" + std::string(78, 'x') + "中"},
                    Flood{"Marks", "", "\x1B[?2004h\x1B[200B\x1B[?2004l\x1B[H"},
                    Flood{"Redrawn", "\x1B[?2004h$ ", "\r\x1B[m\x1B[J$ a"},
                    Flood{"Alternate", "", "\x1B[?1049hx\x1B[?1049l"},
                    Flood{"Foreign", "\x1B[?2004h$ ", "abc\r\n"},
                    Flood{"Region", "\x1B[2;20r\x1B[20;1H", "x\r\n"},
                    Flood{"Combined", "\x1B[?2004h$ ", "a\u0301\u0301\u0301\u0301\u0301"}),
    [](const auto& param) { return param.param.name; });

// dash in a terminal without a size, or with one of them.
TEST(AnyWindow, MissingSizesAre80And24) {
  for (const auto& [columns, rows] : {std::pair{0, 0}, {0, 24}, {80, 0}, {-1, -1}}) {
    Terminal terminal(columns, rows);
    terminal.show("$ ").show("id\r\n").show("uid=0\r\n" + std::string(79, 'x') + "y\r\n");
    EXPECT_EQ(terminal.told(), "{$ }{id}uid=0|" + std::string(79, 'x') + "y|");
  }
}

TEST(AnyWindow, ATerminalWithoutASizeKeepsTheSizeThatCame) {
  Terminal terminal(10, 4);
  terminal.reader.window(0, 0);
  terminal.show("0123456789ab\r\n");
  EXPECT_EQ(terminal.told(), "0123456789|+ab|");
}

// A prompt that sets a title has a bell in it.
TEST(AnyWindow, MarksMakeATerminal) {
  Told told;
  LineReader reader(told);
  reader.read(at(1), "\x1B[?2004h\x1B]0;title\a$ ");
  reader.read(at(20), "id" + std::string(kEnter) + "uid=0\r\n");
  reader.finish();
  EXPECT_EQ(told.text, "(prompt)(is '$ ')[$ ][id]uid=0|");
}

TEST(AnyWindow, APipeHasNoEscapeSequences) {
  Told told;
  LineReader reader(told);
  reader.read(at(1), "\x1B[31mr\x1BMed\x1B[0m\x1B[2K\ta\b\n\x1B]0;title\aplain\x1B[");
  reader.read(at(2), "10;10Hend\n" + std::string(5000, 'x') + "\n");
  EXPECT_EQ(told.text, "red     a|plainend|" + std::string(4096, 'x') + "…|");
}

// Output hidden behind a faked mark is told.
TEST(AnyWindow, WhatNobodyTypesIsToldAsOutput) {
  Checked told;
  LineReader reader(told);
  reader.window(80, 24);
  reader.read(base::WallTime::from_ms(1), "\x1B[?2004h");
  for (int i = 0; i < 20'000; ++i) reader.read(base::WallTime::from_ms(2), "some secret\r\n");
  EXPECT_GT(told.rows, 19'900U);
}

}  // namespace
}  // namespace auweave::screen

// A terminal for tests of LineReader: what is shown, and what the reader tells of it as text.
#pragma once

#include <string>

#include "screen/line_reader.h"

namespace auweave::screen {

inline constexpr const char* kPrompt = "\x1B[?2004h";
inline constexpr const char* kEnter = "\r\n\x1B[?2004l\r";  // readline's

inline base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(ms); }

// What a reader tells, as text.
class Told : public LineReader::Output {
 public:
  void prompted(base::WallTime) override { text += "(prompt)"; }
  void prompt_known(const std::string& prompt) override { text += "(is '" + prompt + "')"; }
  void entered(const EnteredLine& line) override {
    text += "[" + line.prompt + "][" + line.line + "]";
  }
  void maybe_entered(const EnteredLine& line) override {
    text += "{" + line.prompt + "}{" + line.line + "}";
  }
  void row(std::string_view row, bool goes_on) override {
    text.append(goes_on ? "+" : "").append(row).append("|");
  }
  void full_screen() override { text += "(full)"; }
  void binary(std::uint64_t bytes) override { text += "(binary " + std::to_string(bytes) + ")"; }
  void finished(int status) override { text += "(status " + std::to_string(status) + ")"; }
  std::string text;
};

class Terminal {
 public:
  explicit Terminal(int columns = 40, int rows = 5) { reader.window(columns, rows); }
  Terminal& show(const std::string& bytes) {
    reader.read(at(ms += 10), bytes);
    if (resting) reader.rest();
    return *this;
  }
  Terminal& type(const std::string& line, const std::string& prompt = "a@h:~$ ") {
    return show(kPrompt + prompt).show(line + kEnter);
  }
  // Lines and rows alone.
  std::string told() {
    reader.finish();
    std::string text = told_.text;
    for (std::size_t from; (from = text.find('(')) != std::string::npos;) {
      text.erase(from, text.find(')', from) - from + 1);
    }
    return text;
  }
  std::string all() { return told_.text; }

  Told told_;
  LineReader reader{told_};
  std::int64_t ms = 0;
  bool resting = false;
};

}  // namespace auweave::screen

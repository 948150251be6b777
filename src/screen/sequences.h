// Sequences: the bytes a terminal got, read once: what moves the cursor or changes rows goes on to the
// emulator, in a form that is safe for it; where a shell marks its prompts is told; the rest (colours,
// titles, queries, what no terminal knows) is left out. Sequences may be cut anywhere. A value; one
// thread.
//
// A recording is what anybody made a terminal show, and is read by somebody with more rights. libvterm
// 0.1.4 writes past its array at the 17th parameter of a control sequence (found by fuzzing), so
// nothing reaches it that was not understood here: known sequences, few and small parameters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::screen {

// readline, zsh and fish switch bracketed paste on with each prompt and off with Enter; shells with
// semantic prompts say it in OSC 133.
enum class Mark {
  prompt,    // ESC [ ? 2004 h, OSC 133 ; A
  typing,    // OSC 133 ; B: here the prompt ends
  entered,   // ESC [ ? 2004 l, OSC 133 ; C
  finished,  // OSC 133 ; D: what was entered is over
};

class Sequences {
 public:
  struct Piece {
    std::string bytes;          // for the emulator
    std::optional<Mark> mark;   // behind them
    std::optional<int> status;  // that a finished command left, where the shell says so
  };
  // What these bytes come to. A sequence that is not whole yet is kept for the next call.
  std::vector<Piece> read(std::string_view bytes);

  template <typename Archive>
  void state(Archive& archive) {
    archive(state_, collected_, too_long_, is_command_, after_c2_);
  }

 private:
  enum class State { text, escape, charset, control, string, string_escape } state_ = State::text;
  void take(char c, std::vector<Piece>& out);
  void take_text(char c, std::string& out);
  void take_escape(char c, std::string& out);
  void take_control(char c, std::vector<Piece>& out);
  void take_string(char c, std::vector<Piece>& out);
  void end_string(std::vector<Piece>& out);

  std::string collected_;  // of a control sequence or string, at most kMost
  bool too_long_ = false;
  bool is_command_ = false;  // the string is an operating system command
  bool after_c2_ = false;    // the last byte was 0xC2: it and the next may be a C1 control
  static constexpr std::size_t kMost = 64;
};

}  // namespace auweave::screen

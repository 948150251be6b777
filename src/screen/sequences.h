// Sequences: reads the bytes that a terminal received. Escape sequences that move the cursor or
// change rows go on to the emulator, in a form that is safe for the emulator. The marks of a
// shell's prompts are reported (Piece::mark). Colours, titles, queries and unknown escape sequences
// are left out. An escape sequence may be cut between two calls of read() at any byte. A value; one
// thread.
//
// The emulator receives only known escape sequences with few and small parameters, because anybody
// can make a terminal show any bytes, and a user with more rights may read the recording. The
// emulator libvterm 0.1.4 writes past its array at the 17th parameter of a control sequence
// (fuzzing).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::screen {

// Mark: a place in the output that a shell marks. The line editors readline, zsh and fish switch
// bracketed paste on at each prompt and off at Enter. Shells with semantic prompts write OSC 133.
enum class Mark {
  prompt,    // ESC [ ? 2004 h, OSC 133 ; A
  typing,    // OSC 133 ; B: the prompt ends here
  entered,   // ESC [ ? 2004 l, OSC 133 ; C
  finished,  // OSC 133 ; D: the entered command has ended
  left,      // the cursor has left the line that was entered (behind ESC [ ? 2004 l)
  erased,    // the rest of the screen is about to be erased, as zsh does before it draws a prompt
  filled,    // a row was filled with blanks, as zsh (PROMPT_SP) and fish do before a prompt
};

class Sequences {
 public:
  struct Piece {
    std::string bytes;          // bytes for the emulator
    std::optional<Mark> mark;   // the mark behind `bytes`
    std::optional<int> status;  // status of the finished command, if the shell tells a status
    bool brackets = false;      // the mark is one of bracketed paste
    bool keypad_on = false;     // at Mark::entered: the keypad's mode was switched on, and not off
    bool keypad_off = false;    // at Mark::entered: the keypad's mode was switched off
    int blanks = 0;             // at Mark::filled: number of the blanks
    bool plain = false;         // at Mark::erased: colours were switched off just before
  };
  // Returns the pieces that `bytes` consist of. An incomplete escape sequence is kept for the next
  // read().
  std::vector<Piece> read(std::string_view bytes);

  template <typename Archive>
  void state(Archive& archive) {
    archive(state_, collected_, too_long_, is_command_, after_c2_, held_, styled_, plain_, leaving_,
            keypad_);
  }

 private:
  // Parameters: what stands between ESC [ and the last byte of a control sequence.
  struct Parameters {
    bool priv = false;  // with a '?' before them
    std::vector<std::uint64_t> numbers;
  };
  static std::optional<Parameters> parse(std::string_view text);
  static void append_mode(const Parameters& parameters, char final, std::string& out);
  static void append_move(const Parameters& parameters, char final, std::string& out);
  enum class State { text, escape, charset, control, string, string_escape } state_ = State::text;
  void take(char c, std::vector<Piece>& out);
  std::size_t take_run(std::string_view bytes, std::vector<Piece>& out);
  void take_text(char c, std::vector<Piece>& out);
  void take_return(char c, std::vector<Piece>& out);
  void leave(std::vector<Piece>& out);
  void take_mode(const Parameters& parameters, char final, std::vector<Piece>& out);
  void take_escape(char c, std::vector<Piece>& out);
  void take_control(char c, std::vector<Piece>& out);
  void take_string(char c, std::vector<Piece>& out);
  void end_string(std::vector<Piece>& out);

  std::string collected_;  // bytes of an unfinished control sequence or string, at most kMost
  bool too_long_ = false;
  bool is_command_ = false;  // the string is an operating system command
  bool after_c2_ = false;    // the last byte was 0xC2, which with the next byte may be a C1 control
  int held_ = 0;             // a carriage return behind so many blanks waits for its next byte
  bool styled_ = false;      // no text came since a colour was set, or since the cursor went home
  bool plain_ = false;       // the last control sequence set a colour
  bool leaving_ = false;     // nothing but moves came since ESC [ ? 2004 l
  enum class Keypad { unknown, on, off } keypad_ = Keypad::unknown;
  static constexpr std::size_t kMost = 64;
};

}  // namespace auweave::screen

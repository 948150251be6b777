// LineReader: reads a recording as a person would: prompts, the lines entered at them, and the rows
// shown below each line. A LineReader gives equal lines for equal bytes and times. One owner, one
// thread.
//
// | the output has            | then                                                        |
// |---------------------------|-------------------------------------------------------------|
// | a prompt mark             | the rows of the command since Enter have ended; the text    |
// |                           |   behind the mark is the prompt                             |
// | OSC 133 ; B, or time that | the prompt ends here. Without OSC 133 ; B and a pause, the  |
// |   passes behind a prompt  |   prompt ends where the prompt before ended, or at the      |
// |                           |   first `$ `, `# `, `% `, `> ` or the like (prompt_end())   |
// | an Enter mark             | the text between the prompt and the mark is the line        |
// | marks on the alternate    | the marks are ignored: full-screen programs switch          |
// |   screen                  |   bracketed paste, too                                      |
// | no marks (dash, old bash) | rows are given when they are complete. A row that stood     |
// |                           |   there like a prompt, and went on later, may be a line     |
//
// The emulator begins anew at each prompt, so between a prompt and Enter rest() can free the
// emulator, which is made again from the bytes since the prompt.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/wall_time.h"
#include "screen/kept_screen.h"
#include "screen/sequences.h"

namespace auweave::screen {

struct EnteredLine {
  std::string prompt;  // with its blanks; empty: the prompt was not recognised
  std::string line;    // without blanks at its end; the rows of a wrapped line are joined
  base::WallTime prompted;
  base::WallTime entered;
  // The prompt stood at least kRestMs before anything followed: time enough for a person.
  bool rested = false;

  template <typename Archive>
  void state(Archive& archive) {
    archive(prompt, line, prompted, entered, rested);
  }
};

class LineReader : private Screen::Above {
 public:
  // Output: receives the parts of the recording, in order. An Output must outlive its LineReader.
  class Output {
   public:
    virtual ~Output() = default;
    // Tells that a prompt mark came at `time`.
    virtual void prompted(base::WallTime time) = 0;
    // Tells the text of the prompt shown last, once the text is known.
    virtual void prompt_known(const std::string& prompt) = 0;
    // Tells a line that was entered at a prompt, in a shell with marks.
    virtual void entered(const EnteredLine& line) = 0;
    // Tells rows that look like a line at a prompt, in a shell without marks. Rows given to
    // maybe_entered() are not given to row().
    virtual void maybe_entered(const EnteredLine& line) = 0;
    // Tells a complete row. If `goes_on`, the row continues the row before, which was wrapped.
    virtual void row(std::string_view text, bool goes_on) = 0;
    // Tells that a program drew on the alternate screen.
    virtual void full_screen() = 0;
    // Tells the number of bytes that are no text, in a recording without a terminal.
    virtual void binary(std::uint64_t bytes) = 0;
    // Tells the exit status of the line entered last. Only shells with OSC 133 ; D tell a status.
    virtual void finished(int status) = 0;
  };

  explicit LineReader(Output& output) : output_(output), screen_(*this) {}
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  void window(int columns, int rows) { screen_.window(columns, rows); }
  // Reads the bytes that the terminal received at `time`.
  void read(base::WallTime time, std::string_view bytes);
  // Looks for the prompt in front of the cursor; called when time has passed behind a prompt mark.
  void prompt_found() {
    if (state_ == State::prompting) look_for_prompt(false);
  }
  // Looks for lines at prompts without marks while a line of a shell with marks runs: a program that
  // it executed may be such a shell. Until the next mark.
  void loosen() { loose_ = true; }
  // True if prompts are not marked, as far as is known.
  [[nodiscard]] bool loose() const {
    return state_ == State::unmarked || (state_ == State::running && loose_);
  }
  // Shows the normal screen again, and what comes on it; for a line that cannot have begun a program
  // that draws. May be called by Output::full_screen().
  void refuse_alternate() { refused_ = true; }
  // Gives the rows above the cursor to the Output, because those rows hardly change any more.
  void flush();
  // Gives the remaining rows to the Output; called when the recording has ended.
  void finish();
  // Frees the emulator if the reader is at a prompt and the emulator can be made again.
  void rest();

  [[nodiscard]] bool at_prompt() const { return state_ == State::prompting; }
  [[nodiscard]] bool awake() const { return screen_.awake(); }

  template <typename Archive>
  void state(Archive& archive) {
    archive(screen_, sequences_, state_, column_, from_, above_, goes_on_, typed_, prompted_, now_,
            stop_, prompt_, candidate_, last_prompt_, partial_, loose_, refused_);
  }

  static constexpr std::size_t kLongestPartial = 4096;
  static constexpr std::int64_t kRestMs = 30;

 private:
  enum class State { unmarked, prompting, running };
  void row_left(Row row) override;
  void read_plain(std::string_view bytes);
  void feed(std::string_view bytes);
  void mark(const Sequences::Piece& piece, base::WallTime time);
  void prompt(base::WallTime time);
  void enter(base::WallTime time);
  void look_for_prompt(bool sure);
  void take_rows(std::int64_t until);
  void take_last();
  void take_row(const Row& row);
  void look_for_stop(base::WallTime until);
  bool take_stopped(const Row& row, std::int64_t number);
  [[nodiscard]] std::string typed_until(int column) const;
  void split(std::string text, EnteredLine& line) const;
  void append_typed(const Row& row, std::string& text) const;

  Output& output_;
  KeptScreen screen_;
  Sequences sequences_;
  State state_ = State::unmarked;
  int column_ = 0;          // column of the cursor where the prompt begins
  std::int64_t from_ = 0;   // first row that was not taken
  std::int64_t above_ = 0;  // number of rows that left the screen
  bool goes_on_ = false;    // the row taken last was wrapped
  std::string typed_;       // the text typed, from the rows that left the screen
  base::WallTime prompted_, now_;
  // Stop: in a shell without marks, a row that looked like a prompt when time passed.
  struct Stop {
    std::int64_t row = 0;
    std::string prompt;
    base::WallTime prompted;
    std::string text;  // text of the rows that were taken since, all wrapped
    bool rested = false;

    template <typename Archive>
    void state(Archive& archive) {
      archive(row, prompt, prompted, text, rested);
    }
  };
  std::optional<Stop> stop_;
  std::optional<std::string> prompt_;  // text of the present prompt, once it is known
  std::string candidate_;              // text when time first passed behind an unlikely prompt
  std::string last_prompt_;            // text of the prompt known last
  bool loose_ = false, refused_ = false;
  std::string partial_;  // without a terminal: a row whose newline is still missing
};

// Returns the length of the prompt at the beginning of `text`, up to the first `$ `, `# `, `% `, `>
// ` or the like. Returns 0 if `text` has no prompt's end.
[[nodiscard]] std::size_t prompt_end(std::string_view text);
// True if `text` ends as a prompt may end.
[[nodiscard]] bool looks_like_prompt(std::string_view text);

}  // namespace auweave::screen

// LineReader: a recording as it comes, read as a person would: prompts, the lines entered at them, and
// the rows shown below each. Deterministic; one owner, one thread.
//
// | the output has            | then                                                       |
// |---------------------------|------------------------------------------------------------|
// | a prompt mark             | the rows since Enter are over; what follows is the prompt  |
// | OSC 133 ; B, or time that | the prompt ends here. Without either, where it ended       |
// |   passes behind a prompt  |   before, or at the first `$ `, `# `, `% ` or `> `         |
// | an Enter mark             | what stands between is the line                            |
// | marks on the alternate    | none: full-screen programs switch bracketed paste too      |
// |   screen                  |                                                            |
// | no marks (dash, old bash) | rows, each when it is complete. One that stood there like  |
// |                           |   a prompt, and went on later, may be a line               |
//
// The emulator begins anew at each prompt, so that between a prompt and Enter it need not be kept: it is
// made again from the bytes since the prompt (rest()).
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
  std::string prompt;  // with its blanks; empty: it was not told apart
  std::string line;    // without blanks at its end; rows of one that goes on are joined
  base::WallTime prompted;
  base::WallTime entered;

  template <typename Archive>
  void state(Archive& archive) {
    archive(prompt, line, prompted, entered);
  }
};

class LineReader : private Screen::Above {
 public:
  // Gets what is read, in order. Outlives the reader.
  class Output {
   public:
    virtual ~Output() = default;
    virtual void prompted(base::WallTime time) = 0;
    // The text of the prompt that was shown last, once it is known.
    virtual void prompt_known(const std::string& prompt) = 0;
    virtual void entered(const EnteredLine& line) = 0;
    // Without marks: this looks like one, with its rows in place of row().
    virtual void maybe_entered(const EnteredLine& line) = 0;
    // A complete row; `goes_on`: it is the rest of the one before, which was wrapped.
    virtual void row(std::string_view text, bool goes_on) = 0;
    // A program drew on the alternate screen since Enter.
    virtual void full_screen() = 0;
    // Bytes that are no text, of a recording without a terminal.
    virtual void binary(std::uint64_t bytes) = 0;
    // What was entered last left this status (shells that mark it).
    virtual void finished(int status) = 0;
  };

  explicit LineReader(Output& output) : output_(output), screen_(*this) {}
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  void window(int columns, int rows) { screen_.window(columns, rows); }
  // Bytes as the terminal got them, at `time`.
  void read(base::WallTime time, std::string_view bytes);
  // Time passed behind a prompt: what stands there is it.
  void prompt_found() {
    if (state_ == State::prompting) look_for_prompt(false);
  }
  // Rows above the cursor are as good as complete: they are given now.
  void flush();
  // Nothing comes any more.
  void finish();
  // Gives the emulator back where it can be made again.
  void rest();

  [[nodiscard]] bool at_prompt() const { return state_ == State::prompting; }
  [[nodiscard]] bool awake() const { return screen_.awake(); }

  template <typename Archive>
  void state(Archive& archive) {
    archive(screen_, sequences_, state_, column_, from_, above_, goes_on_, typed_, prompted_, now_,
            stop_, prompt_, candidate_, last_prompt_, partial_);
  }

  static constexpr std::size_t kLongestPartial = 4096;

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
  void look_for_stop(base::WallTime time);
  bool take_stopped(const Row& row, std::int64_t number);
  [[nodiscard]] std::string typed_until(int column) const;
  void split(std::string text, EnteredLine& line) const;
  void append_typed(const Row& row, std::string& text) const;

  Output& output_;
  KeptScreen screen_;
  Sequences sequences_;
  State state_ = State::unmarked;
  int column_ = 0;          // the cursor's, where the prompt begins
  std::int64_t from_ = 0;   // the first row that was not taken
  std::int64_t above_ = 0;  // rows that left the screen
  bool goes_on_ = false;    // the row taken last was wrapped
  std::string typed_;       // what was typed, as far as its rows left the screen
  base::WallTime prompted_, now_;
  // Without marks: the row that looked like a prompt when time passed, and what stood there.
  struct Stop {
    std::int64_t row = 0;
    std::string prompt;
    base::WallTime prompted;
    std::string text;  // rows of it that were taken, all wrapped

    template <typename Archive>
    void state(Archive& archive) {
      archive(row, prompt, prompted, text);
    }
  };
  std::optional<Stop> stop_;
  std::optional<std::string> prompt_;  // the present one, once it is known
  std::string candidate_;    // where time passed first behind it, if it was not convincing
  std::string last_prompt_;  // the one known last
  std::string partial_;      // without a terminal: a row that has no newline yet
};

// Where a prompt ends in text that begins with one, by its looks; 0: nowhere.
[[nodiscard]] std::size_t prompt_end(std::string_view text);
// True: a prompt may end like this.
[[nodiscard]] bool looks_like_prompt(std::string_view text);

}  // namespace auweave::screen

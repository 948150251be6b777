// LineReader: reads a recording as a person would: prompts, the lines entered at them, and the rows
// shown below each line. A LineReader gives equal lines for equal bytes and times. One owner, one
// thread.
//
// | the output has            | then                                                        |
// |---------------------------|-------------------------------------------------------------|
// | a prompt mark             | the rows of the command since Enter have ended; the text    |
// |                           |   behind the mark is the prompt                             |
// | a prompt mark behind text | that text is the prompt, and ends here: zsh erases the rest |
// |   for which zsh erased    |   of the screen, draws its prompt, and then marks           |
// | OSC 133 ; B, or time that | the prompt ends here. Without OSC 133 ; B and a pause, the  |
// |   passes behind a prompt  |   prompt ends where the prompt before ended, or at the      |
// |                           |   first `$ `, `# `, `% `, `> ` or the like (prompt_end())   |
// | OSC 133 ; D, and no prompt | what stands behind it when time passes is a prompt          |
// |   mark (PS1 was changed)  |                                                             |
// | an Enter mark             | the text between the prompt and the mark is the line. zsh   |
// |                           |   moves below the line behind the mark, others before       |
// | a gap in the line's row   | what stands behind it is a right prompt, and no text typed  |
// | rows below the prompt     | a newline that no line editor writes ends output of another |
// |                           |   program: it is told, and the line goes on below it        |
// | another prompt mark, or   | the rows are output, and no line                            |
// |   more than kMostTyped    |                                                             |
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

  // Sets the window's size. A size of 0 columns or rows is none: the shell takes 80x24 for it.
  void window(int columns, int rows);
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
  // Returns the text of the cursor's row up to the cursor, where a prompt without a mark may stand.
  [[nodiscard]] std::string standing() const;
  // Shows the normal screen again, and what comes on it; for a line that cannot have begun a program
  // that draws. May be called by Output::full_screen().
  void refuse_alternate() { refused_ = true; }
  // Gives the rows above the cursor to the Output, because those rows hardly change any more.
  void flush();
  // Gives the remaining rows to the Output; called when the recording has ended.
  void finish();
  // Frees the emulator if the reader is at a prompt and the emulator can be made again.
  void rest();
  // Returns the cells of the emulator, or 0 if the emulator was freed.
  [[nodiscard]] std::int64_t cells() const { return screen_.cells(); }

  [[nodiscard]] bool at_prompt() const { return state_ == State::prompting; }
  [[nodiscard]] bool awake() const { return screen_.awake(); }

  template <typename Archive>
  void state(Archive& archive) {
    archive(screen_, sequences_, state_, column_, row_, from_, above_, goes_on_, typed_, spilled_,
            prompted_, now_, entered_, anchored_, entered_row_, given_up_, anchor_, zle_,
            keypad_off_, brackets_, stop_, prompt_, told_, redrawn_, candidate_, last_prompt_,
            more_, looks_, chunk_row_, chunk_column_, foreign_, partial_, loose_, refused_,
            finished_, after_finish_);
  }

  static constexpr std::size_t kLongestPartial = 4096;
  static constexpr std::int64_t kRestMs = 30;
  static constexpr std::size_t kMostTyped = 64UL * 1024;  // bytes of a line, its prompt included
  static constexpr std::size_t kLongestPrompt = 4UL * 1024;
  static constexpr std::int64_t kTallestPrompt = 16;  // rows
  static constexpr int kMostLooks = 8;                // for the end of one prompt
  static constexpr std::int64_t kDrawMs = 200;        // from erasing to zsh's mark
  static constexpr std::int64_t kForeignMs = 10;      // a shell draws its line sooner

 private:
  enum class State { unmarked, prompting, leaving, running };
  void row_left(Row row) override;
  void read_plain(std::string_view bytes);
  void take_plain(char c);
  void feed(std::string_view bytes);
  void mark(const Sequences::Piece& piece, base::WallTime time);
  void prompt(const Sequences::Piece& piece, base::WallTime time);
  void begin_prompt(base::WallTime time);
  void begin_finished_prompt();
  void begin_drawn_prompt(base::WallTime time);
  void now_prompting(base::WallTime time);
  void give_up_line();
  void erased(const Sequences::Piece& piece);
  void filled(const Sequences::Piece& piece);
  void enter(const Sequences::Piece& piece, base::WallTime time);
  void leave();
  void end_line(bool moved);
  void time_passes(base::WallTime time, std::string_view bytes);
  void note_foreign(std::string_view bytes);
  void take_foreign();
  void look_for_prompt(bool sure, bool rested = false);
  void look_for_more();
  void know_prompt(std::string text);
  void take_rows(std::int64_t until);
  void take_last();
  void take_row(Row row);
  void look_for_stop(base::WallTime until);
  bool take_stopped(const Row& row, std::int64_t number);
  void spill();
  [[nodiscard]] std::string typed_until(std::int64_t row, int column);
  void split(std::string text, EnteredLine& line) const;
  [[nodiscard]] std::size_t prompt_of(std::string_view text) const;

  Output& output_;
  KeptScreen screen_;
  Sequences sequences_;
  State state_ = State::unmarked;
  int column_ = 0;          // column of the cursor where the prompt begins
  std::int64_t row_ = 0;    // row where the prompt begins, or first row that is not in typed_
  std::int64_t from_ = 0;   // first row that was not taken
  std::int64_t above_ = 0;  // number of rows that left the screen
  bool goes_on_ = false;    // the row taken last was wrapped
  std::string typed_;       // the text typed, from the rows that left the screen
  bool spilled_ = false;    // more was typed than is kept: it is told as rows, too
  base::WallTime prompted_, now_, entered_, anchored_;
  std::int64_t entered_row_ = 0;        // row of the cursor at the Enter mark
  bool given_up_ = false;               // zsh was left without Enter
  std::optional<std::int64_t> anchor_;  // row where zsh began to draw, since Enter
  bool zle_ = false;                    // the prompt is zsh's
  bool keypad_off_ = false;             // zsh switches the keypad's mode off at Enter
  bool brackets_ = false;               // the prompt has marks of bracketed paste
  // Stop: in a shell without marks, a row that looked like a prompt when time passed.
  struct Stop {
    std::int64_t row = 0;
    std::string prompt;
    base::WallTime prompted;
    std::string text;  // text of the rows that were taken since, all wrapped
    bool rested = false;
    bool turns = false;  // the shell goes to the next row itself where a row is full

    template <typename Archive>
    void state(Archive& archive) {
      archive(row, prompt, prompted, text, rested, turns);
    }
  };
  std::optional<Stop> stop_;
  // Finished: where OSC 133 ; D told the end of a command, if no prompt mark came since.
  struct Finished {
    std::int64_t row = 0;
    int column = 0;
    base::WallTime time;

    template <typename Archive>
    void state(Archive& archive) {
      archive(row, column, time);
    }
  };
  std::optional<Finished> finished_;
  bool after_finish_ = false;  // the present prompt has no other mark than OSC 133 ; D
  // Texts of prompts have gaps (Row) here, and blanks when they are told.
  std::optional<std::string> prompt_;   // text of the present prompt, once it is known
  std::string told_;                    // text of the present prompt as it was told first
  std::optional<std::string> redrawn_;  // the line that stood there when the prompt was drawn anew
  std::string candidate_;               // text when time first passed behind an unlikely prompt
  std::string last_prompt_;             // text of the prompt known last
  std::string more_ = "> ";             // text of the prompt for the rest of a line
  int looks_ = 0;                       // for the end of the present prompt
  std::int64_t chunk_row_ = 0;          // where the cursor was before the bytes read last
  int chunk_column_ = 0;
  bool foreign_ = false;  // the bytes read last seem to be no line editor's
  bool loose_ = false, refused_ = false;
  std::string partial_;  // without a terminal: a row whose newline is still missing
};

}  // namespace auweave::screen

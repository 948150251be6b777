// Track: reads one recording of a session for commands. Each entered line begins a command, shown
// rows go to the command that runs, and a prompt ends the command. The track knows whether a prompt
// is that of a shell (perhaps inside su or sudo, or on another host) or that of a program like
// mysql. A Track has one owner and runs on one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "correlate/commands.h"
#include "correlate/track_facts.h"
#include "correlate/waiting_rows.h"
#include "model/tty_chunk.h"
#include "programs/program.h"
#include "screen/line_reader.h"

namespace auweave::correlate {

// Returns where the lines are run that are entered at such prompts.
[[nodiscard]] Where where_of(programs::Prompts prompts);

class Track : private screen::LineReader::Output {
 public:
  // `commands` must outlive the track.
  Track(TrackFacts facts, Commands& commands);

  void add(model::TtyChunk chunk, model::Voucher voucher);
  // Returns the time of the next step, or no time if no step waits. A step reads a piece of a
  // chunk, or gives up an unproven guess.
  [[nodiscard]] std::optional<base::WallTime> next() const;
  // Takes the next step. `leads` is false if the recording is inside another recording that shows
  // the same output, so that no commands are made from this recording.
  void step(bool leads);
  // Returns the time of the earliest chunk so far.
  [[nodiscard]] base::WallTime first() const { return first_; }
  // Sets the command that runs the recorder. Rows before the first prompt are its output.
  void set_root(const CommandNumber& command) { root_ = command; }
  // Gives the remaining rows to their commands, because the session or the input has ended.
  void finish();
  // Gives the remaining rows to their commands, lets go of the commands that no prompt of this track
  // can end any more, and gives the waiting chunks to `next`, a new Track of the same recording.
  void let_go(Track& next);
  // Gives back memory that an idle track does not need.
  void rest() { reader_.rest(); }
  // Returns the cells of the emulator, or 0 if the track holds none.
  [[nodiscard]] std::int64_t cells() const { return reader_.cells(); }
  // True if chunks wait.
  [[nodiscard]] bool pending() const { return !pending_.empty(); }

  // Notes that a shell of this recording executed a program. Where prompts have no marks, a row just
  // before with the program's words was an entered line, as are later rows behind an equal prompt.
  void claim(const ProcessAction& action);
  // Decides the rows that were shown up to `time`, if they are those of a program with lines of its
  // own: no execve has their words.
  void settle_programs_rows(base::WallTime time);
  // True if prompts are not marked, as far as is known.
  [[nodiscard]] bool loose() const { return reader_.loose(); }
  // Notes that a program which shows prompts, perhaps without marks, was executed for a line.
  void brings_prompts(base::WallTime time, programs::Prompts prompts);
  // Notes that a shell executed a program for no line that was seen, while the line entered last
  // cannot have: no mark came when that line was over. Rows that have not been given yet wait.
  void unmarked();
  // What is shown from `time` on belongs to the command, a program without a line. The line that
  // ran before is over, unless the shell that executed the program is `inside` of it.
  void stands_in(const CommandNumber& command, base::WallTime time, bool inside);
  // Returns the time from which on prompts were not seen, or no time.
  [[nodiscard]] std::optional<base::WallTime> unseen() const { return unseen_; }
  // True if the line entered last before `time` showed nothing, and its prompt was not back long.
  [[nodiscard]] bool entered_nothing(base::WallTime time) const;
  [[nodiscard]] bool at_prompt() const { return reader_.at_prompt(); }
  // True if something like a prompt was shown after `time`, without a mark.
  [[nodiscard]] bool stood_after(base::WallTime time) const {
    return stood_.has_value() && *stood_ > time;
  }
  // True if a shell that began at `time` executes programs again, though the line entered last was
  // entered at a shell inside of it: the inner shell is over. The line's contexts are left.
  bool left_inner(base::WallTime time);
  // Returns the line for which a shell of this recording executed a program at `time`, or null
  // before the first line. A Line has no command id if it was empty or given up with ^C.
  struct Line {
    base::WallTime begins;
    base::WallTime entered;
    std::optional<CommandNumber> command;

    template <typename Archive>
    void state(Archive& archive) {
      archive(begins, entered, command);
    }
  };
  [[nodiscard]] const Line* line_at(base::WallTime time) const;
  // Returns the last kMostLines lines, in the order of their Enter.
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  // Notes that a shell of this host executed a program for the command: the line is this host's.
  void was_local(Command& command);
  // Returns whether the command, whose prompt is back, is over, or no value if the command is not
  // the one at this track's latest prompt.
  std::optional<bool> over(Command& command);

  [[nodiscard]] bool has_prompts() const { return has_prompts_; }
  [[nodiscard]] const TrackFacts& facts() const { return facts_; }
  // Returns the bytes of chunks, rows and lines that wait.
  [[nodiscard]] std::size_t held() const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(facts_, pending_, held_, first_, leads_, now_, late_, voucher_, reader_, has_prompts_,
            waiting_, ahead_, more_due_, prompt_, expected_, stood_, unseen_, may_be_unseen_,
            orphans_, asks_for_more_, arrived_, prompted_, root_, current_, lines_, contexts_,
            replaced_, interrupted_, edits_, drawn_, chunk_, lines_in_chunk_);
  }

  static constexpr std::size_t kMostLines = 64;
  static constexpr std::size_t kMostContexts = 16;
  static constexpr std::size_t kMostAhead = 256;
  static constexpr std::size_t kMostOrphans = 16UL * 1024;  // bytes
  // A line's programs may seem to be executed up to kEarlyMs before the line's Enter: the recorder sees
  // Enter a little after the shell does, and the kernel's time stamps are up to a tick old.
  static constexpr std::int64_t kEarlyMs = WaitingRows::kEarlyMs;
  // Half a millisecond for each delay of a chunk (generated sessions of zsh: up to 59 ms).
  static constexpr std::int64_t kMostDriftMs = 500;
  // The kernel's time stamps and the recorder's differ by up to kClockMs (captures 50 to 55).
  static constexpr std::int64_t kClockMs = 12;
  // The identity of the prompts of a shell that shows none.
  static constexpr const char* kUnseen = "\x01";
  // Rows that are looked at around one that was typed ahead.
  static constexpr std::size_t kMostLooked = 256;
  static constexpr std::size_t kMostPart = 64;
  static constexpr std::size_t kMostPrompts = 16;  // that are counted in one row
  // A line that shows no prompt for so long after a program that it does not explain was over.
  static constexpr std::int64_t kUnseenMs = 2'000;

 private:
  using ChunkKey = std::pair<base::WallTime, std::uint64_t>;
  struct Pending {
    model::TtyChunk chunk;
    model::Voucher voucher = model::Voucher::none;
    std::size_t piece = 0;
    std::size_t offset = 0;
    std::uint64_t lines = 0;  // commands that began in the chunk, while another chunk is read

    template <typename Archive>
    void state(Archive& archive) {
      archive(chunk, voucher, piece, offset, lines);
    }
  };
  // Context: the program or shell whose prompts are shown.
  struct Context {
    Where where = Where::local;
    std::string identity;
    std::string target;
    std::optional<CommandNumber> command;  // the command that brought the prompts
    std::string prompt = {};               // of a shell without marks, as it stood last

    template <typename Archive>
    void state(Archive& archive) {
      archive(where, identity, target, command, prompt);
    }
  };

  void prompted(base::WallTime time) override;
  void leaves_shell(const std::string& line);
  void prompt_at(base::WallTime time);
  void unshow(const std::string& line);
  void keep_line(const screen::EnteredLine& line);
  void prompt_known(const std::string& prompt) override;
  void entered(const screen::EnteredLine& line) override;
  void maybe_entered(const screen::EnteredLine& line) override;
  void row(std::string_view text, bool goes_on) override;
  void full_screen() override;
  void binary(std::uint64_t bytes) override;
  void finished(int status) override;

  void turn_to(const ChunkKey& key, const Pending& pending);
  void leave_out(std::uint64_t bytes);
  [[nodiscard]] base::WallTime in_order(base::WallTime time) const;
  void arrive(const std::string& prompt);
  void arrive_again();
  void wait(WaitingRows::Row row);
  void settle();
  void settle_all();
  void believe(const WaitingRows::Row& row);
  // Prompts: of a shell without marks that stand one behind the other at the beginning of a row.
  struct Prompted {
    std::size_t count = 0;
    std::size_t size = 0;  // of all of them
    std::size_t last = 0;  // where the last one begins
  };
  [[nodiscard]] std::size_t next_prompt(std::string_view row) const;
  [[nodiscard]] Prompted prompts_in(std::string_view text) const;
  [[nodiscard]] bool is_prompted_below(std::size_t row) const;
  [[nodiscard]] bool is_typed(const WaitingRows::Row& row) const;
  [[nodiscard]] bool is_prompt_around(std::string_view text) const;
  [[nodiscard]] bool is_bare(const WaitingRows::Row& row) const;
  [[nodiscard]] bool is_ahead(const WaitingRows::Row& row) const;
  [[nodiscard]] std::size_t sure_ahead() const;
  [[nodiscard]] std::size_t prompts_taken(std::size_t first) const;
  [[nodiscard]] std::size_t first_of_block(std::size_t row) const;
  bool run_ahead(WaitingRows::Row& row);
  bool is_empty_line(const WaitingRows::Row& row);
  void interrupt(WaitingRows::Row& row);
  void settle_through(std::size_t row);
  void settle_before(std::size_t row);
  void settle_open(base::WallTime time);
  [[nodiscard]] bool is_drawn_again(const WaitingRows::Row& row) const;
  [[nodiscard]] bool accepts(const WaitingRows::Row& row) const;
  [[nodiscard]] static bool is_plausible(std::string_view line);
  void put_ahead(const std::string& line);
  [[nodiscard]] bool is_rest();
  void take_rest(const WaitingRows::Row& row);
  void skip_more(std::string& text);
  [[nodiscard]] bool is_named(const ProcessAction& action);
  void claim_output(const ProcessAction& action);
  bool claim_ahead(const ProcessAction& action);
  void claim_echo(std::size_t row, base::WallTime time);
  CommandNumber begin_ahead(const std::string& line, base::WallTime time);
  void show(std::string_view text, bool goes_on);
  bool enters_context(const std::string& identity);
  void leave_until(std::size_t depth);
  bool go_on(const screen::EnteredLine& line);
  CommandNumber begin(const screen::EnteredLine& line);
  [[nodiscard]] Command* current() { return commands_.find(current_); }
  // Returns the command to which the rows of the present piece belong, or null.
  [[nodiscard]] Command* showing();

  TrackFacts facts_;
  Commands& commands_;
  // Waiting chunks by their time and number. The number alone identifies no chunk, because any
  // program can write chunks with any number.
  std::map<ChunkKey, Pending> pending_;
  std::size_t held_ = 0;
  base::WallTime first_{std::numeric_limits<std::int64_t>::max()};
  bool leads_ = true;
  base::WallTime now_;                             // time of the piece that is read
  bool late_ = false;                              // the piece that is read came late
  model::Voucher voucher_ = model::Voucher::none;  // of the piece that is read
  screen::LineReader reader_;
  bool has_prompts_ = false;
  // Of a shell or program without marks.
  WaitingRows waiting_;
  // Ahead: a line that was typed while another one ran, and waits for its prompt.
  struct Ahead {
    std::string line;
    std::optional<CommandNumber> command;  // begun, because its programs were executed

    template <typename Archive>
    void state(Archive& archive) {
      archive(line, command);
    }
  };
  std::deque<Ahead> ahead_;
  void begin_until(const Ahead& proven, base::WallTime time);
  std::ptrdiff_t more_due_ = 0;            // prompts for more rows that stand before the output
  std::string prompt_;                     // of the last proven line
  std::optional<base::WallTime> claimed_;  // time of the execve that proves rows just now
  std::string drawn_;                      // what the shell draws anew in the next row
  bool interrupted_ = false;  // output stands behind the last prompt, where something is typed
  bool edits_ = false;        // the shell shows what was typed ahead behind its prompt
  // Expected: a program was executed that shows prompts; `identity`: of its first one.
  struct Expected {
    base::WallTime since;
    Where where = Where::local;
    std::string identity;

    template <typename Archive>
    void state(Archive& archive) {
      archive(since, where, identity);
    }
  };
  std::optional<Expected> expected_;
  std::optional<base::WallTime> stood_;          // something like a prompt was shown last
  std::optional<base::WallTime> unseen_;         // prompts were not seen from here on
  std::optional<base::WallTime> may_be_unseen_;  // the same, if no prompt comes soon
  std::string orphans_;                          // rows since a line that was entered and not seen
  bool asks_for_more_ = false;                   // the present prompt asks for the rest of a line
  bool arrived_ = false;                         // the present prompt's context is known
  base::WallTime prompted_;
  std::optional<CommandNumber> root_, current_;
  std::vector<Line> lines_;  // a vector: a deque takes 600 bytes in each of many idle sessions
  std::vector<Context> contexts_;
  std::optional<std::string> replaced_;  // identity of the last context, before the present prompt
  ChunkKey chunk_;                       // time and number of the chunk read last
  std::uint64_t lines_in_chunk_ = 0;     // commands that began in that chunk
};

}  // namespace auweave::correlate

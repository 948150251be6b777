// Track: one recording of a session, read for commands: each line that is entered begins one, what is
// shown goes to the one that runs, a prompt ends it. Knows whose prompt it is: of a shell inside of su or
// sudo, of one on another host, of a program with a prompt of its own. One owner, one thread.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "correlate/commands.h"
#include "model/tty_chunk.h"
#include "screen/line_reader.h"

namespace auweave::correlate {

struct TrackFacts {
  std::string recording_id;
  std::string rec;
  std::uint64_t serial = 0;           // of the recorder's execve; 0: nothing vouches for it
  base::WallTime started;             // that execve; else as its chunks tell
  std::vector<std::uint64_t> around;  // serials of the recordings it is inside of, innermost first
  bool of_command = false;  // of one command (sudo's, script's), not of a session's terminal

  template <typename Archive>
  void state(Archive& archive) {
    archive(recording_id, rec, serial, started, around, of_command);
  }
};

class Track : private screen::LineReader::Output {
 public:
  // `commands` outlives it.
  Track(TrackFacts facts, Commands& commands);

  void add(model::TtyChunk chunk);
  // When the next piece is to be read; nothing: all that came was.
  [[nodiscard]] std::optional<base::WallTime> next() const;
  // Reads it. `told`: commands are made of it; else it is inside of a recording that shows it too.
  void step(bool leads);
  // Time of its first chunk, as far as they came.
  [[nodiscard]] base::WallTime first() const { return first_; }
  // What runs the recorder: what is shown before the first prompt is its output.
  void set_root(const base::Digest& command) { root_ = command; }
  // Nothing comes any more.
  void finish();
  // Memory that can be given back is.
  void rest() { reader_.rest(); }

  // A shell of this recording executed something at `time`. Where it does not mark its prompts, what
  // was shown just before is a line then; and so will be whatever follows the same prompt.
  void claim(base::WallTime time);
  // What a shell of this recording executed at `time` was executed for; null: before the first line.
  // A line that was not a command, or is over, has no id.
  struct Line {
    base::WallTime begins;
    std::optional<base::Digest> command;

    template <typename Archive>
    void state(Archive& archive) {
      archive(begins, command);
    }
  };
  [[nodiscard]] const Line* line_at(base::WallTime time) const;
  // A shell of this host executed something for it: so it was no other host's line.
  void was_local(Command& command);
  // The prompt behind a command is back: is it over? Nothing: it is not this track's.
  std::optional<bool> over(Command& command);

  [[nodiscard]] bool has_prompts() const { return has_prompts_; }
  [[nodiscard]] const TrackFacts& facts() const { return facts_; }
  [[nodiscard]] std::size_t held() const { return held_; }

  template <typename Archive>
  void state(Archive& archive) {
    archive(facts_, pending_, held_, first_, leads_, now_, late_, reader_, has_prompts_, guess_,
            proven_, asks_for_more_, arrived_, prompted_, root_, current_, lines_, contexts_,
            chunk_, lines_in_chunk_);
  }

  static constexpr std::size_t kMostLines = 64;
  static constexpr std::size_t kMostContexts = 16;
  static constexpr std::size_t kMostGuessed = 4096;  // rows
  // The recorder sees Enter a little after the shell does, and the kernel's time stamps are up to a
  // tick old.
  static constexpr std::int64_t kEarlyMs = 50;
  static constexpr std::int64_t kProofMs = 2 * kEarlyMs;

 private:
  struct Pending {
    model::TtyChunk chunk;
    std::size_t piece = 0;
    std::size_t offset = 0;

    template <typename Archive>
    void state(Archive& archive) {
      archive(chunk, piece, offset);
    }
  };
  // Whose prompts these are.
  struct Context {
    Where where = Where::local;
    std::string identity;
    std::string target;
    std::optional<base::Digest> command;  // that brought them

    template <typename Archive>
    void state(Archive& archive) {
      archive(where, identity, target, command);
    }
  };

  void prompted(base::WallTime time) override;
  void prompt_known(const std::string& prompt) override;
  void entered(const screen::EnteredLine& line) override;
  void maybe_entered(const screen::EnteredLine& line) override;
  void row(std::string_view text, bool goes_on) override;
  void full_screen() override;
  void binary(std::uint64_t bytes) override;
  void finished(int status) override;

  void arrive(const std::string& prompt);
  void believe(const screen::EnteredLine& line);
  void settle_guess(bool right);
  bool enters_context(const std::string& identity);
  void leave_until(std::size_t depth);
  bool go_on(const screen::EnteredLine& line);
  void begin(const screen::EnteredLine& line);
  [[nodiscard]] Command* current() { return commands_.find(current_); }
  // What is shown now belongs to it; null: to nothing.
  [[nodiscard]] Command* showing();

  TrackFacts facts_;
  Commands& commands_;
  // By time, and number: numbers alone anybody can give.
  std::map<std::pair<base::WallTime, std::uint64_t>, Pending> pending_;
  std::size_t held_ = 0;
  base::WallTime first_{std::numeric_limits<std::int64_t>::max()};
  bool leads_ = true;
  base::WallTime now_;  // of the piece that is read
  bool late_ = false;   // that piece
  screen::LineReader reader_;
  bool has_prompts_ = false;
  // A line without marks, until something that it executed proves it.
  struct Guess {
    screen::EnteredLine line;
    std::vector<std::pair<std::string, bool>>
        rows;  // that were shown since; and whether they go on

    template <typename Archive>
    void state(Archive& archive) {
      archive(line, rows);
    }
  };
  std::optional<Guess> guess_;
  std::string proven_;          // identity of the prompt of the last that was
  bool asks_for_more_ = false;  // the present prompt
  bool arrived_ = false;        // whose prompt it is, is known
  base::WallTime prompted_;
  std::optional<base::Digest> root_, current_;
  std::vector<Line> lines_;  // few: a deque takes 600 bytes for each of many idle sessions
  std::vector<Context> contexts_;
  std::uint64_t chunk_ = 0;           // the number of the one read last
  std::uint64_t lines_in_chunk_ = 0;  // commands that began in it
};

}  // namespace auweave::correlate

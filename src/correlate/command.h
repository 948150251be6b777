// Command: a line that a person ran at a shell, or a program that no line explains, with the
// programs executed and the output shown. A Command is a value.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/wall_time.h"
#include "correlate/command_number.h"
#include "correlate/process_action.h"
#include "model/document.h"

namespace auweave::correlate {

enum class Where { local, remote, repl };

struct Command {
  // How its programs were told from those of lines that were entered right before or after it.
  enum class Chosen {
    by_order,  // by the words of the lines, in the order of the lines
    by_time,   // by the nearest time, because no word decided
  };

  CommandNumber id;
  std::optional<CommandNumber> parent;
  bool typed = false;  // true: `line` stood at a prompt; false: `line` is the joined argv
  Where where = Where::local;
  std::string target;  // of a remote command: host[:port]/ssh
  std::string prompt, line;
  base::WallTime begins;   // earliest time of a program that may belong to the command
  base::WallTime started;  // time of the Enter, or of the program's execve
  std::optional<base::WallTime> ended;
  base::WallTime last;  // time of the command's last event or row so far

  std::vector<model::Executed> own;    // children of the shell
  std::vector<model::Executed> inner;  // their descendants
  std::uint64_t executed = 0;
  std::string cwd, user, tty;
  std::string claimed;  // account of a changed login id that a program of the command had
  std::vector<model::EventKey> events;
  std::vector<std::string> connections, files;
  std::vector<model::RecordingPlace> recordings;
  std::optional<int> exit;

  std::string output;  // rows of the present part
  std::uint64_t rows = 0;
  std::uint64_t output_bytes = 0;  // of all parts
  std::uint64_t left_out = 0;      // bytes of the command's output that no part has
  std::uint64_t binary = 0;
  bool full_screen = false;
  bool denied = false;  // a program of the command was refused something
  // The weakest voucher of the chunks that showed the command; nothing: no chunk showed it.
  std::optional<model::Voucher> voucher;
  std::uint64_t last_chunk = 0;  // the highest number of these chunks
  std::optional<Chosen>
      chosen;         // nothing: no other line was near; by_time: of one program at least
  bool late = false;  // an action or row of the command came late, perhaps after a document

  std::int64_t parts = 0;                // number of parts so far
  bool news = false;                     // the command changed since the last part
  base::WallTime next_part;              // time of the next part, if the command is still open
  std::optional<base::WallTime> closes;  // time to decide the end, set when the prompt is back
  bool woken = false;                    // was closed because it was quiet, and did more
  bool prompts = false;                  // open while the program's own prompts are shown
  // Number of the terminal server below which a shell ran the command (Terminals); 0: none.
  std::uint64_t terminal = 0;
  bool recorder = false;  // a recorder that showed no prompt: open as long as the session
  bool let_go = false;    // closed because too much was open, and perhaps not over

  void executes(const ProcessAction& action, bool child_of_shell);
  void does(const ProcessAction& action);
  void shows(std::string_view row, bool goes_on);
  // True if the prompt was back, or the session over, before `time`.
  [[nodiscard]] bool is_over(base::WallTime time) const;
  // Takes the last row that is equal to `row` out of the output of the present part. Returns false if
  // there is none.
  bool unshow(std::string_view row);
  // Takes the rows that the execve of `argv` proves to be a line out of the last rows of the output,
  // and returns them, or "" if there are none.
  std::string take_line(std::span<const std::string> argv);
  void shown_by(model::Voucher by, std::uint64_t chunk) {
    voucher = model::weaker(voucher.value_or(by), by);
    last_chunk = std::max(last_chunk, chunk);
  }
  // Notes how a program of the command was told from those of other lines.
  void note(std::optional<Chosen> how) {
    if (how.has_value()) chosen = std::max(chosen.value_or(*how), *how);
  }
  // Notes whether sudo, su … with this pid let its user do what was asked for.
  void judged(model::Pid pid, bool refused);
  // Returns whether the command did what its line asks for, if that is known: by the status that
  // its shell marked, or because its only program of the shell did not get to work.
  [[nodiscard]] std::optional<bool> succeeded() const;
  // True if the command has no program and no output yet, so that a shell may still ask for the
  // rest of the line.
  [[nodiscard]] bool silent() const { return executed == 0 && rows == 0 && binary == 0; }
  [[nodiscard]] std::size_t size() const;
  template <typename Archive>
  void state(Archive& archive) {
    archive(id, parent, typed, where, target, prompt, line, begins, started, ended, last, own,
            inner, executed, cwd, user, tty, claimed, events, connections, files, recordings, exit,
            output, rows, output_bytes, left_out, binary, full_screen, denied, voucher, last_chunk,
            chosen, late, parts, news, next_part, closes, woken, prompts, terminal, recorder);
    if constexpr (Archive::kLoads) count_executed();
  }

  // Largest number of listed programs. Once the programs listed hold kMostExecutedBytes no further
  // one is listed.
  static constexpr std::size_t kMostExecuted = 64;
  static constexpr std::size_t kMostExecutedBytes = 256UL * 1024;
  static constexpr std::size_t kMostEvents = 64;
  static constexpr int kMostLooks = 16;    // rows with a program's name that are read for it
  static constexpr int kMostUnshown = 64;  // rows that are searched for one that was no output
  static constexpr std::size_t kMostOutput = 1024UL * 1024;  // bytes of all parts
  static constexpr std::size_t kMostPart = 64UL * 1024;      // bytes of one part
  static constexpr std::size_t kLongestLine = 64UL * 1024;

 private:
  void count_executed();

  std::size_t executed_bytes_ = 0;  // of own and inner
};

}  // namespace auweave::correlate

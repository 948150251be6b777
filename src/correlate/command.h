// Command: a line that a person ran at a shell, or a program that nobody's line explains, with what it
// executed and what the terminal showed for it. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/wall_time.h"
#include "correlate/process_action.h"
#include "model/document.h"

namespace auweave::correlate {

enum class Where { local, remote, repl };

struct Command {
  base::Digest id{};
  std::optional<base::Digest> parent;
  bool typed = false;  // it stood on the terminal; else `line` is the argv joined
  Where where = Where::local;
  std::string target;  // of a remote one: host[:port]/ssh
  std::string prompt, line;
  base::WallTime begins;   // what was executed from here on may be its
  base::WallTime started;  // Enter; of a program its execve
  std::optional<base::WallTime> ended;
  base::WallTime last;  // the last of it that was seen

  std::vector<model::Executed> own;    // the shell's children
  std::vector<model::Executed> inner;  // what these executed
  std::uint64_t executed = 0;
  std::string cwd, user, tty;
  std::vector<std::string> events, connections, files;
  std::vector<model::RecordingPlace> recordings;
  std::optional<int> exit;

  std::string output;  // rows that no part has told yet
  std::uint64_t rows = 0;
  std::uint64_t output_bytes = 0;  // of all parts
  std::uint64_t left_out = 0;      // bytes that will be told by none
  std::uint64_t binary = 0;
  bool full_screen = false;
  bool late = false;  // some of it was: what it belongs to may have been told without it

  std::int64_t parts = 0;                // told so far
  bool news = false;                     // since the last of them
  base::WallTime next_part;              // if it is still open then
  std::optional<base::WallTime> closes;  // its prompt is back
  bool prompts = false;   // it brought prompts of its own: it is open until those are gone
  bool recorder = false;  // a recording without prompts goes on as long as its session

  void executes(const ProcessAction& action, bool child_of_shell);
  void does(const ProcessAction& action);
  void shows(std::string_view row, bool goes_on);
  // Nothing came of it yet: a shell may still be asking for the rest of its line.
  [[nodiscard]] bool silent() const { return executed == 0 && rows == 0 && binary == 0; }
  [[nodiscard]] std::size_t size() const;
  template <typename Archive>
  void state(Archive& archive) {
    archive(id, parent, typed, where, target, prompt, line, begins, started, ended, last, own,
            inner, executed, cwd, user, tty, events, connections, files, recordings, exit, output,
            rows, output_bytes, left_out, binary, full_screen, late, parts, news, next_part, closes,
            prompts, recorder);
  }

  static constexpr std::size_t kMostExecuted = 64;
  static constexpr std::size_t kMostEvents = 64;
  static constexpr std::size_t kMostOutput = 1024UL * 1024;  // of all parts
  static constexpr std::size_t kMostPart = 64UL * 1024;      // of one
  static constexpr std::size_t kLongestLine = 64UL * 1024;
};

}  // namespace auweave::correlate

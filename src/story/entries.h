// Entries: the commands and happenings of a session in the order of time. Each command is an entry,
// whether the command is a line at a prompt or a program that no line explains.
//
// | a happening belongs to                     | if                                                |
// |--------------------------------------------|---------------------------------------------------|
// | the session's start-up, one entry          | the service or the recorder did it, or a shell's  |
// |                                            | own files did it before the first prompt          |
// | the line that left a shell                 | the system did it when the shell was left         |
// | a command                                  | the command's document names the event            |
// | the command of its process, or parent      | no document names the event (a document names 64) |
// | the last line that was entered before it   | its process is unknown, and there are lines       |
// | no command: the happening is an entry      | else                                              |
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "screen/excerpt.h"
#include "story/session_story.h"

namespace auweave::story {

// Step: one thing that a line did, told below the line.
struct Step {
  enum class Mark { ran, warning, connection, note, left_out } mark = Mark::ran;
  std::size_t depth = 0;
  std::string text;
  std::uint64_t count = 1;
  std::string program;
};

struct Entry {
  base::WallTime time;
  std::size_t depth = 0;  // number of sudo and su shells around the line
  std::string prompt;     // text before the line; empty: the prompt was not told apart
  std::string line;       // the line as entered; empty: no line was typed
  std::string where;      // in words, unless the entry is of this host's shell
  bool over = true;       // the command has ended
  std::vector<Step> steps;
  std::vector<screen::Excerpt> outputs;
  bool full_screen = false;
  std::uint64_t truncated = 0;          // bytes of output that no document has
  std::uint64_t binary = 0;             // bytes that are no text
  std::optional<std::int64_t> play_ms;  // position in the entry's recording
  std::string recording_id;
  std::size_t ran = 0;       // number of programs, told or not
  std::size_t warnings = 0;  // number of warnings; what one process was denied is one
  bool found = false;        // the entry has the text searched for
};

// Milliseconds that a line may begin before its Enter is seen: the kernel's time stamps are up to a
// tick old, and the recorder sees Enter a little after the shell does.
inline constexpr std::int64_t kEarlyMs = 50;

// Returns the entries of a session, and moves the commands' outputs out of the session. If `whole`
// is true, only equal steps are merged. `command` is the text searched for; an empty `command` is
// found in every entry.
std::vector<Entry> entries_of(SessionStory& session, bool whole, const std::string& command);

}  // namespace auweave::story

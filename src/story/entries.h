// Entries: what a session's commands and happenings come to, in time order: one for each command, be it
// a line at a prompt or a program that no line explains. Pure.
//
// | a happening belongs to                     | if                                                |
// |--------------------------------------------|---------------------------------------------------|
// | the session's start-up, one entry          | the service or the recorder did it, or a shell's  |
// |                                            | own files before the first prompt                 |
// | the line that left a shell                 | the system does it then                           |
// | a command                                  | its document names the event                      |
// | the command of its process, or parent      | none does (a document names 64)                   |
// | the last line that was entered before it   | that is not known, and there are lines            |
// | nothing: it is an entry of its own         | else                                              |
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "screen/excerpt.h"
#include "story/session_story.h"

namespace auweave::story {

// A thing that a line did, below it.
struct Step {
  enum class Mark { ran, warning, connection, note, left_out } mark = Mark::ran;
  std::size_t depth = 0;
  std::string text;
  std::uint64_t count = 1;
  std::string program;
};

struct Entry {
  base::WallTime time;
  std::size_t depth = 0;  // how many sudo and su it is inside
  std::string prompt;     // that stood before the line; empty: it was not told apart from it
  std::string line;       // as it was entered; empty: nothing was typed
  std::string where;      // in words, where it is no line or program of this host's shell
  bool over = true;       // nothing more comes of it
  std::vector<Step> steps;
  std::vector<screen::Excerpt> outputs;
  bool full_screen = false;
  std::uint64_t truncated = 0;  // bytes of output that no document has
  std::uint64_t binary = 0;
  std::optional<std::int64_t> play_ms;  // where it is in its recording
  std::string recording_id;
  std::size_t ran = 0;       // programs, however few of them are told
  std::size_t warnings = 0;  // however few of them are told; not those of a shell's own files
  bool found = false;        // it holds what is searched for
};

// The kernel's time stamps are up to a tick old, and the recorder sees Enter a little after the shell
// does: so a line may begin this long before its Enter.
inline constexpr std::int64_t kEarlyMs = 50;

// Takes what was shown out of the session. `whole`: nothing is folded; `command`: what is searched
// for, empty: nothing.
std::vector<Entry> entries_of(SessionStory& session, bool whole, const std::string& command);

}  // namespace auweave::story

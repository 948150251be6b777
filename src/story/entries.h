// Entries: what a session's happenings and recordings come to, in time order: one for each line at a
// prompt with what it ran and what the terminal showed, one for each program where nothing was
// recorded. Pure.
//
// A happening belongs to the last line that was entered before it. The kernel's time stamps are up to
// a tick old, and the recorder sees Enter a little after the shell does, so a line may begin
// kEarlyMs before its Enter, but not before its prompt.
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
  std::string line;       // as it stood at the prompt, prompt included; empty: nothing was typed
  std::vector<Step> steps;
  std::vector<screen::Excerpt> outputs;
  bool full_screen = false;
  std::uint64_t binary = 0;
  std::optional<std::int64_t> play_ms;  // where it is in its recording
  std::string recording_id;
  std::size_t ran = 0;       // programs, however few of them are told
  std::size_t warnings = 0;  // however few of them are told; not those of a shell's own files
  bool found = false;        // it holds what is searched for
};

inline constexpr std::int64_t kEarlyMs = 50;

// Takes the recordings' text out of the session. `whole`: nothing is folded; `command`: what is searched
// for, empty: nothing.
std::vector<Entry> entries_of(SessionStory& session, bool whole, const std::string& command);

}  // namespace auweave::story

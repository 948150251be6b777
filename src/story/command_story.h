// CommandStory: a command as its documents tell it, their parts joined. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/document.h"
#include "screen/excerpt.h"

namespace auweave::story {

struct CommandStory {
  bool typed = false;     // it stood on the terminal; else a program that no line explains
  std::string prompt;     // empty: it was not told apart from the line
  std::string line;       // printable, row by row; of a program only its beginning
  std::string where;      // local, remote, repl
  std::string target;     // of a remote one
  std::string parent;     // command_id
  std::string recording;  // recording_id of the outermost it is in; empty: none
  bool over = false;
  bool recorder = false;  // a recorder is what it executed
  base::WallTime started;
  std::optional<base::WallTime> ended;
  static constexpr std::size_t kMostEvents = 64;
  std::vector<base::Digest> events;  // event_ids; so many: there may be more
  struct Process {
    std::int64_t pid = 0;
    base::WallTime started;
  };
  std::vector<Process> executed;
  screen::Excerpt output;
  std::uint64_t truncated = 0;  // bytes of output that no document has
  std::uint64_t binary = 0;     // bytes that are no text, of a recording without a terminal
  bool full_screen = false;

  // The next part of it.
  void add(const model::CommandDocument& document, const screen::Keep& keep);
};

}  // namespace auweave::story

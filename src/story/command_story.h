// CommandStory: a value, one command joined from the parts of its command documents.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/document.h"
#include "screen/excerpt.h"

namespace auweave::story {

struct CommandStory {
  bool typed = false;                 // a line at a prompt; false: a program that no line explains
  std::string prompt;                 // empty: the prompt was not told apart from the line
  std::string line;                   // printable, row by row; of a program only the beginning
  std::string where;                  // "local", "remote" or "repl"
  std::string target;                 // host of a remote command
  std::string parent;                 // command_id of the parent command
  std::string recording;              // recording_id of the outermost recording; empty: none
  std::vector<std::string> attached;  // sessions with a client at the terminal server around it
  bool attached_inferred = false;
  bool after_close = false;  // it began after its session was closed
  bool over = false;         // the command has ended
  bool recorder = false;     // the command executed a recorder (tlog)
  base::WallTime started;
  std::optional<base::WallTime> ended;
  static constexpr std::size_t kMostEvents = 64;
  std::vector<std::string> events;  // event_ids; of kMostEvents the command may have more
  struct Process {
    std::int64_t pid = 0;
    base::WallTime started;
  };
  std::vector<Process> executed;
  screen::Excerpt output;
  std::uint64_t truncated = 0;  // bytes of output that no document has
  std::uint64_t binary = 0;     // bytes that are no text, of a recording without a terminal
  bool full_screen = false;

  // Adds the next command document of the command.
  void add(const model::CommandDocument& document, const screen::Keep& keep);
};

}  // namespace auweave::story

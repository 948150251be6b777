// Finds what a terminal server's program (tmux, screen, dtach, abduco, zellij) was asked for. A
// terminal server leaves the session that started it, keeps terminals of its own, and shows them to
// its clients. Pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "programs/program.h"

namespace auweave::programs {

// TerminalCall: what the command line of a terminal server's program asks for, with views of `argv`.
struct TerminalCall {
  enum class Does {
    attaches,  // shows a server's terminal until the process ends
    sends,     // asks a server for something, and ends
    serves,    // is a server
    other,     // lists or cleans up, and touches no terminal
  };
  std::string_view program;  // the name under which documents tell the program
  Does does = Does::other;
  bool begins = false;  // the process may start a server
  // The socket or the name of the server, as the command line has it. Of tmux the label is the
  // socket alone, because one server of tmux has many named sessions. Empty: the default server.
  std::string_view label;
};

// Returns nothing if the program is no terminal server's.
[[nodiscard]] std::optional<TerminalCall> terminal_call(std::string_view exe, Words argv);

// Returns the pid of the server that utempter's arguments name (`add tmux(21379).%0`), as
// text, or an empty text.
[[nodiscard]] std::string_view server_named_by_utempter(std::string_view exe, Words argv);

}  // namespace auweave::programs

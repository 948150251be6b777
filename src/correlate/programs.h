// Programs: what an execve means for whoever sits at the terminal: does it show a prompt? Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace auweave::correlate {

using Words = std::span<const std::string>;

// A shell that was given nothing to run: it reads lines, from a person or from a pipe.
[[nodiscard]] bool reads_lines(Words argv, std::string_view exe);

// Prompts that such a program brings to the terminal it runs at.
enum class Prompts {
  none,
  local,   // of a shell on this host: bash, su, sudo -s
  remote,  // of a shell elsewhere: ssh
  repl,    // its own: psql, gdb, python3
};
[[nodiscard]] Prompts prompts_of(Words argv, std::string_view exe);

// Where a client in an execve wants to go: host[:port]/service; empty: it is none.
[[nodiscard]] std::string target_of(Words argv, std::string_view exe);

}  // namespace auweave::correlate

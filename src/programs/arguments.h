// Decides from a program's arguments whether the program shows a prompt. Pure functions, for the
// folder programs/ alone.
#pragma once

#include "programs/program.h"

namespace auweave::programs {

// Options of ssh(1), OpenSSH 9.2, that take a value.
inline constexpr std::string_view kSshValues = "BbcDEeFIiJLlmOoPpQRSWw";

// Each function takes a program's arguments without the program's name, and returns true if the
// program shows a prompt at its terminal.

// For a shell or an interpreter: true if the arguments name no script and have no -c.
bool nothing_to_run(Words arguments);
// For ssh(1): true if no command stands behind the host, or -t asks for a terminal. With -N, -W, -O
// or -Q ssh gives no shell.
bool ssh_gives_shell(Words arguments);
// For sudo(8): true with -s or -i. If the arguments also name a command, that command's own execve
// tells what runs.
bool sudo_gives_shell(Words arguments);
// For su(1): true without -c.
bool su_gives_shell(Words arguments);
// For runuser(1): true as for su, except that -u names a command that runs without a shell.
bool runuser_gives_shell(Words arguments);
// For pkexec(1) and run0(1): true if the arguments name no program.
bool names_no_program(Words arguments);
// For doas(1): true with -s.
bool doas_gives_shell(Words arguments);

}  // namespace auweave::programs

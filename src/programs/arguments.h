// What the arguments of a program ask for. Pure; internal to programs/.
#pragma once

#include "programs/program.h"

namespace auweave::programs {

// ssh(1), OpenSSH 9.2: options that take a value.
inline constexpr std::string_view kSshValues = "BbcDEeFIiJLlmOoPpQRSWw";

// Each takes the arguments without the program's name, and tells whether the program brings a prompt to its
// terminal.

// A shell or an interpreter: no script and no -c.
bool nothing_to_run(Words arguments);
// ssh(1): no command behind the host, unless -t asks for a terminal; -N, -W and -O give no shell.
bool ssh_gives_shell(Words arguments);
// sudo(8): -s or -i. With a command, that command's own execve tells.
bool sudo_gives_shell(Words arguments);
// su(1): no -c.
bool su_gives_shell(Words arguments);
// runuser(1): as su, but that -u names a command to run without a shell.
bool runuser_gives_shell(Words arguments);
// pkexec(1), run0(1): no program is named.
bool names_no_program(Words arguments);
// doas(1): -s.
bool doas_gives_shell(Words arguments);

}  // namespace auweave::programs

// Program: a row of the one table (table.cc) of programs, found by a program's file and by the name
// it was called with. Every module asks the table of programs. A Program is a value that owns no
// memory, for any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::programs {

// Words: the arguments of an execve, beginning with the name that the program was called with.
// Words are views of the caller's strings.
using Words = std::span<const std::string_view>;

// Returns views of `words`, which are valid as long as `words`.
[[nodiscard]] inline std::vector<std::string_view> views(std::span<const std::string> words) {
  return {words.begin(), words.end()};
}

enum class Role {
  service,          // lets users log in: sshd, login
  scheduler,        // begins sessions without a user: cron
  recorder,         // records a terminal: tlog, script, asciinema
  changes_user,     // acts as another account and opens a PAM session for it: sudo, su, pkexec
  shell,            // reads lines of a shell's language
  repl,             // reads lines of another language: psql, python
  client,           // opens a session on another host or service: ssh, scp, mysql
  terminal_server,  // keeps terminals that several logins may show: tmux, screen
  helper,           // runs when a terminal is set up or ended: utempter
};

// Prompts: the prompt that a program shows at the terminal from which the program was started.
enum class Prompts {
  none,
  local,   // the prompt of a shell on this host: bash, su, sudo -s
  remote,  // the prompt of a shell on another host: ssh
  repl,    // the program's own prompt: psql, gdb, python3
};

// Naming: how a file's name may differ from the program's name in the table.
enum class Naming {
  exact,
  versioned,  // `python3.11`, `zsh-5.9`, `bash-static`
};

// ClientArguments: how a client's arguments name the host that the client goes to.
struct ClientArguments {
  enum class Host {
    first_operand,  // ssh [user@]host
    remote_path,    // scp a [user@]host:path
    option,         // psql -h host
    two_operands,   // telnet host [port]
  };
  std::string_view service;
  Host host = Host::first_operand;
  std::string_view with_value;  // one-letter options that take a value
  char port = '\0';             // the option that names the port; NUL: no option does
  char host_option = '\0';      // the option that names the host, if `host` is `option`
};

struct Program {
  std::string_view name;
  Role role = Role::helper;
  // The name under which documents tell what the program does: "sshd" for sshd-session, "tlog" for
  // tlog-rec. An empty part_of stands for the program's own name.
  std::string_view part_of = {};
  // Folders in which the program is trusted, each with '/' at its end. Only a trusted program's
  // actions and records vouch for anything. A row without folders has none because no decision asks
  // whether that program is trusted.
  std::span<const std::string_view> folders = {};
  Naming naming = Naming::exact;
  Prompts prompts = Prompts::none;
  // Decides whether `arguments` (without the program's name) make the program show its prompt. A
  // null prompts_for: the program shows its prompt with any arguments.
  bool (*prompts_for)(Words arguments) = nullptr;
  // How the arguments name a host, or null if the program opens no session elsewhere.
  const ClientArguments* client = nullptr;

  // Returns the name under which documents tell what the program does.
  [[nodiscard]] std::string_view told_as() const { return part_of.empty() ? name : part_of; }
};

// Call: a program that was executed, or that wrote a record.
struct Call {
  const Program* program = nullptr;  // null: the table does not have the program
  Words arguments;  // behind the name of the program, and of its interpreter or multi-call binary
};

// Returns the program of an execve. The program `exe` is a path as the kernel writes it, or a bare
// name. The words `argv` decide only where `exe` cannot: for an interpreter (xonsh is a file that
// python runs), for a multi-call binary (busybox sh, or systemd-run called as run0), and if `exe`
// is empty. Anybody may forge argv[0].
[[nodiscard]] Call call_of(std::string_view exe, Words argv = {});
// Returns the program of `exe` if the kernel's `comm` is known instead of the arguments.
[[nodiscard]] const Program* program_of(std::string_view exe, std::string_view comm = {});

// True if the table has the program with the role `role`.
[[nodiscard]] bool has_role(std::string_view exe, Role role, std::string_view comm = {});

// Returns the name of the service that an executable serves: "sshd" for /usr/sbin/sshd and for
// OpenSSH 9.8's sshd-session. For a program that is no service, returns its file's name.
[[nodiscard]] std::string_view service_of(std::string_view exe);

// True if the program lets users log in, or begins sessions for them, by its whole path: an sshd, a
// login, a cron of a folder into which only an administrator can put a file.
[[nodiscard]] bool begins_sessions(std::string_view exe);

// Returns the recorder ("tlog", "script") whose file `exe` is. The whole path is compared, since
// anybody may use a recorder's name. Returns "" if `exe` is no recorder's file.
[[nodiscard]] std::string_view recorder_of(std::string_view exe);
// Returns the recorder of an execve. A recorder may also be a file that an interpreter runs
// (asciinema 2).
[[nodiscard]] std::string_view recorder_of(std::string_view exe, Words argv);

// True if `exe` is the program's file in a folder in which the table trusts the program.
[[nodiscard]] bool is_trusted(const Program& program, std::string_view exe);
// True if `exe` lies in or below a folder into which only an administrator can put a file
// (hier(7)).
[[nodiscard]] bool in_system_folder(std::string_view exe);

// True if the program is a shell whose arguments give it no command: the shell reads lines from a
// person or from a pipe. False if `argv` is empty, because the arguments are unknown.
[[nodiscard]] bool reads_lines(std::string_view exe, Words argv);
// Returns the prompt that a program shows when executed with the arguments `argv`.
[[nodiscard]] Prompts prompts_of(std::string_view exe, Words argv);

// Returns all names in the table that documents tell under `name`: "sshd", "sshd-session" and
// "sshd-auth" for "sshd".
[[nodiscard]] std::vector<std::string_view> names_told_as(std::string_view name);

// Returns the paths at which the programs may be whose names decide most: recorders, sshd's programs,
// sudo and su.
[[nodiscard]] std::vector<std::string> watched_files();

// Returns the table, sorted by name.
[[nodiscard]] std::span<const Program> all();

}  // namespace auweave::programs

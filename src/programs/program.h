// Program: what is known of a program by its file and by what it was called as. One table (table.cc) holds all
// that auweave knows of programs; every module asks it. Pure; values without owners; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::programs {

// Words of an execve, the first being what the program was called as. Views of the caller's.
using Words = std::span<const std::string_view>;

// Valid as long as the words are.
[[nodiscard]] inline std::vector<std::string_view> views(std::span<const std::string> words) {
  return {words.begin(), words.end()};
}

enum class Role {
  service,       // lets people in: sshd, login
  scheduler,     // begins sessions by itself: cron
  recorder,      // records a terminal: tlog, script, asciinema
  changes_user,  // acts as another account, and opens a PAM session for that: sudo, su, pkexec
  shell,         // reads lines of a shell's language
  repl,          // reads lines of another language: psql, python
  client,        // opens a session elsewhere: ssh, scp, mysql
  helper,        // what a terminal's own set-up and end run: utempter
};

// What a program shows at the terminal that it is started at.
enum class Prompts {
  none,
  local,   // the prompt of a shell on this host: bash, su, sudo -s
  remote,  // the prompt of a shell elsewhere: ssh
  repl,    // its own prompt: psql, gdb, python3
};

// How the name of a file may differ from the name in the table.
enum class Naming {
  exact,
  versioned,  // `python3.11`, `zsh-5.9`, `bash-static`
};

// How a client's arguments name the host that it goes to.
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
  char port = '\0';             // the option that names the port; NUL: none does
  char host_option = '\0';      // the option that names the host, where `host` is `option`
};

struct Program {
  std::string_view name;
  Role role = Role::helper;
  // The program that its doings are told as: "sshd" of sshd-session, "tlog" of tlog-rec; empty: itself.
  std::string_view part_of = {};
  // The folders that it is trusted in, each with '/' at its end: what it writes, or does, vouches for something.
  // Empty: nothing depends on where it lies.
  std::span<const std::string_view> folders = {};
  Naming naming = Naming::exact;
  Prompts prompts = Prompts::none;
  // Whether these arguments (without the program's own name) bring its prompt; null: any do.
  bool (*prompts_for)(Words arguments) = nullptr;
  // Null: it opens no session elsewhere.
  const ClientArguments* client = nullptr;

  // The name that its doings are told by.
  [[nodiscard]] std::string_view told_as() const { return part_of.empty() ? name : part_of; }
};

// A program that was executed, or that wrote a record.
struct Call {
  const Program* program = nullptr;  // null: the table does not know it
  Words arguments;  // behind its name, and behind that of the interpreter or the multi-call binary
};

// What `exe` is (a path as the kernel tells it; a name alone will do), called with these words. The words decide
// only where they have to: of an interpreter (xonsh is a file that python runs), of a multi-call binary (busybox
// sh, systemd-run called as run0), and where `exe` is empty. Anybody may forge argv[0].
[[nodiscard]] Call call_of(std::string_view exe, Words argv = {});
// The same, where only the kernel's `comm` is known of how it was called.
[[nodiscard]] const Program* program_of(std::string_view exe, std::string_view comm = {});

[[nodiscard]] bool has_role(std::string_view exe, Role role, std::string_view comm = {});

// What an executable serves: "sshd" of /usr/sbin/sshd and of OpenSSH 9.8's sshd-session; of a program that the
// table does not know, its name.
[[nodiscard]] std::string_view service_of(std::string_view exe);

// The recorder whose file `exe` is ("tlog", "script"), by its whole path, since a name is anybody's; empty: none.
[[nodiscard]] std::string_view recorder_of(std::string_view exe);
// The same of an execve: a recorder may be a file that an interpreter runs (asciinema 2).
[[nodiscard]] std::string_view recorder_of(std::string_view exe, Words argv);

// `exe` lies where the table trusts that program.
[[nodiscard]] bool is_trusted(const Program& program, std::string_view exe);
// `exe` lies where only an administrator can put a file (hier(7)), in any folder below.
[[nodiscard]] bool in_system_folder(std::string_view exe);

// A shell that was given nothing to run: it reads lines, from a person or from a pipe. Without any words nothing
// is known of it: false.
[[nodiscard]] bool reads_lines(std::string_view exe, Words argv);
// What a program that was executed with these words shows.
[[nodiscard]] Prompts prompts_of(std::string_view exe, Words argv);

// All names in the table that are told as this one: "sshd", "sshd-session", "sshd-auth" of "sshd".
[[nodiscard]] std::vector<std::string_view> names_told_as(std::string_view name);

// The table, by name.
[[nodiscard]] std::span<const Program> all();

}  // namespace auweave::programs

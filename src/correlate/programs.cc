#include "correlate/programs.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "meaning/target.h"

namespace auweave::correlate {
namespace {

constexpr std::array<std::string_view, 10> kShells = {"bash", "sh",  "dash", "zsh", "fish",
                                                      "ksh",  "ash", "tcsh", "csh", "rbash"};
constexpr std::array<std::string_view, 15> kRepls = {
    "psql", "gdb",  "lldb", "mysql", "mariadb",      "sqlite3", "redis-cli", "mongosh",
    "node", "ghci", "irb",  "bc",    "bluetoothctl", "ftp",     "sftp"};
// Their names carry a version: python3.11, lua5.4, perl5.36.0.
constexpr std::array<std::string_view, 4> kVersioned = {"python", "lua", "php", "ruby"};
// ssh(1), OpenSSH 9.2: options that take a value.
constexpr std::string_view kSshValues = "BbcDEeFIiJLlmOoPpQRSWw";

template <typename List>
bool holds(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

std::string_view program(Words argv, std::string_view exe) {
  if (!exe.empty()) return base::basename(exe);
  return argv.empty() ? std::string_view() : base::basename(argv[0]);
}

// Options alone, and none that says what to run.
bool nothing_to_run(Words argv) {
  return std::all_of(argv.begin() + 1, argv.end(), [](const std::string& word) {
    return word.size() > 1 && (word[0] == '-' || word[0] == '+') &&
           (word.starts_with("--") || word.find('c') == std::string::npos);
  });
}

// Without a command behind the host; -N, -W and a control command give no shell.
bool ssh_gives_shell(Words argv) {
  bool tty_forced = false;
  for (std::size_t i = 1; i < argv.size(); ++i) {
    const std::string& word = argv[i];
    if (word.size() < 2 || word[0] != '-') return tty_forced || i + 1 == argv.size();
    for (std::size_t at = 1; at < word.size(); ++at) {
      const char option = word[at];
      if (option == 'N' || option == 'W' || option == 'O' || option == 'Q') return false;
      tty_forced = tty_forced || option == 't';
      if (kSshValues.find(option) == std::string_view::npos) continue;
      if (at + 1 == word.size()) ++i;
      break;
    }
  }
  return false;
}

// -s, -i, or nothing but options: a shell. With a command it is that one's execve that tells.
bool sudo_gives_shell(Words argv) {
  return std::any_of(argv.begin() + 1, argv.end(), [](const std::string& word) {
    const bool cluster = word.size() > 1 && word[0] == '-' && word[1] != '-';
    return word == "--login" || word == "--shell" ||
           (cluster && word.find_first_of("is") != std::string::npos);
  });
}

bool su_gives_shell(Words argv) {
  return std::none_of(argv.begin() + 1, argv.end(), [](const std::string& word) {
    return word == "-c" || word == "--command" || word.starts_with("--command=");
  });
}

bool is_repl(std::string_view name, Words argv) {
  if (holds(kRepls, name)) return true;
  const bool versioned = std::any_of(kVersioned.begin(), kVersioned.end(),
                                     [&](auto known) { return name.starts_with(known); });
  // With a script they are programs like any other.
  return versioned && nothing_to_run(argv);
}

}  // namespace

bool reads_lines(Words argv, std::string_view exe) {
  if (argv.empty()) return false;
  std::string_view called = argv[0];
  if (called.starts_with('-')) called.remove_prefix(1);
  const bool shell = holds(kShells, base::basename(exe)) ||
                     (exe.empty() && holds(kShells, base::basename(called)));
  return shell && nothing_to_run(argv);
}

Prompts prompts_of(Words argv, std::string_view exe) {
  if (argv.empty()) return Prompts::none;
  const std::string_view name = program(argv, exe);
  if (name == "ssh" || name == "telnet" || name == "slogin") {
    const bool shell = name == "telnet" || ssh_gives_shell(argv);
    return shell ? Prompts::remote : Prompts::none;
  }
  if (reads_lines(argv, exe)) return Prompts::local;
  if (name == "sudo") return sudo_gives_shell(argv) ? Prompts::local : Prompts::none;
  if (name == "su") return su_gives_shell(argv) ? Prompts::local : Prompts::none;
  if (name == "tlog-rec-session" || name == "machinectl") return Prompts::local;
  return is_repl(name, argv) ? Prompts::repl : Prompts::none;
}

std::string target_of(Words argv, std::string_view exe) {
  const std::vector<std::string_view> words(argv.begin(), argv.end());
  return meaning::client_target(words, exe);
}

}  // namespace auweave::correlate

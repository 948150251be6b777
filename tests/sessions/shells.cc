#include "shells.h"

#include <unistd.h>

namespace auweave::sessions {
namespace {

const std::vector<std::string> kBashPrompts = {
    R"(\u@\h:\w\$ )",
    R"(\u@\h:\w\$ )",
    R"(\$ )",
    "> ",
    "% ",
    R"([\u@\h \W]\$ )",
    R"(\[\e[1;32m\]\u@\h\[\e[0m\]:\[\e[34m\]\w\[\e[0m\]\$ )",
    R"(\n┌─ \w\n└─❯ )",
    R"(\A \w ❯ )",
    R"(\[\e]0;\u@\h: \w\a\]\u@\h:\w\$ )",
    R"($PWD )",
    ":",
    "",
    R"(\w λ )",
    "ready> "};
const std::vector<std::string> kZshPrompts = {"%m%# ",
                                              "%n@%m:%~%# ",
                                              "%# ",
                                              "> ",
                                              "%F{green}%n@%m%f:%F{blue}%~%f%# ",
                                              "%B%~%b ❯ ",
                                              "%(?.%F{green}.%F{red})➜ %f%1~ ",
                                              "┌─ %~\n└─❯ ",
                                              "",
                                              "$ ",
                                              "[%n@%m %1~]%# "};
const std::vector<std::string> kPosixPrompts = {"$ ",
                                                "$ ",
                                                "# ",
                                                "> ",
                                                "alice@bastion01:$PWD$ ",
                                                "$PWD $ ",
                                                "alice@bastion01$ ",
                                                "% ",
                                                ":",
                                                "$PWD\n$ ",
                                                "ready> ",
                                                ""};
const std::vector<std::string> kFishPrompts = {"alice@bastion01 ~> ", "> ", "❯ ", "$ ",
                                               "two\n└─> "};

std::string quoted(const std::string& text) {
  // $'…' of bash and zsh is not known to dash.
  return "'" + text + "'";
}

std::string fish_prompt(const std::string& prompt) {
  std::string escaped;
  for (const char c : prompt) escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
  return "function fish_prompt; printf '" + escaped + "'; end";
}

}  // namespace

const std::vector<Shell>& shells() {
  static const std::vector<Shell> all = {
      {"bash", "/bin/bash", true, true, true, true, true, true, kBashPrompts},
      {"zsh", "/bin/zsh", true, true, true, true, true, true, kZshPrompts},
      {"fish", "/usr/bin/fish", false, true, false, true, true, true, kFishPrompts},
      {"dash", "/bin/dash", true, false, false, false, false, false, kPosixPrompts},
      {"ksh93", "/usr/bin/ksh93", true, true, false, false, false, false, kPosixPrompts},
      {"mksh", "/bin/mksh", true, true, false, true, false, false, kPosixPrompts},
      {"ash", "/bin/busybox", true, true, false, false, false, false, kPosixPrompts},
      {"sh", "/bin/sh", true, false, false, false, false, false, kPosixPrompts}};
  return all;
}

const Shell* shell_of(const std::string& name) {
  for (const Shell& each : shells()) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

bool is_installed(const Shell& shell) { return ::access(shell.path.c_str(), X_OK) == 0; }

std::string prompt_line(const Shell& shell, const std::string& prompt) {
  return shell.posix ? "PS1=" + quoted(prompt) : fish_prompt(prompt);
}

std::vector<std::pair<std::string, std::string>> home_files(const Shell& shell,
                                                            const std::string& prompt,
                                                            const std::string& more) {
  const auto prompt_of = [&](const char* name, const char* other) {
    return shell.name == name ? prompt : std::string(other);
  };
  const bool zsh = shell.name == "zsh";
  const std::string words =
      "two() { probe \"$1\"; worker \"$2\"; }\nalias pp=probe\nunset HISTFILE\nunset MAILCHECK\n";
  const auto more_of = [&](bool own) { return own ? more : std::string(); };
  const std::string posix_prompt =
      shell.posix && shell.name != "bash" && !zsh ? prompt : std::string("$ ");
  return {{".bashrc", words + "PS1=" + quoted(prompt_of("bash", R"(\u@\h:\w\$ )")) + "\n" +
                          more_of(shell.name == "bash")},
          {".zshrc", "unsetopt BEEP\nsetopt INTERACTIVE_COMMENTS\n" + words +
                         "PS1=" + quoted(prompt_of("zsh", "%m%# ")) + "\n" + more_of(zsh)},
          {".shrc", "case ${KSH_VERSION:-} in ?*) set -o emacs;; esac\n" + words +
                        "PS1=" + quoted(posix_prompt) + "\n" +
                        more_of(shell.posix && shell.name != "bash" && !zsh)},
          {".config/fish/config.fish",
           "set -g fish_greeting\nfunction two; probe $argv[1]; worker $argv[2]; end\n"
           "function pp; probe $argv; end\n" +
               fish_prompt(prompt_of("fish", "fish> ")) + "\n" + more_of(!shell.posix)},
          {"only-one-of-these.txt", ""}};
}

}  // namespace auweave::sessions

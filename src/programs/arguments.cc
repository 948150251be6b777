#include "programs/arguments.h"

#include <algorithm>

namespace auweave::programs {
namespace {

// bash(1), zsh(1), ksh(1): options whose value is the next word.
constexpr std::string_view kShellValues[] = {"-o", "+o", "-O", "+O", "--rcfile", "--init-file"};
// pkexec(1), run0(1): the same.
constexpr std::string_view kRunnerValues[] = {"--user", "-u", "--group", "-g", "--chdir", "-D"};

template <typename List>
bool holds(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// "-is" holds 's'; "--shell" and "-" do not.
bool is_cluster_with(std::string_view word, std::string_view letters) {
  return word.size() > 1 && word[0] == '-' && word[1] != '-' &&
         word.find_first_of(letters) != std::string_view::npos;
}

}  // namespace

bool nothing_to_run(Words arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view word = arguments[i];
    const bool option = word.size() > 1 && (word[0] == '-' || word[0] == '+');
    const bool runs = !word.starts_with("--") && word.find('c') != std::string_view::npos;
    if (!option || runs) return false;
    if (holds(kShellValues, word)) ++i;
  }
  return true;
}

bool ssh_gives_shell(Words arguments) {
  bool tty_forced = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view word = arguments[i];
    if (word.size() < 2 || word[0] != '-') return tty_forced || i + 1 == arguments.size();
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

bool sudo_gives_shell(Words arguments) {
  return std::any_of(arguments.begin(), arguments.end(), [](std::string_view word) {
    return word == "--login" || word == "--shell" || is_cluster_with(word, "is");
  });
}

bool su_gives_shell(Words arguments) {
  return std::none_of(arguments.begin(), arguments.end(), [](std::string_view word) {
    return word == "-c" || word == "--command" || word.starts_with("--command=");
  });
}

bool runuser_gives_shell(Words arguments) {
  const bool runs = std::any_of(arguments.begin(), arguments.end(), [](std::string_view word) {
    return word == "-u" || word == "--user" || word.starts_with("--user=");
  });
  return !runs && su_gives_shell(arguments);
}

bool names_no_program(Words arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!arguments[i].starts_with('-')) return false;
    if (holds(kRunnerValues, arguments[i])) ++i;
  }
  return true;
}

bool doas_gives_shell(Words arguments) {
  return std::any_of(arguments.begin(), arguments.end(),
                     [](std::string_view word) { return is_cluster_with(word, "s"); });
}

}  // namespace auweave::programs

#include "programs/terminal_server.h"

#include <algorithm>
#include <array>

namespace auweave::programs {
namespace {

using std::string_view;
using Does = TerminalCall::Does;

template <typename List>
bool is_listed(const List& list, string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool is_option(string_view word) { return word.size() > 1 && word[0] == '-'; }

// A word that an option asks for: `-S path` and `-Spath`.
string_view value_of(Words arguments, std::size_t& at, std::size_t letter) {
  const string_view word = arguments[at];
  if (letter + 1 < word.size()) return word.substr(letter + 1);
  return at + 1 < arguments.size() ? arguments[++at] : string_view();
}

bool holds_option(Words arguments, char letter) {
  return std::any_of(arguments.begin(), arguments.end(), [&](string_view word) {
    return is_option(word) && word[1] != '-' && word.find(letter) != string_view::npos;
  });
}

// tmux(1): any beginning of a command's name that no other command has is the command, and some
// have an alias.
bool names(string_view word, string_view command, std::size_t least) {
  return word.size() >= least && command.starts_with(word);
}

Does of_tmux_command(string_view command, Words arguments, bool& begins) {
  constexpr std::array<string_view, 6> looks = {"ls", "lsc", "lsk", "lscm", "info", "display"};
  if (command.empty() || command == "new" || names(command, "new-session", 5)) {
    begins = true;
    const bool stays = !holds_option(arguments, 'd') || holds_option(arguments, 'A');
    return stays ? Does::attaches : Does::sends;
  }
  if (names(command, "attach-session", 1)) return Does::attaches;
  begins = names(command, "start-server", 5) || command == "start";
  const bool looks_only = is_listed(looks, command) || command.starts_with("list-") ||
                          command.starts_with("show") || command.starts_with("has");
  return looks_only ? Does::other : Does::sends;
}

TerminalCall of_tmux(Words arguments) {
  TerminalCall call;
  std::size_t at = 0;
  bool serves = false;
  for (; at < arguments.size() && is_option(arguments[at]); ++at) {
    const string_view word = arguments[at];
    for (std::size_t letter = 1; letter < word.size(); ++letter) {
      if (word[letter] == 'V') return call;
      serves = serves || word[letter] == 'D';
      if (string_view("cfLST").find(word[letter]) == string_view::npos) continue;
      const char option = word[letter];
      const string_view value = value_of(arguments, at, letter);
      if (option == 'S' || option == 'L') call.label = value;
      break;
    }
  }
  const string_view command = at < arguments.size() ? arguments[at] : string_view();
  call.does =
      of_tmux_command(command, arguments.subspan(std::min(at + 1, arguments.size())), call.begins);
  if (serves) call.does = Does::serves;
  return call;
}

// screen(1): -d and -D detach another client, unless -r, -R or -m follow. -X and -Q send a command.
TerminalCall of_screen(Words arguments) {
  TerminalCall call;
  bool resumes = false, detaches = false, stays = false, makes = false, sends = false;
  std::size_t at = 0;
  for (; at < arguments.size() && is_option(arguments[at]); ++at) {
    const string_view word = arguments[at];
    if (word.starts_with("--") || word.starts_with("-ls") || word.starts_with("-list") ||
        word.starts_with("-wipe") || word == "-v")
      return call;
    for (std::size_t letter = 1; letter < word.size(); ++letter) {
      const char option = word[letter];
      resumes = resumes || option == 'r' || option == 'R' || option == 'x';
      detaches = detaches || option == 'd' || option == 'D';
      stays = stays || option == 'D';
      makes = makes || option == 'm';
      sends = sends || option == 'X' || option == 'Q';
      if (string_view("cehpsStT").find(option) == string_view::npos) continue;
      const string_view value = value_of(arguments, at, letter);
      if (option == 'S') call.label = value;
      break;
    }
    const bool named = resumes || (detaches && !makes);
    const bool last = at + 1 < arguments.size() && !is_option(arguments[at + 1]);
    if (named && last && at + 2 == arguments.size()) call.label = arguments[at + 1];
  }
  call.begins = !sends && (!resumes || holds_option(arguments, 'R')) && (!detaches || makes);
  if (holds_option(arguments, 'R')) call.begins = true;
  call.does = Does::attaches;
  if (sends || (detaches && !resumes)) call.does = Does::sends;
  if (makes && stays && !resumes) call.does = Does::serves;
  return call;
}

// dtach(1) and abduco(1) have one letter for what they do, and then the socket's path or name.
TerminalCall of_small(Words arguments, string_view begins, string_view attaches) {
  TerminalCall call;
  for (std::size_t at = 0; at < arguments.size() && is_option(arguments[at]); ++at) {
    const string_view word = arguments[at];
    if (word[1] == 'e' || word[1] == 'r') {
      if (word.size() == 2 && word[1] == 'e') ++at;
      continue;
    }
    const bool begin = begins.find(word[1]) != string_view::npos;
    const bool attach = attaches.find(word[1]) != string_view::npos;
    const bool push = word[1] == 'p';
    if (!begin && !attach && !push) continue;
    call.begins = begin;
    call.does = attach ? Does::attaches : Does::sends;
    if (word[1] == 'N') call.does = Does::serves;
    if (at + 1 < arguments.size()) call.label = arguments[at + 1];
    break;
  }
  return call;
}

TerminalCall of_zellij(Words arguments) {
  constexpr std::array<string_view, 10> looks = {"list-sessions",
                                                 "ls",
                                                 "list-aliases",
                                                 "setup",
                                                 "help",
                                                 "convert-config",
                                                 "delete-all-sessions",
                                                 "kill-all-sessions",
                                                 "k",
                                                 "delete-session"};
  constexpr std::array<string_view, 8> values = {"-s", "--session", "-c",           "--config",
                                                 "-l", "--layout",  "--config-dir", "--data-dir"};
  TerminalCall call;
  std::size_t at = 0;
  for (; at < arguments.size() && is_option(arguments[at]); ++at) {
    if (arguments[at] == "--server") {
      call.does = Does::serves;
      if (at + 1 < arguments.size()) call.label = arguments[at + 1];
      return call;
    }
    if (arguments[at] == "--version" || arguments[at] == "-V" || arguments[at] == "--help")
      return call;
    if (!is_listed(values, arguments[at]) || at + 1 >= arguments.size()) continue;
    const bool named = arguments[at] == "-s" || arguments[at] == "--session";
    ++at;
    if (named) call.label = arguments[at];
  }
  const string_view command = at < arguments.size() ? arguments[at] : string_view();
  const bool attach = command == "attach" || command == "a";
  if (attach && !arguments.empty() && arguments.back() != command && !is_option(arguments.back()))
    call.label = arguments.back();
  if (is_listed(looks, command)) return call;
  call.does = attach || command.empty() ? Does::attaches : Does::sends;
  return call;
}

TerminalCall call_with(string_view program, Words arguments) {
  if (program == "tmux" || program == "tmate") return of_tmux(arguments);
  if (program == "screen") return of_screen(arguments);
  if (program == "dtach") return of_small(arguments, "AcnN", "aAc");
  if (program == "abduco") return of_small(arguments, "Acn", "aAc");
  return of_zellij(arguments);
}

}  // namespace

std::optional<TerminalCall> terminal_call(string_view exe, Words argv) {
  const Call call = call_of(exe, argv);
  if (call.program == nullptr || call.program->role != Role::terminal_server) return std::nullopt;
  const string_view program = call.program->told_as();
  TerminalCall found = call_with(program, call.arguments);
  found.program = program;
  return found;
}

string_view server_named_by_utempter(string_view exe, Words argv) {
  const Program* program = program_of(exe);
  if (program == nullptr || program->name != "utempter" || !in_system_folder(exe)) return {};
  if (argv.size() < 3) return {};
  const string_view word = argv[2];
  const std::size_t open = word.find('('), close = word.find(')');
  const Program* server = open == string_view::npos ? nullptr : program_of(word.substr(0, open));
  if (server == nullptr || server->role != Role::terminal_server) return {};
  if (close == string_view::npos || close < open) return {};
  return word.substr(open + 1, close - open - 1);
}

}  // namespace auweave::programs

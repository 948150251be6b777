#include "correlate/line_calls.h"

#include <algorithm>
#include <array>

namespace auweave::correlate {
namespace {

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& all, std::string_view word) {
  return std::find(all.begin(), all.end(), word) != all.end();
}

// What a shell does itself. Some of them are programs, too: their names fit then.
constexpr std::array<std::string_view, 60> kBuiltins = {
    "cd",      "echo",     "printf",    "true",    "false",   "test",     "[",        "export",
    "unset",   "set",      "alias",     "unalias", "read",    "return",   "pwd",      "type",
    "hash",    "ulimit",   "umask",     "wait",    "jobs",    "fg",       "bg",       "kill",
    "trap",    "shift",    "let",       "local",   "declare", "typeset",  "readonly", "history",
    "pushd",   "popd",     "dirs",      "shopt",   "bind",    "complete", "compgen",  "print",
    "setopt",  "unsetopt", "autoload",  "zstyle",  "bindkey", ":",        "times",    "disown",
    "getopts", "mapfile",  "readarray", "enable",  "suspend", "break",    "continue", "fc",
    "whence",  "rehash",   "abbr",      "function"};

// A shell that leaves may run a file (~/.bash_logout).
constexpr std::array<std::string_view, 2> kLeaves = {"exit", "logout"};

std::string_view file_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

// True if the argument may be what the word became.
bool LineCalls::may_be(const Word& word, std::string_view argument) {
  if (!word.expands) return word.text == argument;
  return argument.starts_with(std::string_view(word.text).substr(0, word.literal));
}

// True if the words behind the name are, in order, among the arguments: an alias may have added some.
// What expands may be any number of arguments, or none.
bool LineCalls::are_among(const Call& call, std::span<const std::string> argv) {
  std::size_t at = 1;
  for (std::size_t i = 1; i < call.words.size(); ++i) {
    const Word& word = call.words[i];
    if (word.expands && word.literal == 0) continue;
    while (at < argv.size() && !may_be(word, argv[at])) ++at;
    if (at == argv.size()) return false;
    ++at;
  }
  return true;
}

// An alias stands before its arguments.
Fit LineCalls::fit_of_alias(const Call& call, std::span<const std::string> argv) {
  const std::size_t count = call.words.size() - 1;
  if (count == 0 || count >= argv.size()) return Fit::none;
  const auto tail = argv.last(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (!may_be(call.words[i + 1], tail[i])) return Fit::none;
  }
  const bool wild = call.words[1].expands && call.words[1].literal == 0;
  return wild || is_one_of(kBuiltins, call.words.front().text) ? Fit::none : Fit::arguments;
}

// A script's execve has its interpreter before it: ["/bin/sh", "./run", ...] of the line `./run`.
Fit LineCalls::fit_of(const Call& call, std::span<const std::string> argv) {
  if (argv.empty() || call.words.empty()) return Fit::none;
  const std::string_view name = file_of(call.words.front().text);
  if (file_of(argv[0]) != name) {
    const bool script = argv.size() > 1 && argv[1].find('/') != std::string::npos &&
                        file_of(argv[1]) == name && !call.words.front().expands;
    return script ? fit_of(call, argv.subspan(1)) : fit_of_alias(call, argv);
  }
  if (!are_among(call, argv)) return Fit::none;
  if (call.words.size() != argv.size()) return Fit::name;
  bool expands = false;
  for (std::size_t i = 1; i < argv.size(); ++i) {
    if (!may_be(call.words[i], argv[i])) return Fit::name;
    expands = expands || call.words[i].expands;
  }
  return expands ? Fit::shape : Fit::whole;
}

const LineCalls::Call* LineCalls::best(std::span<const std::string> argv, Fit& fit) const {
  const Call* best = nullptr;
  fit = Fit::none;
  for (const Call& call : calls_) {
    if (call.used && !repeats_) continue;
    const Fit each = fit_of(call, argv);
    if (each <= fit) continue;
    best = &call;
    fit = each;
  }
  return best;
}

Fit LineCalls::fit(std::span<const std::string> argv) const {
  Fit fit = Fit::none;
  return best(argv, fit) == nullptr ? Fit::none : fit;
}

void LineCalls::take(std::span<const std::string> argv) {
  Fit fit = Fit::none;
  const Call* call = best(argv, fit);
  if (call != nullptr) calls_[static_cast<std::size_t>(call - calls_.data())].used = true;
}

bool LineCalls::only_builtins() const {
  if (unread_) return false;
  if (calls_.empty()) return assigns_;
  return std::all_of(calls_.begin(), calls_.end(), [](const Call& call) {
    const std::string& name = call.words.front().text;
    return is_one_of(kBuiltins, name) || is_one_of(kLeaves, name);
  });
}

bool LineCalls::resumes() const {
  return std::any_of(calls_.begin(), calls_.end(), [](const Call& call) {
    const std::string& name = call.words.front().text;
    return name == "fg" || name.starts_with('%');
  });
}

bool LineCalls::is_left(const Call& call) const {
  return (!call.used || repeats_) && !is_one_of(kBuiltins, call.words.front().text);
}

bool LineCalls::leaves_open() const {
  return unread_ || std::any_of(calls_.begin(), calls_.end(),
                                [this](const Call& call) { return is_left(call); });
}

bool LineCalls::hands_over(std::span<const std::string> argv) const {
  constexpr std::size_t telling = 2;  // bytes: a flag's letter is among many arguments
  return std::any_of(calls_.begin(), calls_.end(), [&](const Call& call) {
    if (!is_left(call) || file_of(call.words.front().text) == file_of(argv.front())) return false;
    return std::any_of(call.words.begin() + 1, call.words.end(), [&](const Word& word) {
      return !word.expands && word.text.size() > telling &&
             std::find(argv.begin() + 1, argv.end(), word.text) != argv.end();
    });
  });
}

bool LineCalls::may_run(std::span<const std::string> argv) const {
  const std::string_view name = argv.empty() ? "" : file_of(argv.front());
  return unread_ || std::any_of(calls_.begin(), calls_.end(), [&](const Call& call) {
           return is_left(call) && file_of(call.words.front().text) != name;
         });
}

}  // namespace auweave::correlate

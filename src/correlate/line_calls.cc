#include "correlate/line_calls.h"

#include <algorithm>
#include <array>

namespace auweave::correlate {
namespace {

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& all, std::string_view word) {
  return std::find(all.begin(), all.end(), word) != all.end();
}

// Words before a call that are no part of it (bash(1), zshmisc(1), fish-language(1)).
constexpr std::array<std::string_view, 29> kBefore = {
    "if", "then", "else",    "elif",    "fi",   "do",        "done",   "while",  "until", "{",
    "}",  "!",    "time",    "exec",    "esac", "[[",        "coproc", "end",    "begin", "and",
    "or", "not",  "command", "builtin", "-",    "nocorrect", "noglob", "repeat", "always"};
constexpr std::array<std::string_view, 5> kLoops = {"for", "while", "until", "repeat", "select"};
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

bool is_assignment(std::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == 0 || equals == word.npos || (word[0] >= '0' && word[0] <= '9')) return false;
  return std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(equals), [](char c) {
    return c == '_' || c == '+' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
  });
}

}  // namespace

// Reader: splits a line into words and calls, byte by byte.
class LineCalls::Reader {
 public:
  Reader(std::string_view line, LineCalls& out) : line_(line), out_(out) {}

  void read() {
    while (at_ < line_.size() && out_.calls_.size() < kMostCalls) step();
    end_call();
    if (at_ < line_.size()) out_.repeats_ = true;
  }

 private:
  [[nodiscard]] char next() const { return at_ < line_.size() ? line_[at_] : '\0'; }

  void step() {
    const char c = line_[at_++];
    if (single_) return in_single(c);
    if (c == '\\') return escaped();
    if (c == '"') return quote();
    if (c == '$' || c == '`') return expansion(c);
    if (double_ && c != ')') return add(c);
    plain(c);
  }

  void plain(char c) {
    switch (c) {
      case '\'':
        single_ = there_ = true;
        return;
      case ' ':
      case '\t':
        return end_word();
      case '#':
        return there_ ? add(c) : skip_comment();
      case '\n':
        end_call();
        return skip_documents();
      case '(':
      case ')':
        // The quotes around $(...) go on behind it; what stands there is no name of a program.
        return end_call();
      case ';':
      case '|':
      case '&':
        return end_call_unless_redirection(c);
      case '<':
      case '>':
        return redirection(c);
      case '*':
      case '?':
      case '[':
      case '{':
      case '~':
        add(c);
        word_.expands = word_.expands || c == '~' || word_.text.size() > 1 || next() > ' ';
        return;
      default:
        add(c);
    }
  }

  void in_single(char c) {
    if (c == '\'') {
      single_ = false;
    } else {
      add(c);
    }
  }

  void escaped() {
    const char c = next();
    if (at_ < line_.size()) ++at_;
    if (c == '\n' || c == '\0') return;
    // Within double quotes a backslash stays before anything but these.
    if (double_ && std::string_view("$`\"\\").find(c) == std::string_view::npos) add('\\');
    add(c);
  }

  void quote() {
    double_ = !double_;
    there_ = true;
  }

  void expansion(char c) {
    if (c == '`' || next() == '(') {
      if (c == '$') ++at_;
      word_.expands = true;
      return end_call();
    }
    add(c);
    word_.expands = true;
  }

  void end_call_unless_redirection(char c) {
    // `>&2` and `&>file`.
    if (c == '&' && (next() == '>' || (at_ > 1 && line_[at_ - 2] == '>'))) return end_word();
    end_call();
  }

  // What stands behind it is a file, and no word of the call.
  void redirection(char c) {
    const bool number =
        !word_.text.empty() && word_.text.find_first_not_of("0123456789") == std::string::npos;
    if (number) clear_word();
    end_word();
    if (next() == '(') return end_call();
    document_ = c == '<' && next() == '<';
    if (document_ && at_ + 1 < line_.size() && line_[at_ + 1] == '<') document_ = false;
    while (next() == c || next() == '-' || next() == '|') ++at_;
    file_ = true;
  }

  void skip_comment() {
    while (at_ < line_.size() && line_[at_] != '\n') ++at_;
  }

  void skip_documents() {
    for (const std::string& word : documents_) {
      while (at_ < line_.size()) {
        const std::size_t end = std::min(line_.find('\n', at_), line_.size());
        std::string_view row = line_.substr(at_, end - at_);
        row.remove_prefix(std::min(row.find_first_not_of('\t'), row.size()));
        at_ = std::min(end + 1, line_.size());
        if (row == word) break;
      }
    }
    documents_.clear();
  }

  void add(char c) {
    there_ = true;
    word_.text += c;
  }

  void clear_word() {
    word_ = {};
    there_ = false;
  }

  void end_word() {
    if (!there_) return;
    if (file_) {
      if (document_) documents_.push_back(word_.text);
      file_ = document_ = false;
    } else if (call_.words.empty() && is_before()) {
      // The word stands before a call.
    } else if (call_.words.size() < kMostWords) {
      call_.words.push_back(std::move(word_));
    }
    clear_word();
  }

  bool is_before() {
    if (is_one_of(kLoops, word_.text)) out_.repeats_ = true;
    return is_one_of(kBefore, word_.text) || is_assignment(word_.text);
  }

  void end_call() {
    end_word();
    file_ = document_ = false;
    // `for NAME in WORDS` and `case WORD in` execute nothing.
    const std::string_view first = call_.words.empty() ? "" : call_.words.front().text;
    const bool header = first == "for" || first == "select" || first == "case";
    if (!call_.words.empty() && !header) out_.calls_.push_back(std::move(call_));
    call_ = {};
  }

  std::string_view line_;
  LineCalls& out_;
  std::size_t at_ = 0;
  Word word_;
  Call call_;
  bool there_ = false;  // a word has begun, perhaps an empty one
  bool single_ = false, double_ = false;
  bool file_ = false, document_ = false;  // the next word is a redirection's
  std::vector<std::string> documents_;    // ends of here-documents that begin at the newline
};

LineCalls::LineCalls(std::string_view line) { Reader(line, *this).read(); }

// A script's execve has its interpreter before it: ["/bin/sh", "./run", ...] of the line `./run`.
Fit LineCalls::fit_of(const Call& call, std::span<const std::string> argv) {
  if (argv.empty() || call.words.empty()) return Fit::none;
  const std::string_view name = file_of(call.words.front().text);
  if (file_of(argv[0]) != name) {
    const bool script = argv.size() > 1 && argv[1].find('/') != std::string::npos &&
                        file_of(argv[1]) == name && !call.words.front().expands;
    return script ? fit_of(call, argv.subspan(1)) : Fit::none;
  }
  if (call.words.size() != argv.size()) return Fit::name;
  bool expands = false;
  for (std::size_t i = 1; i < argv.size(); ++i) {
    if (!call.words[i].expands && call.words[i].text != argv[i]) return Fit::name;
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
  return std::all_of(calls_.begin(), calls_.end(), [](const Call& call) {
    const std::string& name = call.words.front().text;
    return is_one_of(kBuiltins, name) || is_one_of(kLeaves, name);
  });
}

bool LineCalls::leaves_open() const {
  return std::any_of(calls_.begin(), calls_.end(), [this](const Call& call) {
    return (!call.used || repeats_) && !is_one_of(kBuiltins, call.words.front().text);
  });
}

}  // namespace auweave::correlate

// The part of LineCalls that splits a line.
#include <algorithm>
#include <array>
#include <optional>

#include "correlate/line_calls.h"

namespace auweave::correlate {
namespace {

// Words before a call that are no part of it (bash(1), zshmisc(1), fish-language(1)).
constexpr std::array<std::string_view, 29> kBefore = {
    "if", "then", "else",    "elif",    "fi",   "do",        "done",   "while",  "until", "{",
    "}",  "!",    "time",    "exec",    "esac", "[[",        "coproc", "end",    "begin", "and",
    "or", "not",  "command", "builtin", "-",    "nocorrect", "noglob", "repeat", "always"};
constexpr std::array<std::string_view, 11> kOpening = {
    "for", "while", "until", "select", "if", "case", "begin", "switch", "{", "repeat", "foreach"};
constexpr std::array<std::string_view, 5> kClosing = {"done", "fi", "esac", "end", "}"};
constexpr std::array<std::string_view, 5> kLoops = {"for", "while", "until", "repeat", "select"};
bool is_word_of(std::span<const std::string_view> all, std::string_view word) {
  return std::find(all.begin(), all.end(), word) != all.end();
}

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
    if (at_ < line_.size()) out_.repeats_ = out_.unread_ = true;
    out_.open_ = is_open();
  }

  std::size_t read_line() {
    while (at_ < line_.size()) {
      step();
      if (line_[at_ - 1] != '\n') continue;
      end_call();
      if (!is_open()) return at_ - 1;
    }
    return line_.size();
  }

 private:
  [[nodiscard]] bool is_open() const {
    const bool quoted = single_ || double_ || !quotes_.empty();
    return quoted || depth_ > 0 || joins_ || header_ || unended_ || !documents_.empty();
  }
  [[nodiscard]] char next() const { return at_ < line_.size() ? line_[at_] : '\0'; }

  void step() {
    const char c = line_[at_++];
    if (single_) return in_single(c);
    if (c == '\\') return escaped();
    if (c == '"') return quote();
    if (c == '$' || c == '`') return expansion(c);
    if (double_) return add(c);
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
        if (there_ && next() == ')') return define();
        header_ = next() == ')';
        return open_substitution();
      case ')':
        return close_substitution();
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
        if (c == '~' || !word_.text.empty() || next() > ' ') expand();
        return add(c);
      default:
        add(c);
    }
  }

  // `name() { … }`: what stands in the body is executed by other lines.
  void define() {
    ++at_;
    clear_word();
    call_ = {};
    header_ = out_.assigns_ = true;
    if (!body_.has_value()) body_ = depth_;
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
    joins_ = c == '\n' || c == '\0';
    if (joins_) return;
    // Within double quotes a backslash stays before anything but these.
    if (double_ && std::string_view("$`\"\\").find(c) == std::string_view::npos) add('\\');
    add(c);
  }

  void quote() {
    double_ = !double_;
    there_ = true;
  }

  void expansion(char c) {
    if (c == '`') return tick();
    if (next() != '(') {
      expand();
      return add(c);
    }
    ++at_;
    expand();
    open_substitution();
  }

  // The quotes around a substitution go on behind it.
  void open_substitution() {
    const bool quoted = double_;
    end_call();
    quotes_.push_back(quoted);
    double_ = false;
  }

  void close_substitution() {
    end_call();
    if (quotes_.empty()) return;
    double_ = quotes_.back();
    quotes_.pop_back();
  }

  void tick() {
    ticked_ = !ticked_;
    if (!ticked_) return close_substitution();
    expand();
    open_substitution();
  }

  void expand() {
    if (!word_.expands) word_.literal = word_.text.size();
    word_.expands = true;
  }

  void end_call_unless_redirection(char c) {
    // `>&2` and `&>file`.
    if (c == '&' && (next() == '>' || (at_ > 1 && line_[at_ - 2] == '>'))) return end_word();
    end_call();
    joins_ = c == '|' || (c == '&' && at_ > 1 && line_[at_ - 2] == '&');
  }

  // What stands behind it is a file, and no word of the call.
  void redirection(char c) {
    const bool number =
        !word_.text.empty() && word_.text.find_first_not_of("0123456789") == std::string::npos;
    if (number) clear_word();
    end_word();
    if (next() == '(') return end_call();
    joins_ = false;
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
      unended_ = true;
      while (unended_ && at_ < line_.size()) {
        const std::size_t end = std::min(line_.find('\n', at_), line_.size());
        std::string_view row = line_.substr(at_, end - at_);
        row.remove_prefix(std::min(row.find_first_not_of('\t'), row.size()));
        at_ = std::min(end + 1, line_.size());
        unended_ = row != word;
      }
    }
    documents_.clear();
  }

  void add(char c) {
    there_ = true;
    joins_ = header_ = false;
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
    if (is_word_of(kLoops, word_.text)) out_.repeats_ = true;
    depth_ += is_word_of(kOpening, word_.text) ? 1 : is_word_of(kClosing, word_.text) ? -1 : 0;
    if (is_word_of(kClosing, word_.text) && body_ == depth_) body_.reset();
    if (is_assignment(word_.text)) out_.assigns_ = true;
    return is_word_of(kBefore, word_.text) || is_assignment(word_.text);
  }

  void end_call() {
    end_word();
    file_ = document_ = false;
    // `for NAME in WORDS` and `case WORD in` execute nothing.
    const auto is_header = [](std::string_view first) {
      return first == "for" || first == "select" || first == "case";
    };
    const bool header = !call_.words.empty() && is_header(call_.words.front().text);
    if (!call_.words.empty() && !header && !body_) out_.calls_.push_back(std::move(call_));
    call_ = {};
  }

  std::string_view line_;
  LineCalls& out_;
  std::size_t at_ = 0;
  Word word_;
  Call call_;
  bool there_ = false;  // a word has begun, perhaps an empty one
  bool single_ = false, double_ = false;
  bool joins_ = false;       // the rest is on the next row: behind `|`, `&&`, a backslash
  int depth_ = 0;            // of what is open
  bool header_ = false;      // `name()`: the body is on the next row
  std::optional<int> body_;  // depth around the definition that is read
  bool unended_ = false;     // a here-document goes on
  bool ticked_ = false;
  std::vector<bool> quotes_;  // of the substitutions around: whether each is in double quotes
  bool file_ = false, document_ = false;  // the next word is a redirection's
  std::vector<std::string> documents_;    // ends of here-documents that begin at the newline
};

LineCalls::LineCalls(std::string_view line) {
  Reader(line.substr(0, kMostBytes), *this).read();
  if (line.size() > kMostBytes) repeats_ = unread_ = open_ = true;
}

std::size_t LineCalls::first_line(std::string_view rows) {
  LineCalls calls("");
  const std::size_t size = Reader(rows.substr(0, kMostBytes), calls).read_line();
  return size < kMostBytes ? size : std::min(rows.find('\n', size), rows.size());
}

}  // namespace auweave::correlate

#include "correlate/jobs.h"

#include <algorithm>

#include "base/text.h"

namespace auweave::correlate {
namespace {

using std::string_view;

// Calls `plain(at)` for each byte of a line that stands in no quotes, and is not escaped.
template <typename Function>
void for_plain(string_view line, const Function& plain) {
  char quote = '\0';
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '\\' && quote != '\'') {
      ++at;
    } else if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '\'' || c == '"' || c == '`') {
      quote = c == '`' ? '\0' : c;
    } else {
      plain(at);
    }
  }
}

bool ends_word(char c) { return string_view(" \t\n;&|(){}<>`\"'$=").find(c) != string_view::npos; }

// `&` that is no part of `&&`, `&>`, `>&`, `<&`, `|&`.
bool is_background_mark(string_view line, std::size_t at) {
  const char before = at == 0 ? '\0' : line[at - 1];
  const char after = at + 1 < line.size() ? line[at + 1] : '\0';
  return line[at] == '&' && after != '&' && after != '>' && before != '&' && before != '>' &&
         before != '<' && before != '|';
}

bool is_compound(string_view line) {
  constexpr string_view words[] = {"while", "until", "for", "if", "case", "select", "coproc"};
  bool found = std::any_of(std::begin(words), std::end(words),
                           [&](string_view word) { return has_word(line, word); });
  for_plain(line, [&](std::size_t at) {
    const bool lists = string_view("({;").find(line[at]) != string_view::npos;
    const bool both = line.substr(at, 2) == "&&" || line.substr(at, 2) == "||";
    found = found || lists || both;
  });
  return found;
}

}  // namespace

bool has_word(string_view line, string_view program) {
  const string_view name = base::basename(program);
  if (name.empty()) return false;
  for (std::size_t at = line.find(name); at != string_view::npos; at = line.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || line[at - 1] == '/' || ends_word(line[at - 1]);
    if (begins && (end == line.size() || ends_word(line[end]))) return true;
  }
  return false;
}

bool leaves_job(string_view line) {
  if (has_word(line, "coproc")) return true;
  bool found = false;
  for_plain(line, [&](std::size_t at) { found = found || is_background_mark(line, at); });
  return found;
}

// Of a line that is no compound command, and has executed a program, nothing more is to come.
void Jobs::note(const Command& line) {
  if (!line.typed || line.where != Where::local || !line.ended.has_value()) return;
  Line noted;
  noted.id = line.id;
  noted.ended = *line.ended;
  const bool more = line.own.empty() || is_compound(line.line);
  if (more && leaves_job(line.line)) noted.text = line.line.substr(0, kMostText);
  if (!line.own.empty()) noted.first_pid = line.own.front().pid.value_or(0);
  if (lines_.size() >= kMostLines) lines_.pop_front();
  lines_.push_back(std::move(noted));
}

// The kernel gives pids in rising order. So a process was forked by the last line whose programs
// have lower pids, or by a line without programs that was entered after that one.
std::optional<CommandNumber> Jobs::line_of(const Asked& asked) const {
  const ProcessAction& action = asked.action;
  const string_view program = action.argv.empty() ? action.exe : action.argv.front();
  const Command* work = asked.at_work;
  const std::int64_t first =
      work == nullptr || work->own.empty() ? 0 : work->own[0].pid.value_or(0);
  if (first != 0 && asked.forked.value >= first) return std::nullopt;
  bool is_older = work == nullptr || first != 0;
  std::optional<CommandNumber> named, any;
  std::size_t names = 0, all = 0;
  for (auto line = lines_.rbegin(); line != lines_.rend(); ++line) {
    is_older = is_older || line->first_pid > asked.forked.value;
    if (is_older && !line->text.empty() && line->ended <= action.time()) {
      ++all;
      any = line->id;
      const bool names_it = has_word(line->text, program);
      if (names_it) named = line->id;
      names += names_it ? 1 : 0;
    }
    if (line->first_pid != 0 && line->first_pid <= asked.forked.value) break;
  }
  if (names == 1) return named;
  return names == 0 && all == 1 && !asked.by_word ? any : std::nullopt;
}

}  // namespace auweave::correlate

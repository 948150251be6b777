#include "tty/tlog_terminal_input.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace auweave::tty {
namespace {

struct Member {
  std::string_view name;  // as it stands before its value
  std::string_view of;    // the characters its value may have
  bool quoted;
};

// Where, when and which: members whose values cannot be words that somebody typed.
constexpr std::array kHarmless = {
    Member{"\"rec\":\"", "0123456789abcdefABCDEF-", true},
    Member{"\"session\":", "0123456789", false},
    Member{"\"id\":", "0123456789", false},
    Member{"\"pos\":", "0123456789", false},
    Member{"\"time\":", "0123456789.", false},
};

// The member where it stands first, with its whole value; empty where that is anything else. A quote
// inside what was typed is escaped, so a typed member does not read as one.
std::string_view find(std::string_view line, const Member& member) {
  const std::size_t at = line.find(member.name);
  if (at == std::string_view::npos) return "";
  const std::size_t value = at + member.name.size();
  const std::size_t end = std::min(line.find_first_not_of(member.of, value), line.size());
  const bool closed = end < line.size() && (member.quoted ? line[end] == '"' : line[end] == ',');
  // tlog's own: 32 digits, two dashes, two numbers.
  const bool shaped = !member.quoted || (end - value > 34 && line[value + 32] == '-');
  if (!closed || !shaped || end == value) return "";
  return line.substr(at, end - at + (member.quoted ? 1 : 0));
}

}  // namespace

std::string cut_terminal_input(std::string_view line) {
  std::string kept;
  for (const Member& member : kHarmless) {
    const std::string_view found = find(line, member);
    if (!found.empty()) kept.append(kept.empty() ? "{" : ",").append(found);
  }
  return kept.empty() ? kept : kept + "}";
}

}  // namespace auweave::tty

#include "tty/tlog_terminal_input.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace auweave::tty {
namespace {

struct Member {
  std::string_view name;  // with the punctuation before its value
  std::string_view of;    // the characters that its value may have
  bool quoted;
};

// Members that say where, when and which: their values cannot be typed text.
constexpr std::array kHarmless = {
    Member{"\"rec\":\"", "0123456789abcdefABCDEF-", true},
    Member{"\"session\":", "0123456789", false},
    Member{"\"id\":", "0123456789", false},
    Member{"\"pos\":", "0123456789", false},
    Member{"\"time\":", "0123456789.", false},
};

// Returns the first such member with its whole value, or "" if its value has other characters. A
// quote inside typed text is escaped, so a typed member does not look like one.
std::string_view find(std::string_view line, const Member& member) {
  const std::size_t at = line.find(member.name);
  if (at == std::string_view::npos) return "";
  const std::size_t value = at + member.name.size();
  const std::size_t end = std::min(line.find_first_not_of(member.of, value), line.size());
  const bool closed = end < line.size() && (member.quoted ? line[end] == '"' : line[end] == ',');
  // tlog's own form: 32 digits, two dashes, two numbers.
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

#include "audit/terminal_input.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace auweave::audit {
namespace {

constexpr std::array<std::string_view, 12> kHarmless = {"tty", "pid",   "uid",  "auid", "ses", "subj",
                                                        "res", "major", "minor", "comm", "exe", "op"};

bool holds_typing(std::string_view type) {
  return type == "TTY" || type == "USER_TTY" || type == "USER";
}

// Numbers, a comm of 16 bytes (in hex, too), a path: longer than they can be, a value is something
// else that damage gave their name.
constexpr std::size_t kLongestHarmless = 40;

bool harmless(std::string_view name, std::string_view value) {
  if (std::find(kHarmless.begin(), kHarmless.end(), name) == kHarmless.end()) return false;
  return value.size() <= kLongestHarmless || (name == "exe" && value.starts_with("\"/"));
}

// What stands before the fields of every record.
bool is_header(std::string_view word) {
  return (word.starts_with("type=") || word.starts_with("node=") || word.starts_with("msg=audit(")) &&
         word.size() <= 2 * kLongestHarmless;
}

// Where the value of a word `NAME=VALUE` starts; npos without one.
std::size_t value_of(std::string_view word) {
  const std::size_t equals = word.find('=');
  return equals == std::string_view::npos ? equals : equals + 1;
}

std::string_view value_in(std::string_view word) { return word.substr(word.find('=') + 1); }

std::string_view name_of(std::string_view word) {
  std::string_view name = word.substr(0, word.find('='));
  const std::size_t start = name.find_last_of("'\"( \x1D");
  return start == std::string_view::npos ? name : name.substr(start + 1);
}

// Copies `line`, with the values of the words that `drop` names left out. A dropped value that was
// quoted takes everything up to its closing quote along.
template <typename Drop>
CutText cut_values(std::string_view line, Drop drop) {
  CutText result;
  bool after_cut = false;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    const std::size_t value = value_of(word);
    std::size_t taken = end;
    if (value == std::string_view::npos) {
      // Damage may have broken a dropped value in two.
      if (!after_cut) result.text.append(word);
    } else if (value < word.size() && drop(name_of(word), word)) {
      result.cut = after_cut = true;
      result.text.append(word.substr(0, value));
      if (word[value] == '"') {
        const std::size_t close = line.find('"', value + 1);
        taken = close == std::string_view::npos ? line.size() : close + 1;
        taken = std::max(taken, end);
      }
    } else {
      result.text.append(word);
      after_cut = false;
    }
    line.remove_prefix(taken);
    if (!line.empty() && line.front() == ' ') {
      result.text += ' ';
      line.remove_prefix(1);
    }
  }
  return result;
}

}  // namespace

void cut_terminal_input(model::AuditEvent& event) {
  for (model::Record& record : event.records) {
    const bool typed = holds_typing(record.type);
    for (std::uint32_t i = record.first; i < record.first + record.count; ++i) {
      model::Field& field = event.fields[i];
      if (field.name != "data" && (!typed || harmless(field.name, field.raw))) continue;
      field.raw = {};
    }
    // Damage may hide from the fields what the line still shows.
    if (!typed && record.line.find("data=") == std::string_view::npos) continue;
    const auto drop = [&](std::string_view name, std::string_view word) {
      return name == "data" || (typed && !is_header(word) && !harmless(name, value_in(word)));
    };
    record.line = event.arena.copy(cut_values(record.line, drop).text);
  }
}

CutText cut_terminal_input(std::string_view line) {
  const bool typed = line.find("TTY") != std::string_view::npos;
  std::size_t rest = 0;
  // What does not begin as a record may be the tail of one that was split anywhere, inside the name
  // or the value of its data=.
  const bool tail = !line.starts_with("type=") && !line.starts_with("node=");
  while (tail && rest < line.size() && base::hex_value(line[rest]) >= 0) ++rest;
  if (rest < 2) rest = 0;
  CutText result = cut_values(line.substr(rest), [&](std::string_view name, std::string_view word) {
    if (tail || name == "data" || word.find("data=") != std::string_view::npos) return true;
    return typed && !is_header(word) && !harmless(name, value_in(word));
  });
  result.cut = result.cut || rest > 0;
  return result;
}

}  // namespace auweave::audit

#include "audit/terminal_input.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "model/ticket.h"

namespace auweave::audit {
namespace {

// Fields that hold no typed text, and the form of their values. Damage may put the rest of data=
// behind any field name.
constexpr std::array<std::string_view, 6> kNumbers = {"pid", "uid",   "auid",
                                                      "ses", "major", "minor"};
constexpr std::size_t kLongestNumber = 10;
constexpr std::size_t kLongestComm = 16;  // TASK_COMM_LEN
constexpr std::size_t kLongestName = 24;

bool only(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

bool is_number(std::string_view text) {
  return text.size() <= kLongestNumber && only(text, "0123456789");
}

bool is_quoted(std::string_view text, std::size_t longest) {
  return text.size() >= 2 && text.size() <= longest + 2 && text.front() == '"' &&
         text.back() == '"';
}

bool holds_typing(std::string_view type) {
  return type == "TTY" || type == "USER_TTY" || type == "USER";
}

// True for text=ticket=ID and ticket=ID: the ticket of a session.
bool is_ticket_field(std::string_view name, std::string_view value) {
  constexpr std::string_view ticket = "ticket=";
  if (name == "text" && value.starts_with(ticket))
    return model::is_ticket(value.substr(ticket.size()));
  return name == "ticket" && model::is_ticket(value);
}

// True for the value of msg='text=ticket=ID …', taken as a word of the line: with the opening
// quote, and perhaps the closing one.
bool is_ticket_message(std::string_view value) {
  if (!value.starts_with('\'')) return false;
  value.remove_prefix(1);
  if (value.ends_with('\'')) value.remove_suffix(1);
  const std::size_t equals = value.find('=');
  return equals != std::string_view::npos &&
         is_ticket_field(value.substr(0, equals), value.substr(equals + 1));
}

bool harmless(std::string_view name, std::string_view value) {
  if (std::find(kNumbers.begin(), kNumbers.end(), name) != kNumbers.end()) return is_number(value);
  if (name == "comm") return is_quoted(value, kLongestComm);
  if (name == "exe") return is_quoted(value, 4096) && value[1] == '/';
  if (name == "msg") return is_ticket_message(value);
  if (name == "text" || name == "ticket") return is_ticket_field(name, value);
  return name == "res" && value.size() <= kLongestNumber;
}

// True for the words before the fields of every record.
bool is_header(std::string_view word) {
  constexpr std::string_view upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  if (word.starts_with("type=")) return only(word.substr(5), upper);
  if (word.starts_with("node=")) return word.size() <= 260;
  if (!word.starts_with("msg=audit(")) return false;
  return word.size() <= 40 && only(word.substr(10), "0123456789.:)");
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
         });
}

// Takes one word and the blank behind it off the front of `line`.
std::string_view take_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

// Cuts a record that may hold typed text: only words that are known to be harmless stay.
CutText cut_typed(std::string_view line) {
  CutText result;
  while (!line.empty()) {
    const std::string_view word = take_word(line);
    const std::size_t equals = word.find('=');
    const std::string_view name = word.substr(0, equals);
    const bool has_value = equals != std::string_view::npos;
    std::string_view kept;
    if (is_header(word) || word == "tty" ||
        (has_value && harmless(name, word.substr(equals + 1)))) {
      kept = word;
    } else if (has_value && is_name(name)) {
      kept = word.substr(0, equals + 1);
    }
    result.cut = result.cut || kept.size() < word.size();
    if (kept.empty()) continue;
    if (!result.text.empty()) result.text += ' ';
    result.text.append(kept);
  }
  return result;
}

// Cuts any other record: the values of data=, up to the next word with a name.
CutText cut_data(std::string_view line) {
  CutText result;
  bool inside = false;
  bool first = true;
  while (!line.empty()) {
    const std::string_view word = take_word(line);
    const std::size_t data = word.find("data=");
    if (data != std::string_view::npos) {
      inside = true;
    } else if (word.find('=') != std::string_view::npos) {
      inside = false;
    }
    const std::string_view kept = data != std::string_view::npos ? word.substr(0, data + 5)
                                  : inside                       ? std::string_view()
                                                                 : word;
    result.cut = result.cut || kept.size() < word.size();
    if (inside && kept.empty()) continue;
    if (!first) result.text += ' ';
    first = false;
    result.text.append(kept);
  }
  return result;
}

}  // namespace

void cut_terminal_input(model::AuditEvent& event) {
  for (model::Record& record : event.records) {
    const bool typed = holds_typing(record.type);
    for (std::uint32_t i = record.first; i < record.first + record.count; ++i) {
      model::Field& field = event.fields[i];
      if (field.name == "data" || (typed && !harmless(field.name, field.raw))) field.raw = {};
    }
    // Damage may hide text from the fields that the line still shows.
    if (typed) {
      record.line = event.arena.copy(cut_typed(record.line).text);
    } else if (record.line.find("data=") != std::string_view::npos) {
      record.line = event.arena.copy(cut_data(record.line).text);
    }
  }
}

namespace {

// True if the line's type may be one with typed text. The kernel's own log has numbers for types.
bool may_hold_typing(std::string_view line) {
  constexpr std::array<std::string_view, 4> signs = {"TTY", "type=1319 ", "type=1124 ",
                                                     "type=1005 "};
  return std::any_of(signs.begin(), signs.end(), [&](std::string_view sign) {
    return line.find(sign) != std::string_view::npos;
  });
}

}  // namespace

CutText cut_terminal_input(std::string_view line) {
  // A line that does not begin as a record may be the tail of a record that was split anywhere.
  const bool whole = line.starts_with("type=") || line.starts_with("node=");
  if (whole) return may_hold_typing(line) ? cut_typed(line) : cut_data(line);
  std::size_t rest = 0;
  while (rest < line.size() && base::hex_value(line[rest]) >= 0) ++rest;
  if (rest < 2) rest = 0;
  // In a text without any name=value only its front can be the value of a record.
  const bool named = line.find('=') != std::string_view::npos;
  CutText result =
      named ? cut_typed(line.substr(rest)) : CutText{std::string(line.substr(rest)), false};
  result.cut = result.cut || rest > 0;
  return result;
}

}  // namespace auweave::audit

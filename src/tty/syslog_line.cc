#include "tty/syslog_line.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace auweave::tty {
namespace {

// syslog identifiers of tlog: its own openlog(3) name, and those of its programs in the journal.
constexpr std::array kTlog = {"tlog", "tlog-rec-session", "tlog-rec"};

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// <PRI>, PRI up to three digits.
std::string_view without_priority(std::string_view line) {
  const std::size_t end = line.find('>');
  const bool there = line.starts_with('<') && end >= 2 && end <= 4 &&
                     std::all_of(line.begin() + 1, line.begin() + static_cast<long>(end), is_digit);
  return there ? line.substr(end + 1) : line;
}

std::string_view take_word(std::string_view& line) {
  const std::size_t start = std::min(line.find_first_not_of(' '), line.size());
  const std::size_t end = std::min(line.find(' ', start), line.size());
  const std::string_view word = line.substr(start, end - start);
  line.remove_prefix(end);
  return word;
}

bool is_iso_time(std::string_view word) {
  return word.size() >= 19 && word[4] == '-' && word[7] == '-' && word[10] == 'T' &&
         is_digit(word[0]) && is_digit(word[18]);
}

bool is_month(std::string_view word) {
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return std::find(months.begin(), months.end(), word) != months.end();
}

// Takes the time stamp and, in RFC 5424, the version before it. False: this is no line of syslog.
bool take_time(std::string_view& line, bool& modern) {
  std::string_view word = take_word(line);
  modern = word == "1";
  if (modern) word = take_word(line);
  if (is_iso_time(word) || (modern && word == "-")) return true;
  if (!is_month(word)) return false;
  const std::string_view day = take_word(line);
  const std::string_view clock = take_word(line);
  return !day.empty() && is_digit(day[0]) && clock.size() == 8 && clock[2] == ':';
}

// The identifier of `tlog-rec-session[123]:`.
std::string_view identifier(std::string_view tag) {
  return tag.substr(0, std::min(tag.find_first_of("[:"), tag.size()));
}

}  // namespace

Message message_in(std::string_view line) {
  if (line.starts_with('{')) return {Message::Origin::tlog, line};
  std::string_view rest = without_priority(line);
  bool modern = false;
  if (!take_time(rest, modern)) return {Message::Origin::tlog, line};
  // The host, which some leave out, and the program.
  const auto is_tlog = [](std::string_view word) {
    return word.size() > identifier(word).size() &&
           std::find(kTlog.begin(), kTlog.end(), identifier(word)) != kTlog.end();
  };
  const std::string_view first = take_word(rest);
  const std::string_view second = is_tlog(first) ? first : take_word(rest);
  const bool modern_tag = modern && std::find(kTlog.begin(), kTlog.end(), second) != kTlog.end();
  if (!is_tlog(second) && !modern_tag) return {Message::Origin::another_program, {}};
  // In RFC 5424 the process, the kind and structured data stand before it.
  const std::size_t start = modern ? rest.find('{') : rest.find_first_not_of(' ');
  return {Message::Origin::tlog, rest.substr(std::min(start, rest.size()))};
}

}  // namespace auweave::tty

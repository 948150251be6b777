#include "base/syslog.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstdlib>

#include "base/text.h"

namespace auweave::base {
namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// <PRI>, PRI up to three digits.
std::string_view without_priority(std::string_view line) {
  const std::size_t end = line.find('>');
  const bool there = line.starts_with('<') && end >= 2 && end <= 4 &&
                     std::all_of(line.begin() + 1, line.begin() + static_cast<long>(end), is_digit);
  return there ? line.substr(end + 1) : line;
}

// Digits at a fixed place; nothing: something else is there.
std::optional<unsigned> digits(std::string_view text, std::size_t at, std::size_t size) {
  if (at + size > text.size()) return std::nullopt;
  const auto number = parse_unsigned(text.substr(at, size));
  if (!number.has_value()) return std::nullopt;
  return static_cast<unsigned>(*number);
}

std::optional<std::int64_t> second_of_day(std::string_view clock) {
  const auto hour = digits(clock, 0, 2);
  const auto minute = digits(clock, 3, 2);
  const auto second = digits(clock, 6, 2);
  if (clock.size() != 8 || clock[2] != ':' || clock[5] != ':') return std::nullopt;
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60)
    return std::nullopt;
  return *hour * 3600LL + *minute * 60LL + *second;
}

std::optional<std::int64_t> epoch_second(int year, unsigned month, unsigned day,
                                         std::int64_t second) {
  using namespace std::chrono;
  const year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                            std::chrono::day{day}};
  if (!date.ok()) return std::nullopt;
  return sys_days{date}.time_since_epoch() / 1s * 1LL + second;
}

// "Z", "+01:00"; nothing: no zone.
std::optional<std::int64_t> zone_seconds(std::string_view zone) {
  if (zone == "Z" || zone == "z") return 0;
  const auto hours = digits(zone, 1, 2);
  const auto minutes = digits(zone, 4, 2);
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || !hours || !minutes)
    return std::nullopt;
  const std::int64_t seconds = *hours * 3600LL + *minutes * 60LL;
  return zone[0] == '-' ? -seconds : seconds;
}

// Nanoseconds of an int64 end in the year 2262; before the other end nobody logged anything.
constexpr std::int64_t kLastSecond = 9'000'000'000;

// Whether it looks like RFC 3339; `time` is filled when it is.
bool take_rfc3339(std::string_view word, SyslogTime& time) {
  const bool looks = word.size() >= 19 && word[4] == '-' && word[7] == '-' && word[10] == 'T' &&
                     is_digit(word[0]) && is_digit(word[18]);
  if (!looks) return false;
  const auto year = digits(word, 0, 4);
  const auto month = digits(word, 5, 2);
  const auto day = digits(word, 8, 2);
  const auto second = second_of_day(word.substr(11, 8));
  if (!year || !month || !day || !second) return true;
  std::string_view rest = word.substr(19);
  std::int64_t ns = 0;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    std::int64_t unit = 1'000'000'000;
    while (!rest.empty() && is_digit(rest[0])) {
      unit /= 10;
      ns += (rest[0] - '0') * unit;
      rest.remove_prefix(1);
    }
  }
  const auto zone = zone_seconds(rest);
  const auto at = epoch_second(static_cast<int>(*year), *month, *day, *second);
  if (!zone.has_value() || !at.has_value()) return true;
  const std::int64_t utc = *at - *zone;
  if (std::abs(utc) <= kLastSecond) time.exact = WallTime{utc * 1'000'000'000 + ns};
  return true;
}

unsigned month_of(std::string_view word) {
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto found = std::find(months.begin(), months.end(), word);
  return found == months.end() ? 0 : static_cast<unsigned>(found - months.begin()) + 1;
}

// Takes the time stamp and, in RFC 5424, the version before it. False: this is no line of syslog.
bool take_time(std::string_view& line, SyslogTime& time, bool& modern) {
  std::string_view word = take_word(line);
  modern = word == "1";
  if (modern) word = take_word(line);
  if (take_rfc3339(word, time) || (modern && word == "-")) return true;
  const unsigned month = month_of(word);
  if (month == 0) return false;
  const auto day = parse_unsigned(take_word(line));
  // journalctl's short-precise has a fraction.
  const std::string_view clock = take_word(line);
  const auto second = second_of_day(clock.substr(0, clock.find('.')));
  if (!day.has_value() || *day < 1 || *day > 31 || !second.has_value()) return false;
  time = {std::nullopt, month, static_cast<unsigned>(*day), *second};
  return true;
}

// `sshd[123]:`
bool is_tag(std::string_view word) { return word.size() > 1 && word.ends_with(':'); }

void split_tag(std::string_view tag, SyslogLine& out) {
  if (tag.ends_with(':')) tag.remove_suffix(1);
  const std::size_t open = std::min(tag.find('['), tag.size());
  out.program = tag.substr(0, open);
  if (open < tag.size() && tag.ends_with(']'))
    out.pid = tag.substr(open + 1, tag.size() - open - 2);
}

// Takes the structured data of RFC 5424: "-", or elements `[id name="value"]`, in whose values `"`,
// `\` and `]` are escaped.
void take_structured_data(std::string_view& rest) {
  rest = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
  if (!rest.starts_with('[')) {
    take_word(rest);
    return;
  }
  bool inside = false, quoted = false;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    if (!inside && c != '[') return rest.remove_prefix(i);
    if (quoted && c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted) {
      inside = c != ']';
    }
  }
  rest = {};
}

std::string_view known(std::string_view word) { return word == "-" ? "" : word; }

}  // namespace

std::optional<WallTime> SyslogTime::near(WallTime moment) const {
  constexpr std::int64_t quarter = 900;
  constexpr std::int64_t widest = 14L * 3600 + quarter / 2;
  if (exact.has_value() || month == 0) return exact;
  const std::chrono::sys_seconds at{std::chrono::seconds{moment.ns / 1'000'000'000}};
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(at)};
  const std::int64_t now = at.time_since_epoch().count();
  std::optional<std::int64_t> best;
  for (const int off : {-1, 0, 1}) {
    const auto each = epoch_second(static_cast<int>(date.year()) + off, month, day, second);
    if (!each.has_value()) continue;
    if (!best.has_value() || std::abs(*each - now) < std::abs(*best - now)) best = each;
  }
  if (!best.has_value()) return std::nullopt;
  std::int64_t away = *best - now;
  if (std::abs(away) <= widest) {
    const std::int64_t zones = (away + (away < 0 ? -quarter : quarter) / 2) / quarter;
    away -= zones * quarter;
  }
  return WallTime{(now + away) * 1'000'000'000};
}

std::optional<SyslogLine> parse_syslog(std::string_view line) {
  SyslogLine out;
  std::string_view rest = without_priority(line);
  bool modern = false;
  if (!take_time(rest, out.time, modern)) return std::nullopt;
  const std::string_view first = take_word(rest);
  if (modern) {
    out.host = known(first);
    out.program = known(take_word(rest));
    out.pid = known(take_word(rest));
    take_word(rest);  // the kind of message
    take_structured_data(rest);
  } else if (is_tag(first)) {
    split_tag(first, out);
  } else {
    out.host = first;
    split_tag(take_word(rest), out);
  }
  out.message = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (modern && out.message.starts_with(byte_order_mark))
    out.message.remove_prefix(byte_order_mark.size());
  return out;
}

}  // namespace auweave::base

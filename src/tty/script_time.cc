#include "tty/script_time.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/text.h"

namespace auweave::tty {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};

// Returns the number of the name that `word` is, whole or its first three letters.
template <std::size_t N>
std::optional<unsigned> named(const std::array<std::string_view, N>& names, std::string_view word) {
  for (unsigned i = 0; i < N; ++i) {
    if (word == names[i] || word == names[i].substr(0, 3)) return i;
  }
  return std::nullopt;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

std::optional<std::int64_t> number(std::string_view digits) {
  const auto value = is_digits(digits) ? base::parse_unsigned(digits) : std::nullopt;
  if (!value.has_value() || *value > 9999) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

// Returns the seconds of "06:42:30", or of "6:42:30".
std::optional<std::int64_t> seconds_of_clock(std::string_view text) {
  const std::size_t first = text.find(':');
  if (first == text.npos || first == 0 || first > 2 || text.size() != first + 6)
    return std::nullopt;
  const auto hours = number(text.substr(0, first));
  const auto minutes = number(text.substr(first + 1, 2));
  const auto seconds = number(text.substr(first + 4, 2));
  if (text[first + 3] != ':' || !hours || !minutes || !seconds) return std::nullopt;
  if (*hours > 23 || *minutes > 59 || *seconds > 60) return std::nullopt;
  return *hours * 3600 + *minutes * 60 + *seconds;
}

// Returns the seconds of "UTC", "+01:00" or "-0500".
std::optional<std::int64_t> seconds_of_zone(std::string_view zone) {
  if (zone == "UTC" || zone == "GMT" || zone == "Z") return 0;
  const bool sign = zone.starts_with('+') || zone.starts_with('-');
  const bool colon = zone.size() == 6 && zone[3] == ':';
  if (!sign || !(colon || zone.size() == 5)) return std::nullopt;
  const auto hours = number(zone.substr(1, 2));
  const auto minutes = number(zone.substr(colon ? 4 : 3));
  if (!hours || !minutes || *hours > 15 || *minutes > 59) return std::nullopt;
  return (*hours * 60 + *minutes) * 60 * (zone[0] == '-' ? -1 : 1);
}

struct Parts {
  std::optional<std::int64_t> year, day, clock, zone;
  std::optional<unsigned> month, weekday;
  std::optional<bool> afternoon;
};

std::optional<std::int64_t> moment(const Parts& parts) {
  using namespace std::chrono;
  if (!parts.year || !parts.month || !parts.day || !parts.clock || !parts.zone) return std::nullopt;
  const year_month_day date(year(static_cast<int>(*parts.year)), month(*parts.month + 1),
                            day(static_cast<unsigned>(*parts.day)));
  if (!date.ok()) return std::nullopt;
  const sys_days days(date);
  if (parts.weekday && weekday(days).c_encoding() != *parts.weekday) return std::nullopt;
  std::int64_t clock = *parts.clock;
  if (parts.afternoon.has_value()) {
    constexpr std::int64_t noon = 12 * 3600;
    if (clock < 3600 || clock >= noon + 3600) return std::nullopt;
    clock = clock % noon + (*parts.afternoon ? noon : 0);
  }
  return days.time_since_epoch().count() * std::int64_t{86'400} + clock - *parts.zone;
}

// "2026-11-21 06:42:30+01:00", at the end of the text.
std::optional<std::int64_t> iso_time(std::string_view text) {
  constexpr std::size_t date = 10, clock = 8;
  const std::size_t sign = text.find_last_of("+-Z");
  if (sign == text.npos || sign < date + 1 + clock) return std::nullopt;
  const std::size_t at = sign - date - 1 - clock;
  const std::string_view form = text.substr(at, date + 1 + clock);
  if (at > 0 && text[at - 1] != ' ') return std::nullopt;
  if (form[4] != '-' || form[7] != '-' || (form[10] != ' ' && form[10] != 'T')) return std::nullopt;
  Parts parts;
  parts.year = number(form.substr(0, 4));
  const auto month = number(form.substr(5, 2));
  if (!month.has_value() || *month < 1 || *month > 12) return std::nullopt;
  parts.month = static_cast<unsigned>(*month - 1);
  parts.day = number(form.substr(8, 2));
  parts.clock = seconds_of_clock(form.substr(11));
  parts.zone = seconds_of_zone(text.substr(sign));
  return moment(parts);
}

// Sets what is found; false if it was found before.
template <typename T>
bool set_once(std::optional<T>& part, std::optional<T> found) {
  const bool again = part.has_value();
  part = found;
  return !again;
}

// Takes a word; false if it has digits that are no part of a time, or is a second one of its kind.
bool take(std::string_view word, Parts& parts) {
  if (const auto clock = seconds_of_clock(word)) return set_once(parts.clock, clock);
  if (const auto zone = seconds_of_zone(word)) return set_once(parts.zone, zone);
  if (word == "AM" || word == "PM") return set_once(parts.afternoon, std::optional(word == "PM"));
  if (const auto month = named(kMonths, word)) return set_once(parts.month, month);
  if (const auto day = named(kDays, word)) return set_once(parts.weekday, day);
  if (is_digits(word) && word.size() == 4) return set_once(parts.year, number(word));
  if (is_digits(word) && word.size() <= 2) return set_once(parts.day, number(word));
  return word.find_first_of("0123456789") == word.npos;
}

}  // namespace

std::optional<std::int64_t> script_started(std::string_view text) {
  text = text.substr(0, text.find_last_not_of(" \r") + 1);
  if (const auto iso = iso_time(text)) return iso;
  Parts parts;
  while (!text.empty()) {
    std::string_view word = base::take_word(text);
    if (word.ends_with(',')) word.remove_suffix(1);
    if (!word.empty() && !take(word, parts)) return std::nullopt;
  }
  return moment(parts);
}

}  // namespace auweave::tty

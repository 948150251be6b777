#include "story/when.h"

#include <chrono>
#include <cstdio>
#include <optional>

#include "base/text.h"

namespace auweave::story {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

std::int64_t start_of_day(base::WallTime time) { return time.ms() - time.ms() % kDayMs; }

std::optional<std::int64_t> number(std::string_view text, std::int64_t most) {
  const auto value = base::parse_unsigned(text);
  if (!value.has_value() || static_cast<std::int64_t>(*value) > most) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

// YYYY-MM-DD
std::optional<std::int64_t> day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4), 9999);
  const auto month = number(text.substr(5, 2), 12);
  const auto date = number(text.substr(8, 2), 31);
  if (!year || !month || !date) return std::nullopt;
  const std::chrono::year_month_day whole{std::chrono::year(static_cast<int>(*year)),
                                          std::chrono::month(static_cast<unsigned>(*month)),
                                          std::chrono::day(static_cast<unsigned>(*date))};
  if (!whole.ok()) return std::nullopt;
  return std::chrono::sys_days(whole).time_since_epoch().count() * kDayMs;
}

// HH:MM[:SS[.FFF]]
std::optional<std::int64_t> clock(std::string_view text) {
  if (text.size() < 5 || text[2] != ':') return std::nullopt;
  const auto hour = number(text.substr(0, 2), 23);
  const auto minute = number(text.substr(3, 2), 59);
  if (!hour || !minute) return std::nullopt;
  std::int64_t ms = (*hour * 60 + *minute) * 60'000;
  if (text.size() == 5) return ms;
  if (text.size() < 8 || text[5] != ':') return std::nullopt;
  const auto second = number(text.substr(6, 2), 59);
  if (!second) return std::nullopt;
  ms += *second * 1000;
  if (text.size() == 8) return ms;
  std::string fraction(text.substr(9, 3));
  fraction.resize(3, '0');
  const auto thousandths = number(fraction, 999);
  if (text[8] != '.' || text.size() == 9 || !thousandths) return std::nullopt;
  return ms + *thousandths;
}

std::optional<std::int64_t> ago(std::string_view text) {
  if (text.size() < 3 || text[0] != '-') return std::nullopt;
  const auto count = number(text.substr(1, text.size() - 2), 1'000'000);
  constexpr std::string_view units = "smhdw";
  constexpr std::int64_t sizes[] = {1000, 60'000, 3'600'000, kDayMs, 7 * kDayMs};
  const std::size_t unit = units.find(text.back());
  if (!count || unit == std::string_view::npos) return std::nullopt;
  return *count * sizes[unit];
}

std::optional<std::int64_t> absolute(std::string_view text, base::WallTime now) {
  if (text.ends_with('Z')) text.remove_suffix(1);
  if (const auto time = clock(text)) return start_of_day(now) + *time;
  const auto date = day(text.substr(0, 10));
  if (!date.has_value() || text.size() == 10) return date;
  const bool separated = text[10] == 'T' || text[10] == ' ';
  const auto time = clock(text.substr(11));
  if (!separated || !time.has_value()) return std::nullopt;
  return *date + *time;
}

}  // namespace

base::Result<base::WallTime> moment(std::string_view text, base::WallTime now) {
  if (text == "now") return now;
  if (text == "today") return base::WallTime::from_ms(start_of_day(now));
  if (text == "yesterday") return base::WallTime::from_ms(start_of_day(now) - kDayMs);
  if (const auto back = ago(text)) return base::WallTime::from_ms(now.ms() - *back);
  if (const auto ms = absolute(text, now)) return base::WallTime::from_ms(*ms);
  return base::Error{base::ErrorKind::config,
                     "'" + std::string(text) +
                         "' is no time (2026-11-21, 2026-11-21T06:40, 06:40, yesterday, -2h; UTC)"};
}

std::string clock_of(base::WallTime time) { return base::rfc3339(time).substr(11, 8); }
std::string date_of(base::WallTime time) { return base::rfc3339(time).substr(0, 10); }

std::string span_of(std::int64_t ms) {
  char text[40];
  if (ms < 60'000) {
    std::snprintf(text, sizeof text, "%.1f s", static_cast<double>(ms) / 1000);
  } else if (ms < 3'600'000) {
    std::snprintf(text, sizeof text, "%lld min %02lld s", static_cast<long long>(ms / 60'000),
                  static_cast<long long>(ms / 1000 % 60));
  } else {
    std::snprintf(text, sizeof text, "%lld h %02lld min", static_cast<long long>(ms / 3'600'000),
                  static_cast<long long>(ms / 60'000 % 60));
  }
  return text;
}

}  // namespace auweave::story

#include "base/wall_time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace auweave::base {
namespace {

constexpr std::int64_t kBillion = 1'000'000'000;

void append_digits(std::string& out, unsigned value, int width) {
  std::array<char, 10> digits{};
  for (int i = width - 1; i >= 0; --i) {
    digits[static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits.data(), static_cast<std::size_t>(width));
}

}  // namespace

void append_rfc3339(WallTime time, std::string& out) {
  using namespace std::chrono;
  std::int64_t seconds = time.ns / kBillion;
  std::int64_t fraction = time.ns % kBillion;
  if (fraction < 0) {
    fraction += kBillion;
    --seconds;
  }
  const sys_seconds moment{std::chrono::seconds{seconds}};
  const auto day = floor<days>(moment);
  const year_month_day date{day};
  const hh_mm_ss<std::chrono::seconds> clock{moment - day};
  append_digits(out, static_cast<unsigned>(std::clamp(static_cast<int>(date.year()), 0, 9999)), 4);
  out += '-';
  append_digits(out, static_cast<unsigned>(date.month()), 2);
  out += '-';
  append_digits(out, static_cast<unsigned>(date.day()), 2);
  out += 'T';
  append_digits(out, static_cast<unsigned>(clock.hours().count()), 2);
  out += ':';
  append_digits(out, static_cast<unsigned>(clock.minutes().count()), 2);
  out += ':';
  append_digits(out, static_cast<unsigned>(clock.seconds().count()), 2);
  out += '.';
  const bool fine = fraction % 1'000'000 != 0;
  append_digits(out, static_cast<unsigned>(fine ? fraction : fraction / 1'000'000), fine ? 9 : 3);
  out += 'Z';
}

std::string rfc3339(WallTime time) {
  std::string out;
  append_rfc3339(time, out);
  return out;
}

}  // namespace auweave::base

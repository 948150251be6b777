// Moments as people say them. Pure: what time it is, is an argument.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/wall_time.h"

namespace auweave::story {

// 2026-11-21, 2026-11-21T06:40[:30[.5]][Z] (or with a blank), 06:40[:30], now, today, yesterday, and
// -2h (s, m, h, d, w). All in UTC; a day is its first moment. Error (config): none of these.
base::Result<base::WallTime> moment(std::string_view text, base::WallTime now);

// "06:41:23", "2026-11-21", "1.3 s", "2 h 05 min".
std::string clock_of(base::WallTime time);
std::string date_of(base::WallTime time);
std::string span_of(std::int64_t ms);

}  // namespace auweave::story

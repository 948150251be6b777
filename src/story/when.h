// Reads and writes moments as people write them, purely: the present time is an argument.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/wall_time.h"

namespace auweave::story {

// Reads 2026-11-21, 2026-11-21T06:40[:30[.5]][Z] (or with a blank), 06:40[:30], now, today,
// yesterday, or -2h (s, m, h, d, w). All times are UTC, and a day means its first moment. Error
// (config): `text` has none of these forms.
base::Result<base::WallTime> moment(std::string_view text, base::WallTime now);

// The texts are "06:41:23" (clock_of), "2026-11-21" (date_of), "1.3 s" or "2 h 05 min" (span_of).
std::string clock_of(base::WallTime time);
std::string date_of(base::WallTime time);
std::string span_of(std::int64_t ms);

}  // namespace auweave::story

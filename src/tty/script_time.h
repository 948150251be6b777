// Reads the time in the first line of a log of script(1), which util-linux before 2.30 wrote as
// strftime's %c, in the language and the time zone of whoever ran script. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace auweave::tty {

// Returns the seconds since 1970 of the time at the end of `text`: "2026-11-21 06:42:30+01:00", or
// words with one clock, one year, one day, one English name of a month, and UTC or an offset. A
// weekday must agree if its name is English. Returns nothing for a time that could mean several
// moments: one of another language, in figures alone, or without a zone, or with a zone by a name
// (IST is three zones).
std::optional<std::int64_t> script_started(std::string_view text);

}  // namespace auweave::tty

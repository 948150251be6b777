// sshd's own log, in lines of syslog: ports and keys, which no audit record tells. Anybody on the host
// can write such a line, so what it says names nobody and vouches for nothing. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "model/sshd_line.h"

namespace auweave::sshd {

// Nothing: another program's line, or one that tells nothing of use. The Error (parse): it begins as
// one of use and is none.
base::Result<std::optional<model::SshdLine>> read_log_line(std::string_view line);

// The time of a line, for putting inputs in order; nothing: it has no year.
std::optional<std::int64_t> peek_time_ms(std::string_view line);

}  // namespace auweave::sshd

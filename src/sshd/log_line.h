// sshd's own log, in lines of syslog: ports and keys, which no audit record tells. Anybody on the host
// can write such a line, so what it says names nobody and vouches for nothing. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/sshd_line.h"

namespace auweave::sshd {

// Nothing: another program's line, or one that tells nothing of use. The Error (parse): it begins as
// one of use and is none.
base::Result<std::optional<model::SshdLine>> read_log_line(std::string_view line);

// The same of a message alone, whose time, host and pid are known without it.
struct LogMessage {
  base::SyslogTime time;
  std::string host;
  std::optional<model::Pid> pid;
  std::string_view text;
};
base::Result<std::optional<model::SshdLine>> read_log_message(const LogMessage& message);

// "FIELD=value" of entries of the journal that may be sshd's, one of which each has.
std::vector<std::string> journal_matches();

// The time of a line, for putting inputs in order; nothing: it has no year.
std::optional<std::int64_t> peek_time_ms(std::string_view line);

}  // namespace auweave::sshd

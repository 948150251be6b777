// Reads sshd's own log, in lines of syslog. The log of sshd has ports and keys, which no audit
// record has. Anybody on the host can write a line like sshd's, so a line of the log decides
// no account and vouches for no recording. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/sshd_line.h"

namespace auweave::sshd {

// Reads one line of sshd's log. Returns no SshdLine for a line of another program, and for a line
// of sshd that auweave does not use. Error (parse): a line of a connection or a login is malformed,
// or a useful line has no pid.
base::Result<std::optional<model::SshdLine>> read_log_line(std::string_view line);

// LogMessage: a message without its syslog header; the caller knows the message's time, host and
// pid. Results and Errors of read_log_message() are those of read_log_line().
struct LogMessage {
  base::SyslogTime time;
  std::string host;
  std::optional<model::Pid> pid;
  std::string_view text;
};
base::Result<std::optional<model::SshdLine>> read_log_message(const LogMessage& message);

// Returns the matches ("FIELD=value") of which each journal entry that sshd may have written has at
// least one.
std::vector<std::string> journal_matches();

// Returns the time of a log line, for merging inputs by time. Returns no time for a traditional
// time stamp, which has no year.
std::optional<std::int64_t> peek_time_ms(std::string_view line);

}  // namespace auweave::sshd

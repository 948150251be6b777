// Lines of syslog: what stands before the message. Understood are the traditional form (RFC 3164,
// rsyslog's with either time stamp, with or without <PRI>) and RFC 5424. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/wall_time.h"

namespace auweave::base {

// The time in a line of syslog. The traditional one has neither year nor zone, and whole seconds.
struct SyslogTime {
  std::optional<WallTime> exact;  // RFC 3339
  unsigned month = 0, day = 0;    // traditional; 0: the line tells no time
  std::int64_t second = 0;        // of the day

  // What it means for something that happened about `moment`: the year nearest to it, and of all
  // zones (whole quarters of an hour) the one that brings it nearest. Nothing: it tells none.
  [[nodiscard]] std::optional<WallTime> near(WallTime moment) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(exact, month, day, second);
  }
};

struct SyslogLine {
  SyslogTime time;
  std::string_view host;     // empty: left out
  std::string_view program;  // "sshd" of `sshd[123]:`
  std::string_view pid;      // "123"; empty: none
  std::string_view message;  // of RFC 5424, behind the structured data as far as that has no blank
};

// Nothing: this is no line of syslog. The views are of `line`.
std::optional<SyslogLine> parse_syslog(std::string_view line);

}  // namespace auweave::base

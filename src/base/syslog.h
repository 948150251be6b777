// Parses the header of a syslog line. A syslog line is understood in two forms: the traditional
// form (RFC 3164, and rsyslog's with either time stamp, with or without <PRI>) and RFC 5424. Pure
// functions.
#pragma once

#include <optional>
#include <string_view>

#include "base/wall_time.h"

namespace auweave::base {

// SyslogTime: the time stamp of a syslog line. A traditional time stamp has whole seconds, no year
// and no time zone.
struct SyslogTime {
  std::optional<WallTime> exact;  // the moment, if the time stamp is RFC 3339
  unsigned month = 0, day = 0;    // of a traditional time stamp; 0: the line has none
  std::int64_t second = 0;        // second of the day, of a traditional time stamp

  // Returns the moment that the time stamp means, for a line written at about `moment`. A
  // traditional time stamp gets the year, and the time zone in quarters of an hour, that bring its
  // time nearest to `moment`. Returns no moment if the time stamp is missing or impossible.
  [[nodiscard]] std::optional<WallTime> near(WallTime moment) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(exact, month, day, second);
  }
};

struct SyslogLine {
  SyslogTime time;
  std::string_view host;     // empty: the line names no host
  std::string_view program;  // "sshd" of `sshd[123]:`
  std::string_view pid;      // "123"; empty: the line has no pid
  std::string_view message;  // the text behind the header
};

// Returns no value if `line` is no syslog line. The views in a SyslogLine point into `line`. The
// message has neither the structured data nor the byte order mark of RFC 5424 before it.
std::optional<SyslogLine> parse_syslog(std::string_view line);

}  // namespace auweave::base

// Cuts off what stands before tlog's message in a line of syslog. Pure.
#pragma once

#include <string_view>

namespace auweave::tty {

struct Message {
  enum class Origin {
    tlog,             // `text` is tlog's message, or the rest of one
    another_program,  // a line of syslog from another program
  } origin = Origin::tlog;
  std::string_view text;
};

// Understands the traditional form (RFC 3164, rsyslog's with either time stamp, with or without
// <PRI>) and RFC 5424. A line that begins with '{', or is no line of syslog, is its own text.
Message message_in(std::string_view line);

}  // namespace auweave::tty

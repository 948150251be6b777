// Lines of syslog that hold tlog's messages: what stands before the message is cut off. Pure.
#pragma once

#include <string_view>

namespace auweave::tty {

struct Message {
  enum class Origin {
    tlog,             // `text` is its message, or what is left of one
    another_program,  // a line of syslog that is not tlog's
  } origin = Origin::tlog;
  std::string_view text;
};

// Understood are the traditional form (RFC 3164, rsyslog's with either time stamp, with or without
// <PRI>) and RFC 5424. A line that begins with '{', and one that is no line of syslog at all, is
// its own text.
Message message_in(std::string_view line);

}  // namespace auweave::tty

// Cuts off what stands before tlog's message in a line of syslog. Pure.
#pragma once

#include <string_view>

namespace auweave::tty {

struct Message {
  enum class Origin {
    tlog,             // `text` is tlog's message, or a part of one
    another_program,  // a line of syslog from another program
  } origin = Origin::tlog;
  std::string_view text;
};

// True for the names by which tlog's programs write to syslog and to the journal.
[[nodiscard]] bool is_tlogs_tag(std::string_view tag);

// Returns the message in a line of the traditional form (RFC 3164, rsyslog's with either time
// stamp, with or without <PRI>) or of RFC 5424. Returns the whole line as tlog's message if `line`
// begins with '{', or is no line of syslog.
Message message_in(std::string_view line);

}  // namespace auweave::tty

#include "tty/syslog_line.h"

#include <algorithm>
#include <array>

#include "base/syslog.h"

namespace auweave::tty {
namespace {

// syslog identifiers of tlog: the name of its openlog(3), and the names of its programs in the
// journal. The latter are the names by which the programs were started, and login(1) and sshd put a
// '-' before a shell's name.
constexpr std::array kTlog = {"tlog", "tlog-rec-session", "-tlog-rec-session", "tlog-rec"};

}  // namespace

bool is_tlogs_tag(std::string_view tag) {
  return std::find(kTlog.begin(), kTlog.end(), tag) != kTlog.end();
}

Message message_in(std::string_view line) {
  if (line.starts_with('{')) return {Message::Origin::tlog, line};
  const auto syslog = base::parse_syslog(line);
  if (!syslog.has_value()) return {Message::Origin::tlog, line};
  if (!is_tlogs_tag(syslog->program)) return {Message::Origin::another_program, {}};
  // rsyslog may put a cookie before JSON; a message of tlog begins as JSON does.
  const std::string_view text = syslog->message;
  return {Message::Origin::tlog, text.substr(std::min(text.find('{'), text.size()))};
}

}  // namespace auweave::tty

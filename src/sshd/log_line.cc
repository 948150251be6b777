#include "sshd/log_line.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "programs/program.h"

namespace auweave::sshd {
namespace {

using model::SshdLine;
using What = SshdLine::What;

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view take_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

bool is_address(const std::string& text) {
  in6_addr ignored{};
  return ::inet_pton(AF_INET, text.c_str(), &ignored) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), &ignored) == 1;
}

// An address of IPv6 may have a zone, which audit's has not.
bool take_address(std::string_view& text, std::string& ip) {
  ip = take_word(text);
  ip.resize(std::min(ip.find('%'), ip.size()));
  return is_address(ip);
}

// "ADDRESS port PORT"
bool take_endpoint(std::string_view& text, std::string& ip, std::uint16_t& port) {
  if (!take_address(text, ip) || take_word(text) != "port") return false;
  const auto number = base::parse_unsigned(take_word(text));
  if (!number.has_value() || *number == 0 || *number > 65535) return false;
  port = static_cast<std::uint16_t>(*number);
  return true;
}

bool is_fingerprint(std::string_view word) {
  return word.starts_with("SHA256:") || word.starts_with("MD5:") || word.starts_with("SHA1:") ||
         word.starts_with("SHA384:") || word.starts_with("SHA512:");
}

// " ID NAME (serial N) CA TYPE FINGERPRINT". The name is its authority's and may hold anything, so
// what follows is looked for from the end.
void read_certificate(std::string_view text, SshdLine& out) {
  if (!take(text, "ID ")) return;
  const std::size_t serial = text.rfind(" (serial ");
  if (serial == std::string_view::npos) return;
  std::string_view rest = text.substr(serial + 9);
  const std::string_view number = rest.substr(0, std::min(rest.find(')'), rest.size()));
  if (!base::parse_unsigned(number).has_value()) return;
  rest.remove_prefix(number.size());
  if (!take(rest, ") CA ")) return;
  take_word(rest);
  const std::string_view authority = take_word(rest);
  if (!is_fingerprint(authority)) return;
  out.cert_id = text.substr(0, serial);
  out.cert_serial = number;
  out.cert_ca = authority;
}

// "METHOD for USER from ADDRESS port PORT ssh2[: TYPE FINGERPRINT[ ID …]]". USER has logged in,
// so it is the name of an account, which holds no blank.
bool read_accepted(std::string_view text, SshdLine& out) {
  out.method = take_word(text);
  // "keyboard-interactive/pam"; "publickey" and others have no submethod.
  if (out.method.empty() || !take(text, "for ")) return false;
  const std::size_t from = text.find(" from ");
  if (from == std::string_view::npos) return false;
  out.user = text.substr(0, from);
  std::string_view rest = text.substr(from + 6);
  if (!take_endpoint(rest, out.src_ip, out.src_port)) return false;
  const std::string_view protocol = take_word(rest);
  if (protocol != "ssh2" && protocol != "ssh2:") return false;
  take_word(rest);  // the key's type
  const std::string_view key = take_word(rest);
  if (!is_fingerprint(key)) return true;
  out.key = key;
  read_certificate(rest, out);
  return true;
}

// "ADDRESS port PORT on ADDRESS port PORT[ rdomain "…"]"
bool read_connection(std::string_view text, SshdLine& out) {
  return take_endpoint(text, out.src_ip, out.src_port) && take(text, "on ") &&
         take_endpoint(text, out.server_ip, out.server_port);
}

constexpr std::string_view kTimedOut = " timed out";
constexpr std::string_view kNobodyYet = " [preauth]";

// "[user NAME ]ADDRESS port PORT"
bool take_client(std::string_view& text, SshdLine& out) {
  if (take(text, "user ")) out.user = take_word(text);
  if (!take_address(text, out.src_ip) || !take(text, "port ")) return false;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = base::parse_unsigned(text.substr(0, digits));
  text.remove_prefix(digits);
  if (!number.has_value() || *number == 0 || *number > 65535) return false;
  out.src_port = static_cast<std::uint16_t>(*number);
  return true;
}

// "[user NAME ]ADDRESS port PORT[: WHY]". Before somebody has logged in other words stand there, or
// "[preauth]" behind.
bool read_end(std::string_view text, SshdLine& out) {
  if (text.ends_with(kNobodyYet) || !take_client(text, out)) return false;
  return text.empty() || text == kTimedOut || text.starts_with(": ");
}

// "ADDRESS port PORT:REASON: WORDS". The words are the client's own.
bool read_goodbye(std::string_view text, SshdLine& out) {
  return !text.ends_with(kNobodyYet) && take_client(text, out) && text.starts_with(':');
}

// "WHAT from ADDRESS port PORT id N". The command that an account is forced to stands in WHAT.
bool read_channel(std::string_view text, SshdLine& out) {
  const std::size_t from = text.rfind(" from ");
  if (from == std::string_view::npos) return false;
  text.remove_prefix(from + 6);
  if (!take_client(text, out) || !take(text, " id ")) return false;
  const auto number = base::parse_signed(text);
  out.channel = number.value_or(0);
  return number.has_value();
}

struct Sort {
  std::string_view prefix;
  What what;
  bool (*read)(std::string_view, SshdLine&);
};

constexpr std::string_view kFrom = "Connection from ";
constexpr std::array kSorts = {Sort{kFrom, What::connection, read_connection},
                               Sort{"Partial ", What::partial, read_accepted},
                               Sort{"Accepted ", What::accepted, read_accepted},
                               Sort{"Starting session: ", What::shell_began, read_channel},
                               Sort{"Close session: ", What::shell_left, read_channel},
                               Sort{"Connection closed by ", What::closed, read_end},
                               Sort{"Connection reset by ", What::lost, read_end},
                               Sort{"Timeout, client not responding from ", What::lost, read_end},
                               Sort{"Read error from remote host ", What::lost, read_end},
                               Sort{"Received disconnect from ", What::goodbye, read_goodbye}};
constexpr Sort kBroke{kFrom, What::lost, read_end};

// The name of a function of sshd's: "process_output: "
bool take_function(std::string_view& text) {
  const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
  if (end == 0 || end == std::string_view::npos || !text.substr(end).starts_with(": "))
    return false;
  text.remove_prefix(end + 2);
  return true;
}

// The same words tell that a connection came, that it broke, "process_output: ssh_packet_write_poll:
// Connection from …: Host is down" or "Connection from … timed out", and what it asked for in vain.
const Sort* sort_of_from(std::string_view text, bool in_function) {
  if (in_function || text.ends_with(kTimedOut)) return &kBroke;
  for (const std::string_view who : {"user ", "authenticating user ", "invalid user "}) {
    if (text.starts_with(who)) return nullptr;
  }
  return text.ends_with(kNobodyYet) ? nullptr : &kSorts.front();
}

// Takes what stands before the part that its sort reads; null: it is of no use.
const Sort* take_sort(std::string_view& text) {
  std::string_view rest = text;
  while (take_function(rest)) {
  }
  const bool in_function = rest.size() < text.size();
  if (take(rest, kFrom)) {
    text = rest;
    return sort_of_from(text, in_function);
  }
  const auto sort = std::find_if(kSorts.begin(), kSorts.end(),
                                 [&](const Sort& each) { return take(text, each.prefix); });
  // "Accepted key …" only says which line of a file has it, and that nothing is decided yet.
  return sort == kSorts.end() || text.starts_with("key ") ? nullptr : &*sort;
}

bool is_sshd(std::string_view program) { return programs::service_of(program) == "sshd"; }

}  // namespace

base::Result<std::optional<SshdLine>> read_log_message(const LogMessage& message) {
  std::string_view text = message.text;
  const Sort* sort = take_sort(text);
  if (sort == nullptr) return std::optional<SshdLine>();
  SshdLine out;
  out.what = sort->what;
  const bool understood = sort->read(text, out);
  // Of an end, all but what is understood is of somebody who never logged in.
  if (!understood && out.is_of_child()) return std::optional<SshdLine>();
  if (!message.pid.has_value() || !understood) {
    return base::Error{base::ErrorKind::parse, "malformed line of sshd"};
  }
  out.time = message.time;
  out.host = message.host;
  out.pid = *message.pid;
  return std::optional<SshdLine>(std::move(out));
}

base::Result<std::optional<SshdLine>> read_log_line(std::string_view line) {
  const auto syslog = base::parse_syslog(line);
  if (!syslog.has_value() || !is_sshd(syslog->program)) return std::optional<SshdLine>();
  LogMessage message{syslog->time, std::string(syslog->host), std::nullopt, syslog->message};
  if (const auto pid = base::parse_signed(syslog->pid)) message.pid = model::Pid{*pid};
  return read_log_message(message);
}

std::vector<std::string> journal_matches() {
  std::vector<std::string> matches;
  for (const std::string_view name : programs::names_told_as("sshd"))
    matches.push_back("SYSLOG_IDENTIFIER=" + std::string(name));
  return matches;
}

std::optional<std::int64_t> peek_time_ms(std::string_view line) {
  const auto syslog = base::parse_syslog(line);
  if (!syslog.has_value() || !syslog->time.exact.has_value()) return std::nullopt;
  return syslog->time.exact->ms();
}

}  // namespace auweave::sshd

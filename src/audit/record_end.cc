#include "audit/record_end.h"

#include <cstring>

#include "audit/line.h"

namespace auweave::audit {
namespace {

// The kernel's records of a system call, a rule or a login: each of their words has a name but the
// first of TTY, each string is in quotes without a blank or a quote in it
// (audit_log_untrustedstring), and "(null)" is in parentheses.
constexpr int kFirstOfKernel = 1300, kLastOfKernel = 1399, kLogin = 1006;

bool has_word(std::string_view body, std::string_view word) {
  return body.starts_with(word.substr(1)) || body.find(word) != body.npos;
}

bool value_is_open(std::string_view value) {
  if (value.starts_with('"')) return value.find('"', 1) == value.npos;
  return value.starts_with('(') && value.find(')') == value.npos;
}

// memrchr: rfind goes byte by byte, and a word of hex digits has hundreds.
std::string_view last_word(std::string_view body) {
  const auto* at = static_cast<const char*>(::memrchr(body.data(), ' ', body.size()));
  return at == nullptr ? body : body.substr(static_cast<std::size_t>(at - body.data()) + 1);
}

bool last_word_is_cut(std::string_view body) {
  const std::string_view last = last_word(body);
  const std::size_t equals = last.find('=');
  // A record without any field is told as that.
  if (equals == last.npos) return body.find('=') != body.npos;
  return value_is_open(last.substr(equals + 1));
}

// The kernel ends a SYSCALL with its key, and a LOGIN, since its names have dashes, with res=. A
// last value in quotes is whole, whatever is missing behind it.
bool last_field_is_missing(int type, std::string_view body) {
  constexpr int syscall = 1300;
  if (body.ends_with('"')) return false;
  // Nearly each SYSCALL ends here: a search for names costs as much as parsing the line's head.
  if (type == syscall && last_word(body).starts_with("key=")) return false;
  if (type == syscall) return has_word(body, " exe=") && !has_word(body, " key=");
  return type == kLogin && has_word(body, " old-auid=") && !has_word(body, " res=");
}

// The kernel writes both quotes of msg='...' around what a program says (audit_receive_msg).
bool message_is_open(std::string_view body) {
  constexpr std::string_view opening = "msg='";
  if (!has_word(body, " msg='")) return false;
  return body.find('\'', body.find(opening) + opening.size()) == body.npos;
}

}  // namespace

bool lacks_end(int type, std::string_view body) {
  if (body.ends_with('\'')) return message_is_open(body);
  const std::size_t end = body.find_last_not_of(' ');
  body = body.substr(0, end + 1);
  if (body.empty()) return false;
  const bool kernels = type == kLogin || (type >= kFirstOfKernel && type <= kLastOfKernel);
  if (!kernels) return message_is_open(body);
  constexpr int tty = 1319;
  return (type != tty && last_word_is_cut(body)) || last_field_is_missing(type, body);
}

}  // namespace auweave::audit

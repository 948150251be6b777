#include "weave/writer_check.h"

#include <algorithm>
#include <array>

#include "session/recordings.h"

namespace auweave::weave {

namespace {

// "pid 424, uid 1001, session 52, /usr/bin/logger", as far as it is known.
std::string words_for(const model::JournalWriter& writer) {
  std::string words = writer.pid ? "pid " + std::to_string(writer.pid->value) : "no pid";
  if (writer.uid.has_value()) words += ", uid " + std::to_string(writer.uid->value);
  if (writer.ses.has_value()) words += ", session " + std::to_string(writer.ses->value);
  if (!writer.exe.empty()) words += ", " + writer.exe;
  return words;
}

std::string_view who_else(const model::TtyChunk& chunk, const model::JournalEntry& entry) {
  const model::JournalWriter& writer = entry.writer;
  if (!chunk.key.has_value() || writer.pid != chunk.key->pid) return "another process";
  if (entry.boot_id != chunk.key->boot_id) return "a process of another boot";
  if (writer.ses.has_value() && writer.ses != chunk.ses) return "a process of another session";
  if (!writer.exe.empty() && !session::is_recorder(writer.exe)) return "another program";
  return {};
}

}  // namespace

std::string disowned(const model::TtyChunk& chunk, const model::JournalEntry& entry) {
  const std::string_view who = who_else(chunk, entry);
  if (who.empty()) return "";
  return "journald says that " + std::string(who) + " wrote it (" + words_for(entry.writer) + ")";
}

bool is_of_sshd(const model::SshdLine& line, const model::JournalEntry& entry) {
  // The second one from OpenSSH 9.8 on, where Debian has it.
  constexpr std::array paths = {"/usr/sbin/sshd", "/usr/lib/openssh/sshd-session",
                                "/usr/libexec/openssh/sshd-session"};
  const model::JournalWriter& writer = entry.writer;
  const bool known = std::find(paths.begin(), paths.end(), writer.exe) != paths.end();
  if (writer.uid == model::Uid{0}) return known || writer.exe.empty();
  return known && line.is_of_child();
}

}  // namespace auweave::weave

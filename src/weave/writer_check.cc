#include "weave/writer_check.h"

#include "programs/program.h"

namespace auweave::weave {

namespace {

// Returns "pid 424, uid 1001, session 52, /usr/bin/logger", without the unknown parts.
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
  if (!writer.exe.empty() && programs::recorder_of(writer.exe) != "tlog") return "another program";
  return {};
}

}  // namespace

std::string disowned(const model::TtyChunk& chunk, const model::JournalEntry& entry) {
  const std::string_view who = who_else(chunk, entry);
  if (who.empty()) return "";
  return "journald says that " + std::string(who) + " wrote it (" + words_for(entry.writer) + ")";
}

model::Writer writer_of(const model::JournalEntry& entry) {
  const model::JournalWriter& writer = entry.writer;
  const programs::Program* program = programs::program_of(writer.exe);
  const bool known =
      writer.ses.has_value() && program != nullptr && programs::is_trusted(*program, writer.exe);
  return known ? model::Writer::recorder : model::Writer::recorder_pid;
}

bool is_of_sshd(const model::SshdLine& line, const model::JournalEntry& entry) {
  const model::JournalWriter& writer = entry.writer;
  const programs::Program* program = programs::program_of(writer.exe);
  const bool known = program != nullptr && program->told_as() == "sshd" &&
                     programs::is_trusted(*program, writer.exe);
  if (writer.uid == model::Uid{0}) return known || writer.exe.empty();
  return known && line.is_of_child();
}

}  // namespace auweave::weave

// Weaver's part for entries of the systemd journal.
#include <utility>

#include "sshd/log_line.h"
#include "tty/tlog.h"
#include "weave/weaver.h"
#include "weave/writer_check.h"

namespace auweave::weave {

void Weaver::tlog_entry(const model::JournalEntry& entry, std::uint32_t source) {
  ++counts_.tlog_lines;
  const Place place{"tlog", source, 0, 0, entry.cursor};
  if (!entry.unreadable.empty()) {
    return deadletter(place, "", "its message cannot be read: " + entry.unreadable);
  }
  auto chunk = tty::parse_tlog(entry.message, settings_.terminal_input);
  if (!chunk.ok()) return deadletter(place, entry.message, chunk.error().message);
  chunk->disowned = disowned(*chunk, entry);
  add(std::move(*chunk), source);
}

void Weaver::sshd_entry(const model::JournalEntry& entry, std::uint32_t source) {
  ++counts_.sshd_lines;
  const Place place{"sshd", source, 0, 0, entry.cursor};
  if (!entry.unreadable.empty()) {
    return deadletter(place, "", "its message cannot be read: " + entry.unreadable);
  }
  base::SyslogTime time;
  time.exact = entry.time;
  auto read = sshd::read_log_message({time, entry.host, entry.writer.pid, entry.message});
  // What others write in its name is no business of ours.
  if (read.ok() && read->has_value() && !is_of_sshd(**read, entry)) read->reset();
  note_sshd(read, place, entry.message, 0);
}

}  // namespace auweave::weave

#include "weave/sshd_log.h"

#include "sshd/log_line.h"
#include "weave/writer_check.h"

namespace auweave::weave {

void SshdLog::line(const base::Line& line, std::uint32_t source) {
  ++context_.outlet.counts.sshd_lines;
  note(sshd::read_log_line(line.text), place_of("sshd", source, line), line.text, line.cut);
}

void SshdLog::entry(const model::JournalEntry& entry, std::uint32_t source) {
  ++context_.outlet.counts.sshd_lines;
  const Place place{"sshd", source, 0, 0, entry.cursor};
  if (!entry.unreadable.empty()) {
    return deadletters_.line(place, "", "its message cannot be read: " + entry.unreadable);
  }
  base::SyslogTime time;
  time.exact = entry.time;
  auto read = sshd::read_log_message({time, entry.host, entry.writer.pid, entry.message});
  if (read.ok() && read->has_value() && !is_of_sshd(**read, entry)) read->reset();
  if (read.ok() && read->has_value()) (*read)->writer = entry.writer.uid;
  note(read, place, entry.message, 0);
}

void SshdLog::note(const Read& read, const Place& place, std::string_view text, std::uint64_t cut) {
  if (!read.ok()) return deadletters_.line(place, text, read.error().message, cut);
  if (!read->has_value()) {
    ++context_.outlet.counts.other_lines;
    return;
  }
  if (const auto exact = (*read)->time.exact) context_.sources.note_good(place.source, *exact);
  table_.note_sshd(**read);
}

}  // namespace auweave::weave

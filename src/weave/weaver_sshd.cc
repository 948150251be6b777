#include "sshd/log_line.h"
#include "weave/weaver.h"

namespace auweave::weave {

void Weaver::sshd_line(const base::Line& line, std::uint32_t source) {
  ++counts_.sshd_lines;
  note_sshd(sshd::read_log_line(line.text), place_of("sshd", source, line), line.text, line.cut);
}

// It makes no document: what it tells is on those that are made from now on.
void Weaver::note_sshd(const base::Result<std::optional<model::SshdLine>>& read, const Place& place,
                       std::string_view text, std::uint64_t cut) {
  if (!read.ok()) return deadletter(place, text, read.error().message, cut);
  if (!read->has_value()) {
    ++counts_.other_lines;
    return;
  }
  if ((*read)->time.exact.has_value()) sources_.at(place.source).last_good = (*read)->time.exact;
  table_.note_sshd(**read);
}

}  // namespace auweave::weave

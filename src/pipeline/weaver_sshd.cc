#include "pipeline/weaver.h"
#include "sshd/log_line.h"

namespace auweave::pipeline {

// It makes no document: what it tells is on those that are made from now on.
void Weaver::sshd_line(const base::Line& line, std::uint32_t source) {
  ++counts_.sshd_lines;
  const auto read = sshd::read_log_line(line.text);
  if (!read.ok()) {
    return deadletter({"sshd", source, line.number, line.offset}, line.text, read.error().message,
                      line.cut);
  }
  if (!read->has_value()) {
    ++counts_.other_lines;
    return;
  }
  if ((*read)->time.exact.has_value()) sources_.at(source).last_good = (*read)->time.exact;
  table_.note_sshd(**read);
}

}  // namespace auweave::pipeline

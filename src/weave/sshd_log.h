// SshdLog: reads sshd's own log into the session table, and puts no documents but deadletters. The
// facts of a line of sshd (a port, a key) are in documents that go out after the line was read.
#pragma once

#include <cstdint>
#include <optional>

#include "base/line_file.h"
#include "model/journal_entry.h"
#include "model/sshd_line.h"
#include "session/table.h"
#include "weave/context.h"
#include "weave/deadletters.h"

namespace auweave::weave {

class SshdLog {
 public:
  // `context`, `table` and `deadletters` must outlive the SshdLog.
  SshdLog(Context& context, session::Table& table, Deadletters& deadletters)
      : context_(context), table_(table), deadletters_(deadletters) {}

  void line(const base::Line& line, std::uint32_t source);
  // Takes an entry of the systemd journal. An entry is ignored if journald's facts about the
  // entry's writer say that sshd did not write the entry.
  void entry(const model::JournalEntry& entry, std::uint32_t source);

 private:
  using Read = base::Result<std::optional<model::SshdLine>>;
  void note(const Read& read, const Place& place, std::string_view text, std::uint64_t cut);

  Context& context_;
  session::Table& table_;
  Deadletters& deadletters_;
};

}  // namespace auweave::weave

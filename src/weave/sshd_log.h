// SshdLog: lines of sshd's own log in, into the session table. It makes no document: what the log tells (a port, a
// key) is on the documents that go out after its line was read.
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
  // All outlive it.
  SshdLog(Context& context, session::Table& table, Deadletters& deadletters)
      : context_(context), table_(table), deadletters_(deadletters) {}

  void line(const base::Line& line, std::uint32_t source);
  // What journald knows of an entry's writer is held against it: an entry of another program is passed over.
  void entry(const model::JournalEntry& entry, std::uint32_t source);

 private:
  using Read = base::Result<std::optional<model::SshdLine>>;
  void note(const Read& read, const Place& place, std::string_view text, std::uint64_t cut);

  Context& context_;
  session::Table& table_;
  Deadletters& deadletters_;
};

}  // namespace auweave::weave

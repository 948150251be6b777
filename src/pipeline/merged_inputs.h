// MergedInputs: the lines of several files in the order of their time, so that rotated files may be
// named in any order, overlapping ones meet, and recordings come beside the records they belong to.
// Each file's own order is kept. The same for what is no lines: sudo's and script's recordings, and the
// journal's entries.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "base/line_file.h"
#include "base/result.h"
#include "systemd/journal.h"
#include "tty/timed_logs.h"

namespace auweave::weave {
class Weaver;
}  // namespace auweave::weave

namespace auweave::pipeline {

class MergedInputs {
 public:
  enum class Kind { audit, tlog, sshd, chunks };
  struct Next {
    base::Line line;  // of audit and tlog
    Kind kind;
    std::uint32_t source;
    std::optional<tty::Recorded> recorded = {};     // of chunks
    std::optional<model::JournalEntry> entry = {};  // of a journal, of tlog's or sshd's
  };

  void add(base::LineFile file, Kind kind, std::uint32_t source);
  void add(tty::TimedLogs chunks, std::uint32_t source);
  // tlog's or sshd's.
  void add(systemd::Journal journal, Kind kind, std::uint32_t source);

  // The earliest line; of several at one time, that of the file that began first. Nothing: all
  // ended. Valid until the next call.
  base::Result<std::optional<Next>> next();

  // For a progress bar: bytes read of bytes there are; pipes count for nothing.
  [[nodiscard]] std::uint64_t consumed() const;
  [[nodiscard]] std::uint64_t size() const;

 private:
  struct Input {
    explicit Input(base::LineFile f) : file(std::move(f)) {}
    base::LineFile file;
    Kind kind = Kind::audit;
    std::uint32_t source = 0;
    bool begun = false;
    std::string first_text;         // of the first line, while the second is looked at
    std::vector<base::Line> lines;  // read ahead, not yet the head
    std::optional<base::Line> head;
    std::int64_t time_ms = 0;   // of the head; that of the line before where it tells none
    std::int64_t first_ms = 0;  // when the file began
    std::int64_t leap_ms = 0;   // a time far ahead that waits for a second line
    bool ended = false;
  };
  struct Logs {
    tty::TimedLogs chunks;
    std::uint32_t source = 0;
  };
  struct Entries {
    systemd::Journal journal;
    Kind kind = Kind::tlog;
    std::uint32_t source = 0;
    std::optional<model::JournalEntry> head;
    std::int64_t time_ms = 0;  // of the head; never back
    bool ended = false;
  };
  [[nodiscard]] bool several() const {
    return inputs_.size() + logs_.size() + journals_.size() > 1;
  }
  static base::Status begin(Input& input);
  base::Status advance(Input& input);
  static base::Status advance(Entries& entries);
  static void move_on(Input& input);
  base::Status take_earliest();
  // Of what comes before `than_ms`, or at all; null, nothing: none does.
  base::Result<Entries*> earliest_entry(std::optional<std::int64_t> than_ms);
  std::optional<Next> earliest_log(std::optional<std::int64_t> than_ms);

  std::list<Input> inputs_;  // views and pointers into them stay
  Input* taken_ = nullptr;   // whose head was handed out
  std::vector<Logs> logs_;
  std::vector<Entries> journals_;
};

void weave(MergedInputs::Next& next, weave::Weaver& weaver);

}  // namespace auweave::pipeline

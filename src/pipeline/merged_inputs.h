// MergedInputs: merges the lines of several files by time. Rotated files may be named in any order,
// overlapping files are joined, and recordings come beside the records they belong to. The lines of
// each file keep their order. Recordings of sudo and script, and entries of systemd's journal, are
// merged by time, too. A MergedInputs has one owner and runs on one thread.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
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
    base::Line line;  // of audit, tlog and sshd files
    Kind kind;
    std::uint32_t source;
    std::optional<tty::Recorded> recorded = {};     // of Kind::chunks
    std::optional<model::JournalEntry> entry = {};  // of a journal; the kind is tlog or sshd
    bool own_file = false;                          // argument of weave::Chunks::tlog_line()
  };

  void add(base::LineFile file, Kind kind, std::uint32_t source);
  void add(tty::TimedLogs chunks, std::uint32_t source);
  // Tells of an input that cannot be opened, as next() tells of one that cannot be read.
  // `problem` is for problems().
  void add_failed(tty::Damage damage, std::uint32_t source, std::string problem);
  // Adds a journal, whose `kind` is tlog or sshd.
  void add(systemd::Journal journal, Kind kind, std::uint32_t source);

  // Declares that only root or the recorder's account could write the files of Kind::tlog.
  void trust_files() { trusts_files_ = true; }

  // Returns the earliest line, chunk or entry, or nothing when all inputs have ended. Of two lines
  // with one time, next() returns that of the file that began first. The views in a Next are valid
  // until the next call of next(). An input that cannot be read ends there: next() returns a Damage
  // (Kind::chunks) with the input's last line, and goes on with the other inputs.
  std::optional<Next> next();
  // Returns what next() told of inputs that cannot be opened or read, for a person.
  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

  // The functions consumed() and size() return, for a progress bar, the bytes read from files and
  // the bytes in all. A pipe counts in consumed() alone; recordings and journals do not count.
  [[nodiscard]] std::uint64_t consumed() const;
  [[nodiscard]] std::uint64_t size() const;

 private:
  struct Input {
    explicit Input(base::LineFile f) : file(std::move(f)) {}
    base::LineFile file;
    Kind kind = Kind::audit;
    std::uint32_t source = 0;
    bool begun = false;
    std::string first_text;         // text of the first line, while the second is read
    std::vector<base::Line> lines;  // read ahead, not yet the head
    std::optional<base::Line> head;
    std::int64_t time_ms = 0;   // time of the head, or of the line before if it has none
    std::int64_t first_ms = 0;  // when the file began
    std::int64_t leap_ms = 0;   // a time far ahead, until a second line confirms it
    bool ended = false;
    bool unreadable = false;      // from here on
    std::uint64_t last_line = 0;  // number of the last line that was read
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
    std::int64_t time_ms = 0;  // of the head; never goes back
    bool ended = false;
  };
  [[nodiscard]] bool several() const {
    return inputs_.size() + logs_.size() + journals_.size() > 1;
  }
  struct Failed {
    tty::Damage damage;
    std::uint32_t source = 0;
  };
  void begin(Input& input);
  // Returns the file's next line, or nothing at its end or where it cannot be read.
  std::optional<base::Line> read(Input& input);
  void advance(Input& input);
  void advance(Entries& entries);
  static void move_on(Input& input);
  void take_earliest();
  // Returns the journal, or the next chunk, whose time is the earliest and before `than_ms` (if
  // set), or else null, or nothing.
  Entries* earliest_entry(std::optional<std::int64_t> than_ms);
  std::optional<Next> earliest_log(std::optional<std::int64_t> than_ms);
  // Enters the next chunk of logs_[index] into next_logs_, if there is one.
  void enter_next_of(std::size_t index);

  std::list<Input> inputs_;  // a list: views and pointers into the inputs stay valid
  Input* taken_ = nullptr;   // the input whose head was handed out
  std::vector<Logs> logs_;
  // The logs that go on: the time of the next chunk in ms, and the index in logs_.
  std::set<std::pair<std::int64_t, std::size_t>> next_logs_;
  std::vector<Entries> journals_;
  std::vector<Failed> failed_;  // not yet returned by next()
  std::vector<std::string> problems_;
  bool trusts_files_ = false;
};

// Returns the `source` of deadletters of a kind.
[[nodiscard]] std::string_view name_of(MergedInputs::Kind kind);

// Gives the weaver the line, chunk or entry in `next`.
void weave(MergedInputs::Next& next, weave::Weaver& weaver);

}  // namespace auweave::pipeline

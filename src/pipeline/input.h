// Input: one thing that a live weaver takes, in the form in which the spool keeps it. The same
// inputs in the same order give the same documents. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <variant>
#include <vector>

#include "audit/loss_watch.h"
#include "base/result.h"
#include "base/wall_time.h"
#include "intake/inbox_item.h"
#include "pipeline/source_place.h"
#include "weave/kernel_lost.h"
#include "weave/weaver.h"

namespace auweave::pipeline {

// Whole lines of the audit trail, numbered without gaps.
struct AuditLines {
  bool of_log = false;                   // true: lines of audit.log; false: records from auditd
  std::uint64_t number = 0, offset = 0;  // of the first line in its stream
  std::vector<std::string> lines;
  std::vector<std::uint64_t> cut;  // pairs: index of a cut line, bytes cut

  [[nodiscard]] std::size_t size() const;
  void add(const base::Line& line);

  template <typename Archive>
  void state(Archive& archive) {
    archive(of_log, number, offset, lines, cut);
  }
};

// The arguments of Weaver::records_pause(), idle() and sessions_with_process().
struct RecordsPause {
  template <typename Archive>
  void state(Archive&) {}
};
struct Idle {
  base::WallTime now;

  template <typename Archive>
  void state(Archive& archive) {
    archive(now);
  }
};
struct Presence {
  base::WallTime at;
  std::unordered_set<std::uint32_t> sessions;

  template <typename Archive>
  void state(Archive& archive) {
    archive(at, sessions);
  }
};

// The arguments of Weaver::repair_event(), one event of audit.log, and of Weaver::repaired(), which
// ends a look.
struct LoggedEvent {
  std::vector<std::string> lines;
  std::vector<std::uint64_t> numbers;  // of each line in its file

  template <typename Archive>
  void state(Archive& archive) {
    archive(lines, numbers);
    if constexpr (Archive::kLoads) {
      if (lines.size() != numbers.size()) archive.fail();
    }
  }
};
struct Repaired {
  std::vector<audit::SerialGap> lost;
  weave::Recovered found;  // events that came as AuditLines, not as LoggedEvent

  template <typename Archive>
  void state(Archive& archive) {
    archive(lost, found);
  }
};
using Input = std::variant<AuditLines, intake::LostRecords, intake::FollowedLine,
                           intake::FollowedLog, intake::FollowedEntry, RecordsPause, Idle, Presence,
                           LoggedEvent, Repaired, weave::KernelLost>;

// The weaver's sources of lines that do not name their source. The number of sshd's log tells its
// lines from tlog's.
struct InputSources {
  std::uint32_t records = 0, audit_log = 0;
  std::optional<std::uint32_t> sshd_log = {};
};
// Calls the weaver's function for the input.
void weave(const Input& input, const InputSources& sources, weave::Weaver& weaver);

// Notes in `places` where the input's source is to be read on. Only a FollowedLine and a
// FollowedEntry have a place.
void note_place(const Input& input, SourcePlaces& places);
// Returns the source of a followed input, or nothing for any other input.
std::optional<std::uint32_t> source_of(const Input& input);

// Rises with every change of the saved state of an Input (tests/property/layout_test.cc).
inline constexpr std::uint64_t kInputVersion = 1;

// Returns the bytes of an entry: kInputVersion, then the input.
std::string encoded(const Input& input);
// Error (parse): the bytes are damaged, or of another version.
base::Result<Input> decoded(std::string_view bytes);
// Returns the approximate size of the input in memory, in bytes.
[[nodiscard]] std::size_t size_of(const Input& input);

}  // namespace auweave::pipeline

// Input: one thing that a live weaver takes, as it is written into a spool: taken in the same order again
// it gives the same documents. A value.
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
#include "intake/taken.h"
#include "pipeline/source_place.h"
#include "weave/kernel_lost.h"
#include "weave/weaver.h"

namespace auweave::pipeline {

// Whole lines of the audit trail.
struct AuditLines {
  bool of_log = false;                   // of audit.log, not records as they came
  std::uint64_t number = 0, offset = 0;  // of the first, in what its program read
  std::vector<std::string> lines;
  std::vector<std::uint64_t> cut;  // of those that were cut: which and how much, in pairs

  [[nodiscard]] std::size_t size() const;
  void add(const base::Line& line);

  template <typename Archive>
  void state(Archive& archive) {
    archive(of_log, number, offset, lines, cut);
  }
};

// Weaver::records_pause(), idle(), sessions_with_process().
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

// Weaver::repair_event(): one event, of audit.log. And repaired(): that is all for now.
struct LoggedEvent {
  std::vector<std::string> lines;
  std::vector<std::uint64_t> numbers;  // of each line, in its file

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
  weave::Recovered found;  // but for what came as LoggedEvent

  template <typename Archive>
  void state(Archive& archive) {
    archive(lost, found);
  }
};
using Input = std::variant<AuditLines, intake::LostRecords, intake::FollowedLine,
                           intake::FollowedLog, intake::FollowedEntry, RecordsPause, Idle, Presence,
                           LoggedEvent, Repaired, weave::KernelLost>;

// Which of the weaver's sources the lines are of.
struct InputSources {
  std::uint32_t records = 0, audit_log = 0;
  std::optional<std::uint32_t> sshd_log = {};
};
void weave(const Input& input, const InputSources& sources, weave::Weaver& weaver);

// Where its source is behind it.
void note_place(const Input& input, SourcePlaces& places);
// The weaver's number of what was followed; nothing: it is of nothing that is.
std::optional<std::uint32_t> source_of(const Input& input);

// It rises with whatever changes in the state of an Input (tests/property/layout_test.cc).
inline constexpr std::uint64_t kInputVersion = 1;

std::string encoded(const Input& input);
// The Error (parse): it is damaged, or of another version.
base::Result<Input> decoded(std::string_view bytes);
// Near enough.
[[nodiscard]] std::size_t size_of(const Input& input);

}  // namespace auweave::pipeline

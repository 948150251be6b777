// Input: one thing that a live weaver takes, in the form in which the spool keeps it. The same
// inputs in the same order give the same documents. An Input is a value.
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
#include "model/account_groups.h"
#include "model/input_note.h"
#include "model/plugin_note.h"
#include "model/program_files.h"
#include "pipeline/source_place.h"
#include "weave/kernel_lost.h"
#include "weave/weaver.h"

namespace auweave::pipeline {

// AuditLines: whole lines of the audit trail, numbered without gaps.
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

// RecordsPause, Idle and Presence have the arguments of Weaver::records_pause(), idle() and
// sessions_with_process().
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
// Clock has the argument of Weaver::clock(): what the host's clock showed when the inputs behind came.
struct Clock {
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

// LoggedEvent has the arguments of Weaver::repair_event(), one event of audit.log. Repaired has the
// arguments of Weaver::repaired(), which ends a look at audit.log.
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
                           LoggedEvent, Repaired, weave::KernelLost, model::AccountGroups,
                           model::InputNote, Clock, model::PluginNote, model::ProgramFiles>;

// InputSources: the weaver's numbers of sources that inputs do not name. The number `sshd_log`
// tells the lines of sshd's log from those of tlog.
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

// Version of an Input's saved state, to be raised with every change of that state (layout_test.cc).
inline constexpr std::uint64_t kInputVersion = 5;

// Returns the bytes of an entry: kInputVersion, then the input.
std::string encoded(const Input& input);
// Returns the input in the bytes of an entry. Error (parse): the bytes are damaged, or of another
// version.
base::Result<Input> decoded(std::string_view bytes);
// Returns the approximate size of the input in memory, in bytes.
[[nodiscard]] std::size_t size_of(const Input& input);

}  // namespace auweave::pipeline

// BootScan: learns before the weaving in which boots the recordings of an input were made. The
// `rec` of a tlog line names the boot and the recorder's start, but any program can write a line
// with a `rec`. If the audit trail has execs, a boot is believed only if the recorder's exec is
// among the execs. If the audit trail has no execs, a boot is believed only if all recordings name
// the same boot. A boot belongs to the host whose trail shows the recorder, whatever host the
// recording names. A BootScan is a value.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/wall_time.h"
#include "model/journal_entry.h"
#include "model/tty_chunk.h"
#include "session/boot_ids.h"

namespace auweave::weave {

// BootDoubt: recordings of two boots claim what one boot alone can have done.
struct BootDoubt {
  std::string boot, other;  // boot ids, in their order as text
  std::int64_t pid = 0;     // of the recorder that both boots claim; 0: the trail shows no execs
  std::string host;         // whose trail shows the recorder
  std::string believed;     // the boot that more recorders vouch for; empty: neither
};

class BootScan {
 public:
  // `host` is the host of records that have no node=.
  explicit BootScan(std::string host) : host_(std::move(host)) {}

  // Each of the next three functions reads a line or an entry, and passes over what it does not
  // understand.
  void tlog_line(std::string_view line);
  void tlog_entry(const model::JournalEntry& entry);
  void audit_line(std::string_view line);

  // Adds the believed boots to `boots`.
  void teach(session::BootIds& boots) const;
  // Returns each two boots that claim one recorder, at most kMostDoubts.
  [[nodiscard]] std::vector<BootDoubt> doubts() const;

  static constexpr std::size_t kMostDoubts = 16;

 private:
  struct Recording {
    std::string boot_id;
    std::int64_t pid = 0;
    base::WallTime began;    // when the boot began
    base::WallTime started;  // when the recorder started
  };
  struct Start {  // an exec of a recorder
    std::int64_t ms = 0;
    std::string host;
  };
  void note(const model::TtyChunk& chunk);
  // Returns the host whose trail shows the recorder's start, or no host if the trails of none or of
  // several hosts show it.
  [[nodiscard]] std::optional<std::string_view> seen_to_start(const Recording& recording) const;
  // True if the two recordings are of two boots, and one recorder may have made either.
  [[nodiscard]] static bool claim_one(const Recording& a, const Recording& b);
  // Returns by boot how many of its recorders were seen to start.
  [[nodiscard]] std::map<std::string_view, std::size_t> vouched() const;
  [[nodiscard]] std::multimap<std::int64_t, const Recording*> by_pid() const;

  // Recordings by boot, pid and start, at most kMost.
  std::map<std::tuple<std::string, std::int64_t, std::uint64_t>, Recording> recordings_;
  std::string host_;
  std::multimap<std::int64_t, Start> starts_;  // by pid
  bool execs_audited_ = false;

  static constexpr std::size_t kMost = 100'000;
};

}  // namespace auweave::weave

// BootScan: which boots the recordings of an input were made in, learnt before it is woven. tlog's
// `rec` names the boot and the recorder's start in it; but anybody can write such a line, so where
// the audit trail shows execs at all, only a boot counts whose recorder it saw start, and where it
// shows none, only a boot that no other one contradicts. A boot is of the host whose trail shows its
// recorder, whatever the recording calls that.
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

class BootScan {
 public:
  // `host`: of records that name no node.
  explicit BootScan(std::string host) : host_(std::move(host)) {}

  void tlog_line(std::string_view line);
  void tlog_entry(const model::JournalEntry& entry);
  void audit_line(std::string_view line);

  // Adds what was learnt.
  void teach(session::BootIds& boots) const;

 private:
  struct Recording {
    std::string boot_id;
    std::int64_t pid = 0;
    base::WallTime began;    // the boot
    base::WallTime started;  // the recorder
  };
  struct Start {  // of a recorder
    std::int64_t ms = 0;
    std::string host;
  };
  void note(const model::TtyChunk& chunk);
  // The host that saw it start; nothing: none, or several.
  [[nodiscard]] std::optional<std::string_view> seen_to_start(const Recording& recording) const;

  // By boot, pid and start: one entry a recording, at most kMost.
  std::map<std::tuple<std::string, std::int64_t, std::uint64_t>, Recording> recordings_;
  std::string host_;
  std::multimap<std::int64_t, Start> starts_;  // by pid
  bool execs_audited_ = false;

  static constexpr std::size_t kMost = 100'000;
};

}  // namespace auweave::weave

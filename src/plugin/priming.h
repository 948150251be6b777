// Priming: a plugin that starts in mid-life learns from the audit log on disk and from the live
// system which sessions are open, before its first record is woven. The weaver's thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "plugin/live_system.h"
#include "weave/loom.h"
#include "weave/primer.h"

namespace auweave::plugin {

struct PrimingSettings {
  std::string audit_log;           // empty: no audit log is read
  bool live_system = true;         // false: the records are another machine's or another boot's
  std::string host;                // of records that name no node
  base::WallTime boot_began = {};  // older records are another boot's
  SystemFiles system = {};
  std::uint64_t most = kMost;  // most bytes of the log

  static constexpr std::uint64_t kMost = 1UL << 30U;
};

class Priming {
 public:
  // All referenced objects must outlive the Priming.
  Priming(PrimingSettings settings, weave::Loom& loom, audit::AccountNames& accounts,
          base::Log& log);

  // Looks at the live system, then reads the audit log up to its present end, or up to the first
  // record that is not before `until`. Unreadable files of the audit log are logged.
  void begin(std::optional<base::WallTime> until = std::nullopt);
  // Gives the session table the sessions that begin() learnt from the live system and the audit
  // log. The line `record` is the first record, which is about to be woven, or empty if no record
  // comes for now.
  void before_first(std::string_view record);

 private:
  void read_log(std::optional<base::WallTime> until);

  PrimingSettings settings_;
  weave::Loom& loom_;
  audit::AccountNames& accounts_;
  base::Log& log_;
  weave::Primer primer_;
  base::WallTime looked_;  // when the live system was looked at
  std::vector<session::Known> live_;
};

}  // namespace auweave::plugin

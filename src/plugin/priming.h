// Priming: a plugin that starts in mid-life learns which sessions are open, from the audit log on disk
// and from the live system, before its first record is woven. The weaver's thread.
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
  std::string audit_log;           // empty: none
  bool live_system = true;         // false: the records are another machine's, or another boot's
  std::string host;                // where a record names no node
  base::WallTime boot_began = {};  // records of before it are another boot's
  SystemFiles system = {};
  std::uint64_t most = kMost;  // bytes of the log

  static constexpr std::uint64_t kMost = 1UL << 30U;
};

class Priming {
 public:
  // All references outlive it.
  Priming(PrimingSettings settings, weave::Loom& loom, audit::AccountNames& accounts,
          base::Log& log);

  // Looks at the system, and reads the log to where it ends now, or to the first record of `until`.
  void begin(std::optional<base::WallTime> until = std::nullopt);
  // The first record is about to be woven, or none comes for now (empty).
  void before_first(std::string_view record);

 private:
  void read_log(std::optional<base::WallTime> until);

  PrimingSettings settings_;
  weave::Loom& loom_;
  audit::AccountNames& accounts_;
  base::Log& log_;
  weave::Primer primer_;
  base::WallTime looked_;  // at the system
  std::vector<session::Known> live_;
};

}  // namespace auweave::plugin

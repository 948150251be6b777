// Status: what a running plugin is doing, for `auweave status` and for whoever monitors it. A value;
// it is written to a file once a second, whole or not at all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/kernel_status.h"
#include "base/result.h"
#include "base/wall_time.h"
#include "deliver/delivery.h"
#include "intake/follower.h"
#include "intake/inbox.h"
#include "pipeline/feed.h"
#include "weave/weaver.h"

namespace auweave::plugin {

struct Status {
  enum class State { running, ended };
  State state = State::running;
  base::WallTime written, started;
  int pid = 0;
  std::string config, host;
  std::string refused_config;  // what was wrong with it at the last SIGHUP
  weave::Counts counts;
  pipeline::Publisher::LeftOut left_out{};  // by the mapping
  pipeline::Feed::State spool;
  std::optional<audit::KernelStatus> kernel;
  std::uint64_t record_bytes = 0, records_lost = 0;
  double records_a_second = 0;  // over the last ten seconds
  intake::Inbox::Held held;
  std::vector<intake::FollowedState> files;
  std::vector<deliver::DeliveryCounts> sinks;
  std::vector<double> delivered_a_second;  // by each of them

  // One JSON object (docs/plugin.md). The file gets mode 0644, a missing folder is made.
  [[nodiscard]] base::Status write(const std::string& path) const;
};

// Whole or not at all, as above.
base::Status write_whole(const std::string& path, const std::string& text);

}  // namespace auweave::plugin

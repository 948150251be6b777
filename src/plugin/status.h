// Status: the state of a running plugin, for `auweave status` and for monitoring. The main thread
// writes a Status to a file once a second. A value.
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
  std::vector<std::string> warnings;  // those of config::Setup
  std::string refused_config;         // mistakes of the last SIGHUP's configuration
  weave::Counts counts;
  pipeline::Publisher::LeftOut left_out{};  // documents that the mapping left out
  pipeline::Feed::State spool;
  std::optional<audit::KernelStatus> kernel;
  std::uint64_t record_bytes = 0, records_lost = 0;
  double records_a_second = 0;  // over the last ten seconds
  intake::Inbox::Held held;
  std::vector<intake::FollowedState> files;
  std::vector<deliver::DeliveryCounts> sinks;
  std::vector<double> delivered_a_second;  // by each sink

  // Returns the status as one JSON object and a newline (docs/plugin.md).
  [[nodiscard]] std::string json() const;
};

}  // namespace auweave::plugin

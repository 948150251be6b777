// Health: a document now and then that says that the plugin is there, and how it is: whoever waits for it in vain
// knows that something is wrong. Each sink gets its own. The weaver's thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "audit/kernel_status.h"
#include "base/wall_time.h"
#include "deliver/delivery.h"
#include "pipeline/feed.h"
#include "pipeline/publisher.h"

namespace auweave::plugin {

struct HealthFacts {
  base::WallTime now;
  weave::Counts counts;
  pipeline::Feed::State spool;
  std::optional<audit::KernelStatus> kernel;
};

class Health {
 public:
  // `every` 0: never.
  Health(std::chrono::milliseconds every, std::string host, base::WallTime started);

  // It is time for the next.
  [[nodiscard]] bool due() const;
  void tell(const HealthFacts& facts, const std::vector<deliver::Delivery*>& sinks,
            pipeline::Publisher& publisher);

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] model::PipelineDocument of(const HealthFacts& facts,
                                           const deliver::DeliveryCounts& sink) const;

  std::chrono::milliseconds every_;
  std::string host_;
  base::WallTime started_;
  Clock::time_point next_;
};

}  // namespace auweave::plugin

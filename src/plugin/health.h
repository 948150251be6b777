// Health: makes a health document for each sink once a period. A reader that misses the health
// documents knows that the plugin or the way to the sink is broken. The weaver's thread.
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

// HealthFacts: the content of a health document that is equal for every sink.
struct HealthFacts {
  base::WallTime now;
  weave::Counts counts;
  pipeline::Publisher::LeftOut left_out{};
  pipeline::Feed::State spool;
  std::optional<audit::KernelStatus> kernel;
};

class Health {
 public:
  // With a period `every` of 0 no health document is made.
  Health(std::chrono::milliseconds every, std::string host, base::WallTime started);

  // True if the next health document is due.
  [[nodiscard]] bool due() const;
  // Puts a health document into each sink that is not in trouble.
  void tell(const HealthFacts& facts, const std::vector<deliver::Delivery*>& sinks,
            pipeline::Publisher& publisher);

 private:
  using Clock = std::chrono::steady_clock;
  struct Texts {
    std::string id, detail;
  };
  // Makes the health document for a sink, with views of `texts`, whose `id` is set to the event_id.
  [[nodiscard]] model::PipelineDocument of(const HealthFacts& facts,
                                           const deliver::DeliveryCounts& sink, Texts& texts) const;

  std::chrono::milliseconds every_;
  std::string host_;
  base::WallTime started_;
  Clock::time_point next_;
};

}  // namespace auweave::plugin

#include "plugin/health.h"

#include <numeric>
#include <utility>

#include "base/digest.h"

namespace auweave::plugin {
namespace {

std::int64_t number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

std::int64_t sum(const deliver::LossesByKind& losses) {
  return std::accumulate(
      losses.begin(), losses.end(), std::int64_t{0},
      [](std::int64_t sum, const auto& one) { return sum + number(one.second.count); });
}

}  // namespace

Health::Health(std::chrono::milliseconds every, std::string host, base::WallTime started)
    : every_(every), host_(std::move(host)), started_(started), next_(Clock::now() + every) {}

bool Health::due() const { return every_.count() > 0 && Clock::now() >= next_; }

void Health::tell(const HealthFacts& facts, const std::vector<deliver::Delivery*>& sinks,
                  pipeline::Publisher& publisher) {
  next_ = Clock::now() + every_;
  std::string id;
  for (deliver::Delivery* sink : sinks) {
    const deliver::DeliveryCounts counts = sink->counts();
    // A sink that takes nothing would only collect health documents in its queue.
    if (counts.trouble.empty()) publisher.take_for(of(facts, counts, id), *sink, false);
  }
}

model::PipelineDocument Health::of(const HealthFacts& facts, const deliver::DeliveryCounts& sink,
                                   std::string& id) const {
  model::PipelineDocument document;
  base::Digester digester;
  id = base::hex(digester.add("health")
                     .add(host_)
                     .add(sink.name)
                     .add(static_cast<std::uint64_t>(started_.ns))
                     .add(static_cast<std::uint64_t>(facts.now.ns))
                     .finish());
  document.stamp.event_id = id;
  document.stamp.time = facts.now;
  document.stamp.host = host_;
  document.what = "health";
  document.uptime_s = (facts.now.ms() - started_.ms()) / 1000;
  document.records_in = number(facts.counts.audit_lines);
  document.documents_out = number(std::accumulate(facts.counts.documents.begin(),
                                                  facts.counts.documents.end(), std::uint64_t{0}));
  document.dropped = sum(sink.dropped) + sum(sink.refused);
  document.waiting = number(sink.waiting);
  if (facts.spool.there) {
    document.spool_waiting = number(facts.spool.waiting);
    document.spool_age_ms = facts.spool.age_ms;
  }
  if (facts.kernel.has_value()) document.kernel_lost = facts.kernel->lost;
  document.detail = "the plugin is at work";
  return document;
}

}  // namespace auweave::plugin

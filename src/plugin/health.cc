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

// "the plugin is at work; the mapping left out 12 event, 3 tty"
std::string detail_of(const pipeline::Publisher::LeftOut& left_out) {
  std::string kinds;
  for (std::size_t i = 0; i < left_out.size(); ++i) {
    if (left_out.at(i) == 0) continue;
    kinds += (kinds.empty() ? "" : ", ") + std::to_string(left_out.at(i)) + " " +
             std::string(model::kKinds.at(i));
  }
  return "the plugin is at work" + (kinds.empty() ? "" : "; the mapping left out " + kinds);
}

}  // namespace

Health::Health(std::chrono::milliseconds every, std::string host, base::WallTime started)
    : every_(every), host_(std::move(host)), started_(started), next_(Clock::now() + every) {}

bool Health::due() const { return every_.count() > 0 && Clock::now() >= next_; }

void Health::tell(const HealthFacts& facts, const std::vector<deliver::Delivery*>& sinks,
                  pipeline::Publisher& publisher) {
  next_ = Clock::now() + every_;
  Texts texts;
  texts.detail = detail_of(facts.left_out);
  for (deliver::Delivery* sink : sinks) {
    const deliver::DeliveryCounts counts = sink->counts();
    // A sink that takes nothing would only collect health documents in its queue.
    if (counts.trouble.empty()) publisher.take_for(of(facts, counts, texts), *sink, false);
  }
}

model::PipelineDocument Health::of(const HealthFacts& facts, const deliver::DeliveryCounts& sink,
                                   Texts& texts) const {
  model::PipelineDocument document;
  base::Digester digester;
  texts.id = base::hex(digester.add("health")
                           .add(host_)
                           .add(sink.name)
                           .add(static_cast<std::uint64_t>(started_.ns))
                           .add(static_cast<std::uint64_t>(facts.now.ns))
                           .finish());
  document.stamp.event_id = texts.id;
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
  document.left_out =
      number(std::accumulate(facts.left_out.begin(), facts.left_out.end(), std::uint64_t{0}));
  document.detail = texts.detail;
  return document;
}

}  // namespace auweave::plugin

// RunningPlugin's status and metrics files.
#include <unistd.h>

#include <cstdlib>

#include "config/machine.h"
#include "plugin/metrics.h"
#include "plugin/running_plugin.h"

namespace auweave::plugin {
namespace {

constexpr std::int64_t kMetricsMs = 5000;

}  // namespace

Status RunningPlugin::status() {
  Status status;
  status.written = config::wall_time_now();
  status.started = started_;
  status.pid = ::getpid();
  status.config = config_path_;
  status.host = host_;
  status.warnings = setup_.warnings;
  status.refused_config = refused_config_;
  {
    const std::lock_guard guard(lock_);
    status.counts = counts_;
    status.left_out = left_out_;
    status.spool = spool_;
  }
  status.kernel = kernel_.status();
  status.record_bytes = reader_.bytes();
  status.records_lost = reader_.lost();
  status.held = inbox_.held();
  status.files = follower_.states(status.written);
  status.records_a_second = records_rate_.look(status.written, status.counts.audit_lines);
  delivery_rates_.resize(deliveries_.size());
  for (std::size_t i = 0; i < deliveries_.size(); ++i) {
    status.sinks.push_back(deliveries_[i]->counts());
    std::uint64_t delivered = 0;
    for (const auto& [kind, count] : status.sinks.back().delivered) delivered += count;
    status.delivered_a_second.push_back(delivery_rates_[i].look(status.written, delivered));
  }
  return status;
}

void RunningPlugin::write_status(Status::State state) {
  Status now = status();
  now.state = state;
  write_metrics(now);
  if (setup_.config.status_file.empty()) return;
  pages_.put(setup_.config.status_file, now.json(), "status");
}

// Prometheus scrapes every 15 s or less often.
void RunningPlugin::write_metrics(const Status& now) {
  const bool due = std::abs(now.written.ms() - metrics_written_.ms()) >= kMetricsMs;
  if (setup_.config.metrics_file.empty() || (!due && now.state == Status::State::running)) return;
  metrics_written_ = now.written;
  pages_.put(setup_.config.metrics_file, metrics_of(now), "metrics");
}

}  // namespace auweave::plugin

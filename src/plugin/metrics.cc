#include "plugin/metrics.h"

#include <string_view>
#include <utility>

namespace auweave::plugin {
namespace {

using deliver::DeliveryCounts;
using deliver::Latency;
using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\' || c == '"') out += '\\';
    c == '\n' ? out += "\\n" : out += c;
  }
  return out;
}

// What a metric is called, and the words of its TYPE and HELP.
struct Naming {
  std::string_view name, type, help;
};

// The lines of one metric: its HELP and TYPE, then its samples.
class Metric {
 public:
  Metric(std::string& out, const Naming& naming)
      : out_(out), name_("auweave_" + std::string(naming.name)) {
    out_ += "# HELP " + name_ + " " + std::string(naming.help) + "\n# TYPE " + name_ + " " +
            std::string(naming.type) + "\n";
  }
  void sample(const Labels& labels, const std::string& value, std::string_view suffix = "") {
    out_.append(name_).append(suffix);
    std::string_view before = "{";
    for (const auto& [label, text] : labels) {
      out_.append(std::exchange(before, ",")).append(label).append("=\"");
      out_.append(escaped(text)).append("\"");
    }
    if (!labels.empty()) out_ += "}";
    out_ += " " + value + "\n";
  }
  void sample(const Labels& labels, std::uint64_t value, std::string_view suffix = "") {
    sample(labels, std::to_string(value), suffix);
  }

 private:
  std::string& out_;
  std::string name_;
};

std::string seconds(std::int64_t ms) {
  std::string digits = std::to_string(ms);
  if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
  digits.insert(digits.size() - 3, ".");
  return digits;
}

void add(std::string& out, const Naming& naming, std::uint64_t value) {
  Metric(out, naming).sample({}, value);
}

void add_inputs(std::string& out, const Status& status) {
  add(out, {"audit_lines_total", "counter", "Lines of audit records read."},
      status.counts.audit_lines);
  add(out, {"audit_bytes_total", "counter", "Bytes of them, as they came."}, status.record_bytes);
  add(out, {"tlog_lines_total", "counter", "Lines or entries of recordings read."},
      status.counts.tlog_lines);
  add(out, {"sshd_lines_total", "counter", "Lines or entries of sshd's log read."},
      status.counts.sshd_lines);
  add(out, {"repeated_lines_total", "counter", "Lines that came twice, and counted once."},
      status.counts.duplicates);
  add(out, {"records_lost_total", "counter", "Records thrown away: weaving was too slow."},
      status.records_lost);
  add(out, {"input_waiting_bytes", "gauge", "Bytes of records that wait to be taken."},
      status.held.record_bytes);
  Metric documents(out, {"documents_total", "counter", "Documents made, by kind."});
  for (std::size_t i = 0; i < model::kKinds.size(); ++i) {
    documents.sample({{"kind", model::kKinds.at(i)}}, status.counts.documents.at(i));
  }
  Metric left_out(out, {"left_out_total", "counter", "Documents that the mapping left out."});
  for (std::size_t i = 0; i < model::kKinds.size(); ++i)
    left_out.sample({{"kind", model::kKinds.at(i)}}, status.left_out.at(i));
}

void add_spool(std::string& out, const pipeline::Feed::State& spool) {
  if (!spool.there) return;
  add(out, {"spool_bytes", "gauge", "Bytes of entries in the spool."}, spool.bytes);
  add(out, {"spool_waiting_entries", "gauge", "Entries that are not woven yet."}, spool.waiting);
  Metric(out, {"spool_age_seconds", "gauge", "Age of the oldest entry that is not delivered."})
      .sample({}, seconds(spool.age_ms));
}

void add_kernel(std::string& out, const std::optional<audit::KernelStatus>& kernel) {
  if (!kernel.has_value()) return;
  add(out, {"kernel_lost_total", "counter", "Records that the kernel lost since it started."},
      kernel->lost);
  add(out, {"kernel_backlog", "gauge", "Records that wait in the kernel for auditd."},
      kernel->backlog);
  add(out, {"kernel_backlog_limit", "gauge", "How many may."}, kernel->backlog_limit);
  add(out,
      {"kernel_backlog_wait_ticks_total", "counter",
       "How long processes were made to wait for auditd, in the kernel's ticks."},
      kernel->backlog_wait_ticks);
}

// A kind without losses gets a sample of 0: a series that begins with the first loss shows no
// increase.
void add_losses(std::string& out, const Naming& naming, const std::vector<DeliveryCounts>& sinks,
                deliver::LossesByKind DeliveryCounts::*losses) {
  Metric metric(out, naming);
  for (const DeliveryCounts& sink : sinks) {
    for (const std::string_view kind : model::kKinds) {
      const auto loss = (sink.*losses).find(kind);
      const std::uint64_t count = loss == (sink.*losses).end() ? 0 : loss->second.count;
      metric.sample({{"sink", sink.name}, {"kind", kind}}, count);
    }
  }
}

void add_latency(std::string& out, const std::vector<DeliveryCounts>& sinks) {
  Metric metric(out, {"event_latency_seconds", "histogram",
                      "From the time of an event to its being delivered."});
  for (const DeliveryCounts& sink : sinks) {
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < Latency::kBounds.size(); ++i) {
      count += sink.latency.counts.at(i);
      metric.sample({{"sink", sink.name}, {"le", seconds(Latency::kBounds.at(i))}}, count,
                    "_bucket");
    }
    count += sink.latency.counts.back();
    metric.sample({{"sink", sink.name}, {"le", "+Inf"}}, count, "_bucket");
    metric.sample({{"sink", sink.name}}, seconds(sink.latency.sum_ms), "_sum");
    metric.sample({{"sink", sink.name}}, count, "_count");
  }
}

void add_sinks(std::string& out, const std::vector<DeliveryCounts>& sinks) {
  {
    Metric delivered(out, {"delivered_total", "counter", "Documents delivered, by sink and kind."});
    for (const DeliveryCounts& sink : sinks) {
      for (const auto& [kind, count] : sink.delivered)
        delivered.sample({{"sink", sink.name}, {"kind", kind}}, count);
    }
  }
  const auto each = [&](const Naming& naming, auto value) {
    Metric metric(out, naming);
    for (const DeliveryCounts& sink : sinks) metric.sample({{"sink", sink.name}}, value(sink));
  };
  each({"delivered_bytes_total", "counter", "Bytes of documents delivered."},
       [](const auto& sink) { return sink.delivered_bytes; });
  add_losses(out, {"dropped_total", "counter", "Documents dropped: the queue was full."}, sinks,
             &DeliveryCounts::dropped);
  add_losses(out, {"refused_total", "counter", "Documents that the sink refused for good."}, sinks,
             &DeliveryCounts::refused);
  each({"waiting_documents", "gauge", "Documents that wait for a sink."},
       [](const auto& sink) { return std::uint64_t{sink.waiting}; });
  each({"waiting_bytes", "gauge", "Their bytes."},
       [](const auto& sink) { return std::uint64_t{sink.waiting_bytes}; });
  each({"sink_in_trouble", "gauge", "1: it takes nothing now; the log says why."},
       [](const auto& sink) { return std::uint64_t{sink.trouble.empty() ? 0U : 1U}; });
  add_latency(out, sinks);
}

}  // namespace

std::string metrics_of(const Status& status) {
  std::string out;
  Metric(out, {"start_time_seconds", "gauge", "When the plugin started."})
      .sample({{"host", status.host}}, seconds(status.started.ms()));
  Metric(out, {"written_time_seconds", "gauge", "When this was written."})
      .sample({}, seconds(status.written.ms()));
  add(out, {"config_refused", "gauge", "1: the configuration at the last SIGHUP was wrong."},
      status.refused_config.empty() ? 0 : 1);
  add_inputs(out, status);
  add_spool(out, status.spool);
  add_kernel(out, status.kernel);
  add_sinks(out, status.sinks);
  return out;
}

}  // namespace auweave::plugin

#include "plugin/status.h"

#include <cmath>
#include <cstdio>

#include "json/writer.h"

namespace auweave::plugin {
namespace {

using json::Writer;

std::int64_t number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

void put_losses(Writer& out, std::string_view key, const deliver::LossesByKind& losses) {
  out.begin_object(key);
  for (const auto& [kind, loss] : losses) out.field(kind, number(loss.count));
  out.end_object();
}

void put_sink(Writer& out, const deliver::DeliveryCounts& sink, double per_second) {
  out.begin_element();
  out.field("name", sink.name);
  out.begin_object("delivered");
  for (const auto& [kind, count] : sink.delivered) out.field(kind, number(count));
  out.end_object();
  out.field("delivered_bytes", number(sink.delivered_bytes));
  out.field("per_second", std::int64_t{std::lround(per_second)});
  if (sink.told > 0) out.field("told", number(sink.told));
  put_losses(out, "dropped", sink.dropped);
  put_losses(out, "refused", sink.refused);
  out.field("waiting", number(sink.waiting));
  out.field("waiting_bytes", number(sink.waiting_bytes));
  if (!sink.trouble.empty()) out.field("trouble", sink.trouble);
  out.end_object();
}

void put_file(Writer& out, const intake::FollowedState& file) {
  out.begin_element();
  out.field("path", file.path);
  out.field("there", file.there);
  out.field("position", number(file.position));
  out.field("size", number(file.size));
  out.field("lines", number(file.lines));
  out.field("truncations", number(file.truncations));
  if (file.logs.has_value()) {
    out.field("logs", number(*file.logs));
    out.field("growing", number(file.growing));
  }
  if (file.stuck_since.has_value()) out.field("stuck_since", base::rfc3339(*file.stuck_since));
  if (file.until.has_value()) {
    out.field("until", file.until->ns == 0 ? "" : base::rfc3339(*file.until));
  }
  out.end_object();
}

void put_records(Writer& out, const Status& status) {
  out.begin_object("records");
  out.field("lines", number(status.counts.audit_lines));
  out.field("bytes", number(status.record_bytes));
  out.field("lost", number(status.records_lost));
  out.field("per_second", std::int64_t{std::lround(status.records_a_second)});
  out.field("waiting_bytes", number(status.held.record_bytes));
  out.field("most_waiting_bytes", number(status.held.most_record_bytes));
  out.end_object();
}

void put_documents(Writer& out, const Status& status) {
  out.begin_object("documents");
  for (std::size_t i = 0; i < model::kKinds.size(); ++i)
    out.field(model::kKinds.at(i), number(status.counts.documents.at(i)));
  out.end_object();
  out.begin_object("left_out");
  for (std::size_t i = 0; i < model::kKinds.size(); ++i)
    out.field(model::kKinds.at(i), number(status.left_out.at(i)));
  out.end_object();
}

void put_all(Writer& out, const Status& status) {
  out.begin_root();
  out.field("state",
            std::string_view(status.state == Status::State::running ? "running" : "ended"));
  out.field("written", base::rfc3339(status.written));
  out.field("written_ms", status.written.ms());
  out.field("started", base::rfc3339(status.started));
  out.field("pid", std::int64_t{status.pid});
  out.field("config", status.config);
  out.field("host", status.host);
  if (!status.warnings.empty()) {
    out.begin_array("warnings");
    for (const std::string& warning : status.warnings) out.element(warning);
    out.end_array();
  }
  if (!status.refused_config.empty()) out.field("refused_config", status.refused_config);
  put_records(out, status);
  out.begin_array("files");
  for (const auto& file : status.files) put_file(out, file);
  out.end_array();
  if (status.spool.there) {
    out.begin_object("spool");
    out.field("bytes", number(status.spool.bytes));
    out.field("waiting", number(status.spool.waiting));
    out.field("age_ms", status.spool.age_ms);
    out.end_object();
  }
  if (status.kernel.has_value()) {
    out.begin_object("kernel");
    out.field("lost", std::int64_t{status.kernel->lost});
    out.field("backlog", std::int64_t{status.kernel->backlog});
    out.field("backlog_limit", std::int64_t{status.kernel->backlog_limit});
    out.field("backlog_wait_ticks", std::int64_t{status.kernel->backlog_wait_ticks});
    out.end_object();
  }
  put_documents(out, status);
  out.field("duplicates", number(status.counts.duplicates));
  out.begin_array("sinks");
  for (std::size_t i = 0; i < status.sinks.size(); ++i)
    put_sink(out, status.sinks[i], status.delivered_a_second.at(i));
  out.end_array();
  out.end_root();
}

}  // namespace

std::string Status::json() const {
  Writer out;
  put_all(out, *this);
  return std::string(out.text()) + "\n";
}

}  // namespace auweave::plugin

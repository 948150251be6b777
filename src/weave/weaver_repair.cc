// Weaver's part for what did not come, and is in an audit log or is not.
#include <utility>

#include "weave/stamp.h"
#include "weave/weaver.h"

namespace auweave::weave {
namespace {

std::string counted(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " event" : " events");
}

}  // namespace

void Weaver::repair_event(const std::vector<std::string>& lines,
                          const std::vector<std::uint64_t>& numbers, std::uint32_t source) {
  using Completed = audit::Assembler::Completed;
  std::vector<audit::Assembler::Logged> logged;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto header = audit::parse_line(lines[i]);
    const bool same = header.ok() && (logged.empty() || header->key == logged[0].header.key);
    if (same) logged.push_back({lines[i], *header, numbers[i]});
  }
  if (logged.empty()) return;
  counts_.audit_lines += logged.size();
  const Completed done = assembler_.complete(logged, source);
  if (done != Completed::known) {
    recovered_.add(logged[0].header.key, done == Completed::completed);
  }
  drain();
}

void Weaver::repaired(const std::vector<audit::SerialGap>& lost, const Recovered& lines) {
  Recovered found = std::exchange(recovered_, {});
  found.add(lines);
  const auto tell = [&](std::string_view what, const audit::SerialGap& range, std::uint64_t count,
                        std::string_view detail) {
    model::PipelineDocument document;
    document.stamp.host = settings_.host;
    document.stamp.event_id = ids_.of_repair(what, settings_.host, range, count);
    document.stamp.time = range.after;
    document.what = what;
    document.count = static_cast<std::int64_t>(count);
    document.first_serial = static_cast<std::int64_t>(range.first);
    document.last_serial = static_cast<std::int64_t>(range.last);
    document.first_time = range.after;
    document.last_time = range.before;
    document.detail = detail;
    put(document);
  };
  if (found.count > 0) {
    const std::string detail = "fetched from the audit log: " + counted(found.count) + ", " +
                               std::to_string(found.completed) + " of which had come in part";
    tell("recovered", {found.first_serial, found.last_serial, found.first, found.last}, found.count,
         detail);
  }
  for (const audit::SerialGap& gap : lost) {
    table_.note_loss(settings_.host, gap.after, gap.before);
    tell("loss", gap, gap.last - gap.first + 1,
         "events that did not come and are not in the audit log either");
  }
}

void Weaver::publish_again(model::AuditEvent& event, const model::EventFacts& facts,
                           model::EventDocument& document) {
  session::Noted noted;
  if (facts.ses.has_value()) noted.session = table_.at(document.stamp.host, *facts.ses);
  stamp_event(event, noted, facts, document);
  if (settings_.whole_events) follow_process(event, noted, facts, document);
  put(document);
}

}  // namespace auweave::weave

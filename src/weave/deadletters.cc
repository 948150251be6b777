#include "weave/deadletters.h"

#include <string>

#include "audit/terminal_input.h"
#include "tty/tlog_terminal_input.h"

namespace auweave::weave {

void Deadletters::line(const Place& place, std::string_view data, std::string_view reason,
                       std::uint64_t already_cut) {
  model::DeadletterDocument document;
  std::string kept(data);
  if (!context_.settings.terminal_input) {
    kept =
        place.kind == "tlog" ? tty::cut_terminal_input(data) : audit::cut_terminal_input(data).text;
  }
  if (kept.size() > kMostBytes) {
    already_cut += kept.size() - kMostBytes;
    kept.resize(kMostBytes);
  }
  const std::string at =
      context_.sources.name(place.source) + ":" +
      (place.cursor.empty() ? std::to_string(place.line) : std::string(place.cursor));
  document.stamp.time = context_.sources.last_good(place.source);
  document.stamp.host = context_.settings.host;
  document.source = place.kind;
  document.reason = reason;
  document.at = at;
  document.data = kept;
  if (already_cut > 0) document.truncated = static_cast<std::int64_t>(already_cut);
  const std::string id = context_.ids.of_deadletter(document, place.offset, place.cursor);
  document.stamp.event_id = id;
  context_.outlet.put(document);
}

void Deadletters::damage(const tty::Damage& damage, std::uint32_t source) {
  model::DeadletterDocument document;
  document.stamp.time = context_.sources.last_good(source);
  document.stamp.host = context_.settings.host;
  document.source = damage.source;
  document.reason = damage.why;
  std::string at = context_.sources.name(source);
  if (!damage.rec.empty()) at += "/" + damage.rec;
  at += ":" + std::to_string(damage.line);
  document.at = at;
  const std::string id = context_.ids.of_deadletter(document, damage.line, damage.rec);
  document.stamp.event_id = id;
  context_.outlet.put(document);
}

void Deadletters::fieldless_records(const audit::RawEvent& raw, model::AuditEvent& event) {
  for (std::size_t i = 0; i < event.records.size(); ++i) {
    if (event.records[i].count > 0) continue;
    const auto& slice = raw.slices[i];
    // The event's serial stands for the offset, which an event does not keep.
    line({"audit", slice.source, slice.number, raw.key.serial}, raw.line(slice),
         "record without fields");
  }
  std::erase_if(event.records, [](const model::Record& record) { return record.count == 0; });
}

}  // namespace auweave::weave

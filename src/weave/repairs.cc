#include "weave/repairs.h"

#include <string>
#include <utility>

namespace auweave::weave {
namespace {

std::string counted(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " event" : " events");
}

}  // namespace

void Repairs::put(std::string_view what, const audit::SerialGap& range, std::uint64_t count,
                  std::string_view detail) {
  const std::string& host = context_.settings.host;
  model::PipelineDocument document;
  document.stamp.host = host;
  const std::string id = context_.ids.of_repair(what, host, range, count);
  document.stamp.event_id = id;
  document.stamp.time = range.after;
  document.what = what;
  document.count = static_cast<std::int64_t>(count);
  document.first_serial = static_cast<std::int64_t>(range.first);
  document.last_serial = static_cast<std::int64_t>(range.last);
  document.first_time = range.after;
  document.last_time = range.before;
  document.detail = detail;
  context_.outlet.put(document);
}

void Repairs::tell(const std::vector<audit::SerialGap>& lost, const Recovered& lines) {
  Recovered found = std::exchange(recovered_, {});
  found.add(lines);
  if (found.count > 0) {
    const std::string detail = "fetched from the audit log: " + counted(found.count) + ", " +
                               std::to_string(found.completed) + " of which had come in part";
    put("recovered", {found.first_serial, found.last_serial, found.first, found.last}, found.count,
        detail);
  }
  for (const audit::SerialGap& gap : lost) {
    table_.note_loss(context_.settings.host, gap.after, gap.before);
    put("loss", gap, gap.last - gap.first + 1,
        "events that did not come and are not in the audit log either");
  }
}

}  // namespace auweave::weave

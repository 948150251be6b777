#include "weave/serial_range.h"

#include <string>

namespace auweave::weave {
namespace {

// SerialRuns counts on where serials of 32 bits wrap.
constexpr std::uint64_t kSerialMask = 0xFFFF'FFFF;

std::int64_t serial_of(std::uint64_t counted) {
  return static_cast<std::int64_t>(counted & kSerialMask);
}

}  // namespace

void put_range(Context& context, std::string_view what, std::string_view host,
               const SerialRange& range, std::string_view detail) {
  const auto& [gap, events] = range;
  model::PipelineDocument document;
  document.stamp.host = host;
  const std::string id = context.ids.of_repair(what, host, gap, events);
  document.stamp.event_id = id;
  document.stamp.time = gap.after;
  document.what = what;
  document.count = static_cast<std::int64_t>(events);
  document.first_serial = serial_of(gap.first);
  document.last_serial = serial_of(gap.last);
  document.first_time = gap.after;
  document.last_time = gap.before;
  document.detail = detail;
  context.outlet.put(document);
}

}  // namespace auweave::weave

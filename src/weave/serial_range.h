// put_range(): puts a document about a range of an audit trail's serials: events that are lost, that were
// recovered, or that an excerpt lacks.
#pragma once

#include <cstdint>
#include <string_view>

#include "audit/loss_watch.h"
#include "weave/context.h"

namespace auweave::weave {

struct SerialRange {
  audit::SerialGap gap;
  std::uint64_t events = 0;
};
// `what` and `detail` are those of the PipelineDocument, whose time is that of the event before the gap.
void put_range(Context& context, std::string_view what, std::string_view host,
               const SerialRange& range, std::string_view detail);

}  // namespace auweave::weave

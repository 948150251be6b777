// Context: the values that all parts of a weaver share. The weaver owns the Context and its parts
// borrow it, on one thread.
#pragma once

#include <string_view>

#include "base/wall_time.h"
#include "model/audit_event.h"
#include "weave/event_ids.h"
#include "weave/outlet.h"
#include "weave/settings.h"
#include "weave/sources.h"

namespace auweave::weave {

struct Context {
  [[nodiscard]] std::string_view host_of(const model::AuditEvent& event) const {
    return event.node.empty() ? std::string_view(settings.host) : event.node;
  }

  WeaverSettings settings;
  Outlet outlet;
  Sources sources = {};
  EventIds ids = {};
  // The watermark, also called event time: the latest time of the audit trail, or the time of
  // Weaver::idle() if the time of idle() is later.
  base::WallTime event_time = {};
};

}  // namespace auweave::weave

// Context: the values that all parts of a weaver share. The weaver owns the Context and its parts
// borrow it, on one thread.
#pragma once

#include <algorithm>
#include <optional>
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

  // Returns the time at which a chunk counts as come: a recorder's clock, or a file, may claim a
  // time that is not yet.
  [[nodiscard]] base::WallTime counts_from(base::WallTime claimed) const {
    return host_clock.has_value() ? std::min(claimed, *host_clock) : claimed;
  }

  WeaverSettings settings;
  Outlet outlet;
  Sources sources = {};
  EventIds ids = {};
  // The watermark, also called event time: the latest time of the audit trail, or the time of
  // Weaver::idle() if the time of idle() is later.
  base::WallTime event_time = {};
  // What the clock of auweave's host showed last (Weaver::clock), or no time where only files are
  // read.
  std::optional<base::WallTime> host_clock = {};
};

}  // namespace auweave::weave

#include "weave/skipped_events.h"

#include <string>

#include "weave/serial_range.h"

namespace auweave::weave {
void SkippedEvents::note(const audit::LineHeader& header) {
  if (!context_.settings.whole_logs) return;
  runs_.note(header.node.empty() ? std::string_view(context_.settings.host) : header.node,
             header.key, header.type);
}

void SkippedEvents::tell(const audit::SkippedSerials& boot) {
  if (boot.is_excerpt()) {
    const std::string detail = "the log is an excerpt: it has " + std::to_string(boot.events) +
                               " events, and " + std::to_string(boot.missing()) +
                               " serials between its first and its last are missing";
    return put_range(context_, "excerpt", boot.host, {boot.whole, boot.missing()}, detail);
  }
  for (const audit::SerialGap& gap : boot.gaps) {
    put_range(context_, "loss", boot.host, {gap, gap.last - gap.first + 1},
              "events are missing from the log: their serials were skipped");
  }
  if (boot.rest_gaps == 0) return;
  const std::string detail = "events are missing from the log: their serials were skipped in " +
                             std::to_string(boot.rest_gaps) + " more places";
  put_range(context_, "loss", boot.host, {boot.rest, boot.rest_events}, detail);
}

void SkippedEvents::mark(session::Session& session) const {
  if (!context_.settings.whole_logs || session.events_lost) return;
  const model::EventKey& last = session.closed.has_value() ? session.closed_by : session.last;
  session.events_lost = runs_.lacks(session.host, last.serial,
                                    session.opened.value_or(base::WallTime{}), last.time());
}

void SkippedEvents::finish() {
  for (const audit::SkippedSerials& boot : runs_.take()) tell(boot);
}

}  // namespace auweave::weave

#include "pipeline/publisher.h"

namespace auweave::pipeline {

void Publisher::take(const model::Document& document) {
  if (!wanted_.at(document.index())) return;
  if (!mapping_.write(document, options_, writer_)) return;
  const model::Stamp& stamp = model::stamp_of(document);
  const deliver::Outgoing outgoing{model::kind_of(document),
                                   stamp.session_id.empty() ? stamp.host : stamp.session_id,
                                   writer_.text()};
  for (const auto& sink : sinks_) note(sink->put(outgoing));
}

void Publisher::note(const base::Status& status) {
  if (!status.ok() && !failure_.has_value()) failure_ = status.error();
}

base::Status Publisher::flush(int timeout_ms) {
  // What a sink says now has its numbers; what it said at its first failure has not.
  base::Status told = base::ok();
  for (const auto& sink : sinks_) {
    base::Status flushed = sink->flush(timeout_ms);
    note(flushed);
    if (!flushed.ok()) told = flushed;
  }
  if (told.ok() && failure_.has_value()) return *failure_;
  return told;
}

}  // namespace auweave::pipeline

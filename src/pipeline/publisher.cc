#include "pipeline/publisher.h"

namespace auweave::pipeline {

void Publisher::take(const model::Document& document) {
  if (!wanted_.at(document.index()) || !told_) return;
  auto outgoing = write(document);
  if (!outgoing.has_value()) return;
  outgoing->entry = entry_;
  outgoing->made_by = made_by_;
  for (const auto& sink : sinks_) note(sink->put(*outgoing));
}

void Publisher::take_for(const model::Document& document, deliver::Sink& sink, bool keep) {
  auto outgoing = write(document);
  if (!outgoing.has_value()) return;
  outgoing->keep = keep;
  outgoing->own = true;
  note(sink.put(*outgoing));
}

void Publisher::set_made_by(std::uint64_t made_by) {
  if (made_by_ != made_by) passed_over();
  made_by_ = made_by;
}

void Publisher::passed_over() {
  for (const auto& sink : sinks_) sink->broken(last_entry_ + 1);
}

std::optional<deliver::Outgoing> Publisher::write(const model::Document& document) {
  if (!mapping_->write(document, options_, writer_, &address_)) {
    ++left_out_.at(document.index());
    return std::nullopt;
  }
  const model::Stamp& stamp = model::stamp_of(document);
  deliver::Outgoing outgoing{model::kind_of(document),
                             stamp.session_id.empty() ? stamp.host : stamp.session_id,
                             writer_.text(),
                             stamp.event_id,
                             stamp.host,
                             stamp.time};
  if (!address_.key.empty()) outgoing.key = address_.key;
  outgoing.topic = address_.topic;
  outgoing.headers = address_.headers;
  return outgoing;
}

void Publisher::note(const base::Status& status) {
  if (!status.ok() && !failure_.has_value()) failure_ = status.error();
}

base::Status Publisher::flush(int timeout_ms) {
  // An error of flush() has numbers; the error kept from the first failure has none.
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

#include "weave/typed_records.h"

#include <string>

#include "base/arena.h"
#include "model/field_value.h"

namespace auweave::weave {

void tell_typed_record(const Woven& woven, Context& context) {
  const model::AuditEvent& event = woven.event;
  const model::EventDocument& document = woven.document;
  const model::Record* record = event.find("TTY");
  if (record == nullptr) record = event.find("USER_TTY");
  const model::Field* data = record == nullptr ? nullptr : event.find(*record, "data");
  if (data == nullptr || woven.match.session == nullptr) return;
  base::Arena arena;
  const std::string serial = std::to_string(event.key.serial);
  const std::string id = woven.match.session->id + "/" + serial;
  model::TtyDocument chunk;
  chunk.stamp = document.stamp;
  const std::string event_id = EventIds::of_typed(document.stamp.event_id);
  chunk.stamp.event_id = event_id;
  chunk.recording_id = id;
  chunk.rec = serial;
  chunk.verified = true;
  chunk.vouched_by = model::name_of(model::Voucher::audit_record);
  chunk.source = "tty-audit";
  chunk.chunk = 1;
  chunk.offset_ms = 0;
  chunk.tty_input = model::decode_string(data->raw, arena);
  chunk.bytes_in = static_cast<std::int64_t>(chunk.tty_input.size());
  chunk.bytes_out = 0;
  chunk.late = document.late;
  context.outlet.put(chunk);
}

}  // namespace auweave::weave

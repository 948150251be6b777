// RecordDecoder: cuts the records of an event into fields. A reader of our own may replace
// libauparse behind RecordDecoder, if it gives the fields that libauparse gives (tests/contract).
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "audit/assembler.h"
#include "model/audit_event.h"

namespace auweave::audit {

class RecordDecoder {
 public:
  virtual ~RecordDecoder() = default;
  // Fills `event`, which must be clear. The views in event.node and in a Record (type, line,
  // enriched) point into `raw`, so `raw` must outlive their use. A record without any field stays
  // in event.records with count 0, and the caller of decode() reports the record.
  virtual void decode(const RawEvent& raw, model::AuditEvent& event) = 0;
};

// AuparseDecoder: decodes by libauparse, one event at a time, because libauparse's own assembler
// would cut LOGIN from its SYSCALL. One thread uses all AuparseDecoders, because libauparse has
// process-wide state.
class AuparseDecoder : public RecordDecoder {
 public:
  // The function `wants_normalized` decides by the name of an event's system call ("" without one)
  // whether auparse_normalize is asked about the event, which costs a second pass.
  explicit AuparseDecoder(std::function<bool(std::string_view syscall)> wants_normalized);
  ~AuparseDecoder() override;
  void decode(const RawEvent& raw, model::AuditEvent& event) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace auweave::audit

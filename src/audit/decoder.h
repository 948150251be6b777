// RecordDecoder: cuts the records of an event into fields. The seam between libauparse and a reader
// of our own; both must give the same fields (tests/contract).
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
  // Fills `event`, which must be clear. The views of `line`, `enriched` and the node point into
  // `raw`, which must outlive their use. A record without any field stays in event.records with
  // count 0, and the caller reports it.
  virtual void decode(const RawEvent& raw, model::AuditEvent& event) = 0;
};

// Decodes by libauparse, one event at a time: libauparse's own assembler would cut LOGIN from its
// SYSCALL. libauparse has process-wide state: one thread.
class AuparseDecoder : public RecordDecoder {
 public:
  // `wants_normalized` decides by the name of an event's system call ("" without one) whether
  // auparse_normalize is asked about the event. The normalizer is a second pass over the event.
  explicit AuparseDecoder(std::function<bool(std::string_view syscall)> wants_normalized);
  ~AuparseDecoder() override;
  void decode(const RawEvent& raw, model::AuditEvent& event) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace auweave::audit

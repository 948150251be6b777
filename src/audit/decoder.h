// RecordDecoder: the records of one event cut into fields. The seam between libauparse and a reader
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
  // Fills `event`, which must be clear. Its `line` and `enriched` views, and its node, point into
  // `raw`, which must live as long as they are used. A record without any field stays in
  // event.records with count 0: the caller tells.
  virtual void decode(const RawEvent& raw, model::AuditEvent& event) = 0;
};

// libauparse, fed one event at a time: its own assembler would cut LOGIN from its SYSCALL. Holds
// process-wide state of libauparse: one thread.
class AuparseDecoder : public RecordDecoder {
 public:
  // `wants_normalized` says, by the name of its system call (empty without one), whether
  // auparse_normalize is asked about an event; it is a second pass over it.
  explicit AuparseDecoder(std::function<bool(std::string_view syscall)> wants_normalized);
  ~AuparseDecoder() override;
  void decode(const RawEvent& raw, model::AuditEvent& event) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace auweave::audit

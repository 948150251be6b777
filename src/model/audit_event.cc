#include "model/audit_event.h"

#include <algorithm>

namespace auweave::model {
namespace {

// Without a SYSCALL: a lower rank decides before a higher one.
int rank_alone(const Record& record) {
  switch (record.role()) {
    case RecordRole::decides:
    case RecordRole::said:
    case RecordRole::written:
      return 0;
    case RecordRole::ring:
      return 1;
    case RecordRole::accompanies:
      return is_unknown(record.type_number, record.type) ? 3 : 2;
    default:
      return 4;
  }
}

const Record* lead_alone(const std::vector<Record>& records) {
  const Record* best = nullptr;
  int rank = 5;
  for (const Record& record : records) {
    const int its = rank_alone(record);
    if (its < rank) best = &record;
    rank = std::min(rank, its);
  }
  return best;
}

}  // namespace

const Record* AuditEvent::lead() const {
  const Record* call = nullptr;
  const Record* beside = nullptr;
  for (const Record& record : records) {
    const RecordRole role = record.role();
    if (role == RecordRole::call) call = &record;
    if (beside == nullptr && decides_beside(role, syscall)) beside = &record;
  }
  if (call == nullptr) return lead_alone(records);
  return beside != nullptr ? beside : call;
}

}  // namespace auweave::model

// Carrier: brings documents to a place that may be slow, full or away. Only the thread of Delivery
// calls a carrier. A sent document stays where it is, unchanged, until its outcome has come.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "deliver/document.h"

namespace auweave::deliver {

// SendId: the number of a sent document.
using SendId = std::uint64_t;

// Outcome: the result of sending a document.
enum class Outcome {
  delivered,
  // The document was not delivered, for a reason that may pass. Delivery sends it again, in order.
  again,
  // The document was not delivered, and the document itself may be the reason. Delivery sends it
  // again, in order, but only a few times.
  doubtful,
  refused,  // the document will never be delivered
};

// Acknowledged: a sent document whose outcome is known. The outcome may also be a refusal.
struct Acknowledged {
  SendId id;
  Outcome outcome;
};

class Carrier {
 public:
  virtual ~Carrier() = default;

  // Takes a document. The carrier may make the document smaller, so that the document fits. Returns
  // false if the carrier does not take the document now.
  virtual bool send(Document& document, SendId id) = 0;
  // Does the carrier's regular work, waits at most `wait_ms` for outcomes, and adds the outcomes
  // that have come to `acknowledged`.
  virtual void serve(int wait_ms, std::vector<Acknowledged>& acknowledged) = 0;
  // Every document sent so far belongs to a spool entry below `next`, and no more documents of those
  // entries will follow. `note` is a note of Sink::reached. After a resend `next` may go back.
  virtual void boundary(std::uint64_t /*next*/, const std::string& /*note*/) {}
  // From now on the carrier holds no document back to gather a larger batch.
  virtual void hurry() {}
  // Returns the reason why the carrier does not deliver, for the status, or "" if it delivers.
  [[nodiscard]] virtual std::string trouble() const = 0;
  // Returns the spool entry below which all documents have arrived, by the account of the place
  // itself. Returns 0 if the place gives no account.
  [[nodiscard]] virtual std::uint64_t confirmed() const { return 0; }
  // Returns the carrier's findings for a person, in words. Each finding is returned once.
  virtual std::vector<std::string> take_findings() { return {}; }
};

}  // namespace auweave::deliver

// Carrier: brings documents to a file or a broker, which may be slow, full or away. Only the thread
// of Delivery calls a carrier. Delivery neither moves nor changes a sent document before its
// outcome is known.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "deliver/document.h"

namespace auweave::deliver {

// SendId: the number that Delivery gives a document when it sends the document.
using SendId = std::uint64_t;

// Outcome: the result of sending a document.
enum class Outcome {
  delivered,
  // A document was not delivered, for a passing reason, and Delivery sends it again, in order.
  again,
  // A document was not delivered, perhaps because of the document itself, and Delivery sends it
  // again, in order, but three times at most.
  doubtful,
  refused,  // the document will never be delivered
};

// Acknowledged: a sent document and its outcome, which may also be a refusal.
struct Acknowledged {
  SendId id;
  Outcome outcome;
};

class Carrier {
 public:
  virtual ~Carrier() = default;

  // Takes a document. A carrier may cut the document to the size that a broker takes, and give a
  // document without a leaf its leaf. Returns false if the carrier cannot take the document yet:
  // Delivery offers the document again later.
  virtual bool send(Document& document, SendId id) = 0;
  // Does the carrier's regular work, waits at most `wait_ms` for outcomes, and adds the outcomes
  // that have come to `acknowledged`.
  virtual void serve(int wait_ms, std::vector<Acknowledged>& acknowledged) = 0;
  // Tells the carrier that no more documents of spool entries below `next` will follow, and that no
  // document of a later entry was sent yet. `note` is a note of Sink::reached(). After a resend of
  // documents `next` may be lower than before.
  virtual void boundary(std::uint64_t /*next*/, const std::string& /*note*/) {}
  // Returns the place that an earlier process left (Numbering::kept).
  [[nodiscard]] virtual LeafPlace kept_place() const { return {}; }
  // Tells the carrier to hold back no more documents to gather a larger batch.
  virtual void hurry() {}
  // Returns the reason why the carrier does not deliver, for the status, or "" if it delivers.
  [[nodiscard]] virtual std::string trouble() const = 0;
  // Returns the spool entry below which all documents have arrived, by a checkpoint that the place
  // itself keeps. Returns 0 if the place keeps no checkpoint.
  [[nodiscard]] virtual std::uint64_t confirmed() const { return 0; }
  // Takes the carrier's findings since the last call, in words for a person.
  virtual std::vector<std::string> take_findings() { return {}; }
};

}  // namespace auweave::deliver

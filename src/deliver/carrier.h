// Carrier: brings documents to a place that may be slow, full or away. Delivery's thread alone
// calls it. What it was given stays where it is, unchanged, until its outcome has come.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "deliver/document.h"

namespace auweave::deliver {

using SendId = std::uint64_t;  // the number of a sent document

enum class Outcome {
  delivered,
  again,     // not delivered, for a reason that may pass: send it again, in its place
  doubtful,  // the same, but not for ever: it may be the document itself
  refused,   // never
};

// A sent document whose outcome is known, a refusal as well.
struct Acknowledged {
  SendId id;
  Outcome outcome;
};

class Carrier {
 public:
  virtual ~Carrier() = default;

  // False: not now, the document is not taken. It may be made smaller to fit.
  virtual bool send(Document& document, SendId id) = 0;
  // Does what has to be done now and then, waits at most `wait_ms` for outcomes, and adds those that
  // have come.
  virtual void serve(int wait_ms, std::vector<Acknowledged>& acknowledged) = 0;
  // All documents that were sent are of entries below `next`, and none of those comes any more; `note` as in
  // Sink::reached. Of what came back and is sent again `next` may be lower than it was.
  virtual void boundary(std::uint64_t /*next*/, const std::string& /*note*/) {}
  // From now on nothing is held back to gather more.
  virtual void hurry() {}
  // For the status: what keeps it from delivering; "" when nothing does.
  [[nodiscard]] virtual std::string trouble() const = 0;
  // Documents of entries below it are there, as the place itself says; 0: it does not say.
  [[nodiscard]] virtual std::uint64_t confirmed() const { return 0; }
  // What it found that a person should know of, in words, each once.
  virtual std::vector<std::string> take_findings() { return {}; }
};

}  // namespace auweave::deliver

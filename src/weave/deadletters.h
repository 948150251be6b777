// Deadletters: the document of what a weaver could not understand: a line, a record without fields, a recording that
// is damaged. At most 64 KiB of the data are kept, the rest is counted; what was typed at a terminal is cut out of it.
#pragma once

#include <string_view>

#include "audit/assembler.h"
#include "tty/timed_logs.h"
#include "weave/context.h"
#include "weave/place.h"

namespace auweave::weave {

class Deadletters {
 public:
  explicit Deadletters(Context& context) : context_(context) {}

  // `already_cut`: bytes that whoever read the line did not keep.
  void line(const Place& place, std::string_view data, std::string_view reason,
            std::uint64_t already_cut = 0);
  void damage(const tty::Damage& damage, std::uint32_t source);
  // Takes records that libauparse found no field in out of the event: an event cannot show them.
  void fieldless_records(const audit::RawEvent& raw, model::AuditEvent& event);

  static constexpr std::size_t kMostBytes = 64UL * 1024;

 private:
  Context& context_;
};

}  // namespace auweave::weave

// Deadletters: puts a deadletter document for each input that the weaver could not understand: a
// line, a record without fields, or a damaged recording. A deadletter keeps at most 64 KiB of the
// data and counts the rest. Terminal input is cut out of the data unless the settings keep terminal
// input.
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

  // `already_cut` is the number of bytes that the reader of the line dropped.
  void line(const Place& place, std::string_view data, std::string_view reason,
            std::uint64_t already_cut = 0);
  void damage(const tty::Damage& damage, std::uint32_t source);
  // Removes the records without fields from the event, because an event document cannot show a
  // record without fields, and puts a deadletter for each.
  void fieldless_records(const audit::RawEvent& raw, model::AuditEvent& event);

  static constexpr std::size_t kMostBytes = 64UL * 1024;

 private:
  Context& context_;
};

}  // namespace auweave::weave

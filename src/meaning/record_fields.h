// Reading single fields of an event: decoded strings, numbers, names. Absent, "(null)", "(none)",
// "?" and "" all come as empty.
#pragma once

#include <optional>
#include <string_view>

#include "model/audit_event.h"
#include "model/document.h"

namespace auweave::meaning {

class Fields {
 public:
  Fields(model::AuditEvent& event, model::FieldText& text) : event_(event), text_(text) {}

  // The field's string value, decoded (quotes or hex of the kernel), in the event's arena.
  [[nodiscard]] std::string_view string(const model::Record* record, std::string_view name) const;
  // What libauparse makes of it, in the event's arena.
  [[nodiscard]] std::string_view text(const model::Record* record, std::string_view name) const;
  [[nodiscard]] std::string_view text(std::uint32_t field_index) const;
  [[nodiscard]] std::string_view raw(const model::Record* record, std::string_view name) const;
  // Of several fields of that name the last: LOGIN of old kernels has "old auid=… new auid=…".
  [[nodiscard]] const model::Field* last(const model::Record* record, std::string_view name) const;
  [[nodiscard]] model::Number number(const model::Record* record, std::string_view name) const;
  // An account's name; its number as text where it has none; empty when unset.
  [[nodiscard]] std::string_view account(const model::Record* record, std::string_view name) const;
  [[nodiscard]] std::string_view account(const model::Record* record,
                                         const model::Field* field) const;

  [[nodiscard]] model::AuditEvent& event() const { return event_; }

 private:
  model::AuditEvent& event_;
  model::FieldText& text_;
};

// "" for what the kernel and PAM write when there is nothing to say.
std::string_view unless_placeholder(std::string_view value);

// "pts/2" of "pts2", "/dev/pts/2" or "pts/2"; "ttyS0", "console"; empty for what is no terminal
// ("ssh", "cron", "(none)").
std::string_view terminal(std::string_view value, base::Arena& arena);

}  // namespace auweave::meaning

// Fields: reads single fields of an event as decoded strings, numbers or names. A field that is
// absent, "(null)", "(none)", "?" or "" gives an empty value.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "model/audit_event.h"
#include "model/document.h"

namespace auweave::meaning {

class Fields {
 public:
  Fields(model::AuditEvent& event, model::FieldText& text) : event_(event), text_(text) {}

  // Returns the field's decoded string (the kernel writes quotes or hex digits). Decoded bytes lie
  // in the event's arena.
  [[nodiscard]] std::string_view string(const model::Record* record, std::string_view name) const;
  // Returns libauparse's interpretation of the field. The text lies in the event's arena.
  [[nodiscard]] std::string_view text(const model::Record* record, std::string_view name) const;
  [[nodiscard]] std::string_view text(std::uint32_t field_index) const;
  [[nodiscard]] std::string_view raw(const model::Record* record, std::string_view name) const;
  // Returns the last of a record's fields with the name `name`. LOGIN records of old kernels have
  // "old auid=… new auid=…".
  [[nodiscard]] const model::Field* last(const model::Record* record, std::string_view name) const;
  [[nodiscard]] model::Number number(const model::Record* record, std::string_view name) const;
  // Returns the name of the account whose number the field has. An account without a name gives its
  // number as text, and an unset number gives an empty text.
  [[nodiscard]] std::string_view account(const model::Record* record, std::string_view name) const;
  [[nodiscard]] std::string_view account(const model::Record* record,
                                         const model::Field* field) const;

  // Return the name of an account or a group whose number an argument has: as another field of
  // `record` is called that has the number, else by --accounts; without a name, the number.
  [[nodiscard]] std::string_view user(const model::Record* record, std::uint32_t uid) const;
  [[nodiscard]] std::string_view group(const model::Record* record, std::uint32_t gid) const;
  // Returns nametype= of a PATH record, which Linux 3.10 of RHEL 7 calls objtype=.
  [[nodiscard]] std::string_view nametype(const model::Record& path) const;

  [[nodiscard]] model::AuditEvent& event() const { return event_; }

 private:
  [[nodiscard]] std::string_view named(const model::Record* record, std::string_view number,
                                       std::span<const std::string_view> fields) const;

  model::AuditEvent& event_;
  model::FieldText& text_;
};

// Returns "" if `value` is a placeholder that the kernel or PAM writes for an absent value, else
// `value`.
std::string_view unless_placeholder(std::string_view value);

// Returns the terminal's name: "pts/2" for "pts2", "/dev/pts/2" or "pts/2", and "ttyS0" or
// "console" unchanged. A value that is no terminal ("ssh", "cron", "(none)") gives an empty text.
std::string_view terminal(std::string_view value, base::Arena& arena);

}  // namespace auweave::meaning

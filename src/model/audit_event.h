// AuditEvent: the records of one audit event, with undecoded fields. One thread reuses one
// AuditEvent for many events. The views of an AuditEvent point into its arena, into the RawEvent
// that it was decoded from, or into static text, and are invalid after clear(). A value.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "model/ids.h"
#include "model/record_role.h"

namespace auweave::model {

// Field: one name=value of a record, as libauparse splits the record. The view `raw` is the field's
// value as written, with its quotes or hex digits. A record may have several fields of one name
// (two keys in one SYSCALL).
struct Field {
  std::string_view name;
  std::string_view raw;
};

struct Record {
  std::string_view type;  // "SYSCALL"; "UNKNOWN[1999]" only for a type that nobody has a name for
  int type_number = -1;   // the AUDIT_* number; -1: the type's name is unknown
  std::string_view line;  // the record as read, without its newline
  std::string_view enriched;  // text behind 0x1D: auditd's interpretation; empty in RAW logs
  std::uint32_t first = 0;    // the record's fields are AuditEvent::fields[first, first + count)
  std::uint32_t count = 0;

  [[nodiscard]] RecordRole role() const { return role_of(type_number, type); }
};

// Peer: the decoded socket address of a SOCKADDR record (saddr, the kernel's struct sockaddr in
// hex).
struct Peer {
  enum class Family { inet, inet6, unix_socket, other } family = Family::other;
  std::string_view address;  // as text; a path for unix_socket ('@' first if abstract)
  std::uint16_t port = 0;
};

// Normalized: libauparse's interpretation of the event, which the module `meaning` corrects.
struct Normalized {
  std::string_view action;
  std::string_view object_type;
  // Indexes into AuditEvent::fields: `object` is what was acted upon, `object2` the second object
  // (the new name of a rename).
  std::optional<std::uint32_t> object;
  std::optional<std::uint32_t> object2;
};

struct AuditEvent {
  std::string_view node;  // node= of the records; empty: the records have no node=
  EventKey key;
  std::vector<Record> records;  // in input order, without the EOE record
  std::vector<Field> fields;    // the fields of all records, in order

  std::string_view syscall;            // name of the system call, or its number as text
  std::vector<std::string_view> argv;  // exact bytes of the EXECVE arguments; see argv_missing
  bool argv_missing = false;  // true: fewer arguments (or bytes) came than argc and aN_len promise
  std::vector<std::string_view> rule_keys;  // keys of the audit rules that matched, decoded
  std::optional<Peer> peer;
  Normalized normalized;
  base::Arena arena;

  void clear() {
    node = {};
    key = {};
    records.clear();
    fields.clear();
    syscall = {};
    argv.clear();
    argv_missing = false;
    rule_keys.clear();
    peer.reset();
    normalized = {};
    arena.clear();
  }

  [[nodiscard]] std::span<const Field> of(const Record& record) const {
    return std::span(fields).subspan(record.first, record.count);
  }
  // Returns the event's first record of the type `type`, or null if no record has the type.
  [[nodiscard]] const Record* find(std::string_view type) const {
    for (const Record& record : records) {
      if (record.type == type) return &record;
    }
    return nullptr;
  }
  // Returns the record's first field of the name `name`, or null if no field has the name.
  [[nodiscard]] const Field* find(const Record& record, std::string_view name) const {
    for (const Field& field : of(record)) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }
  // Returns the record that decides what the event means: the SYSCALL, unless a record decides
  // beside this call (decides_beside). Without a SYSCALL a record that could decide beside one comes
  // first, then URINGOP, then what accompanies, with the unknown types last. Returns null if the
  // event has no records.
  [[nodiscard]] const Record* lead() const;
};

// FieldText: gives the meaning of a field in libauparse's words. A FieldText may return an empty
// view, for a field whose value was cut. Tests have a second FieldText with fixed texts.
class FieldText {
 public:
  virtual ~FieldText() = default;
  // Returns a text that is valid until the next call of text().
  virtual std::string_view text(const AuditEvent& event, const Record& record,
                                const Field& field) = 0;
  // Return the name of an account or a group that no field has (an argument of a system call), or
  // "unknown(NUMBER)". The text is valid until the next call.
  virtual std::string_view user(std::uint32_t uid) = 0;
  virtual std::string_view group(std::uint32_t gid) = 0;
};

}  // namespace auweave::model

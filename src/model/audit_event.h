// AuditEvent: one audit event as its records tell it, undecoded. A value that lives in one thread
// and is reused: all views point into its own arena (or to static text) and end with clear().
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "model/ids.h"

namespace auweave::model {

// One name=value of a record as libauparse cuts it. `raw` is the value as written (quotes and hex
// kept); names repeat (two keys in one SYSCALL).
struct Field {
  std::string_view name;
  std::string_view raw;
};

struct Record {
  std::string_view type;      // "SYSCALL"; "UNKNOWN[1337]" for what libaudit has no name for
  int type_number = -1;       // libaudit's AUDIT_*; -1 where it knows none
  std::string_view line;      // as read, without newline
  std::string_view enriched;  // behind 0x1D: auditd's own interpretation; empty in RAW logs
  std::uint32_t first = 0;    // its fields: AuditEvent::fields[first, first + count)
  std::uint32_t count = 0;

  // True for what only ever accompanies a SYSCALL (PATH, CWD, EXECVE …).
  [[nodiscard]] bool auxiliary() const;
};

// A decoded socket address (SOCKADDR's saddr; the kernel's struct sockaddr in hex).
struct Peer {
  enum class Family { inet, inet6, unix_socket, other } family = Family::other;
  std::string_view address;  // textual; a path for unix_socket ('@' first when abstract)
  std::uint16_t port = 0;
};

// What libauparse's normalizer makes of the event: a start, corrected in meaning/.
struct Normalized {
  std::string_view action;
  std::string_view object_type;
  // Index into fields, of what was acted upon, and of the second thing (the new name of a rename).
  std::optional<std::uint32_t> object;
  std::optional<std::uint32_t> object2;
};

struct AuditEvent {
  std::string_view node;  // empty: the records have no node=
  EventKey key;
  std::vector<Record> records;  // in input order, without EOE
  std::vector<Field> fields;    // of all records, in order

  std::string_view syscall;            // its name; the number as text where libaudit knows none
  std::vector<std::string_view> argv;  // decoded bytes of EXECVE, exact; see argv_missing
  bool argv_missing = false;           // fewer arguments (or bytes) than argc and aN_len promise
  std::vector<std::string_view> rule_keys;  // audit rule keys, decoded
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
  // The first record of a type, by its name; null when there is none.
  [[nodiscard]] const Record* find(std::string_view type) const {
    for (const Record& record : records) {
      if (record.type == type) return &record;
    }
    return nullptr;
  }
  // The first field of that name in the record; null when there is none.
  [[nodiscard]] const Field* find(const Record& record, std::string_view name) const {
    for (const Field& field : of(record)) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }
  // The record that decides what the event means. LOGIN, CONFIG_CHANGE, TTY and the like bring a
  // SYSCALL (and its PATH, CWD, PROCTITLE) along, which tell how, not what. Null: no records.
  [[nodiscard]] const Record* lead() const;
};

// Says what a field means, in libauparse's words; null views never. The second implementation is
// the fixed one of tests.
class FieldText {
 public:
  virtual ~FieldText() = default;
  // Valid until the next call.
  virtual std::string_view text(const AuditEvent& event, const Record& record,
                                const Field& field) = 0;
};

}  // namespace auweave::model

#include "audit/interpreter.h"

#include <auparse.h>
#include <libaudit.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

#include "audit/auparse_handle.h"
#include "base/text.h"
#include "base/text_hash.h"
#include "model/field_value.h"

namespace auweave::audit {
namespace {

using model::AuditEvent;
using model::Field;
using model::Record;

// Entries of each memory. A full memory is emptied, because frequent questions come back at once.
constexpr std::size_t kMostRemembered = 1UL << 16U;
constexpr std::size_t kLongestRemembered = 256;

// libauparse's answer about one field of one record.
struct Answer {
  int type = AUPARSE_TYPE_UNCLASSIFIED;
  std::string text;
};

// Feeds libauparse a record alone and asks about one of its fields.
class Oracle {
 public:
  Oracle() : auparse_(auparse_init(AUSOURCE_FEED, nullptr)) {
    if (auparse_ == nullptr) std::abort();  // out of memory
    auparse_set_escape_mode(auparse_.get(), AUPARSE_ESC_RAW);
    auparse_add_callback(
        auparse_.get(),
        [](auparse_state_t*, auparse_cb_event_t, void* self) {
          static_cast<Oracle*>(self)->look();
        },
        this, nullptr);
  }

  // `number` counts the record's fields from 0. With `interpret` false only the type is asked:
  // interpreting an account's id would go through NSS.
  Answer ask(const AuditEvent& event, const Record& record, std::size_t number, bool interpret) {
    number_ = static_cast<unsigned>(number) + 1;  // `type` is field 0
    interpret_ = interpret;
    answer_ = {};
    text_ = "type=" + std::string(record.type) + " msg=audit(1.000:1): ";
    for (const Field& field : event.of(record)) {
      // A value that was cut must not let the fields behind it move.
      text_.append(field.name).append("=").append(field.raw.empty() ? "?" : field.raw).append(" ");
    }
    text_.back() = '\n';
    if (auparse_feed(auparse_.get(), text_.data(), text_.size()) == 0) {
      auparse_flush_feed(auparse_.get());
    }
    return std::move(answer_);
  }

 private:
  void look() {
    if (auparse_first_record(auparse_.get()) <= 0) return;
    if (auparse_goto_field_num(auparse_.get(), number_) != 1) return;
    answer_.type = auparse_get_field_type(auparse_.get());
    const char* text = interpret_ ? auparse_interpret_field(auparse_.get()) : nullptr;
    if (text != nullptr) answer_.text = text;
  }

  AuparseHandle auparse_;
  unsigned number_ = 0;
  bool interpret_ = false;
  Answer answer_;
  std::string text_;
};

bool same_name(std::string_view upper, std::string_view name) {
  return std::equal(upper.begin(), upper.end(), name.begin(), name.end(), [](char u, char n) {
    return (u >= 'A' && u <= 'Z' ? static_cast<char>(u - 'A' + 'a') : u) == n;
  });
}

// The number of fields before `field` in its record that have its name: a record of a program may
// have a uid= of its own in msg='...', behind the kernel's.
std::size_t same_named_before(std::span<const Field> fields, const Field& field) {
  return static_cast<std::size_t>(
      std::count_if(fields.data(), &field, [&](const Field& at) { return at.name == field.name; }));
}

// Returns auditd's interpretation of a field, from the part behind 0x1D. auditd writes one for each
// field, in the order of the record; `skip` of the same name are others'.
std::optional<std::string_view> enriched_value(std::string_view tail, std::string_view name,
                                               std::size_t skip) {
  // A SOCKADDR record has only this field there, with blanks in its value.
  if (tail.starts_with("SADDR=")) {
    const std::size_t brace = tail.find('{');
    if (name != "saddr" || brace == std::string_view::npos) return std::nullopt;
    return tail.substr(brace);
  }
  while (!tail.empty()) {
    const std::size_t end = std::min(tail.find(' '), tail.size());
    const std::string_view pair = tail.substr(0, end);
    tail.remove_prefix(std::min(end + 1, tail.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || !same_name(pair.substr(0, equals), name)) continue;
    if (skip-- > 0) continue;
    return pair.substr(equals + 1);
  }
  return std::nullopt;
}

// auditd says "unset" of an unset id alone, and "root" of 0 alone. Another name stands for another
// field of that name, in a tail whose pairs do not follow the record's.
bool fits_id(std::string_view raw, std::string_view name) {
  while (name.starts_with('"')) name.remove_prefix(1);
  while (name.ends_with('"')) name.remove_suffix(1);
  const bool unset = raw == "4294967295" || raw == "-1";
  return (name == "unset") == unset && (name != "root" || raw == "0");
}

bool depends_on_call(int type) {
  return type == AUPARSE_TYPE_A0 || type == AUPARSE_TYPE_A1 || type == AUPARSE_TYPE_A2 ||
         type == AUPARSE_TYPE_A3 || type == AUPARSE_TYPE_SYSCALL || type == AUPARSE_TYPE_ARCH;
}

bool is_string(int type) {
  return type == AUPARSE_TYPE_ESCAPED || type == AUPARSE_TYPE_ESCAPED_FILE ||
         type == AUPARSE_TYPE_ESCAPED_KEY || type == AUPARSE_TYPE_PROCTITLE;
}

// True for fields whose kind libauparse tells by their value, so that the kind cannot be remembered
// by name.
bool kind_by_value(const Record& record, std::string_view name) {
  return name == "acct" || record.type_number == AUDIT_TRUSTED_APP;
}

}  // namespace

struct Interpreter::State {
  explicit State(AccountNames& names) : accounts(names) {}

  AccountNames& accounts;
  Oracle oracle;
  // Kinds of fields by name. The names in one record type are few.
  using Types = std::unordered_map<std::string, int, base::TextHash, std::equal_to<>>;
  std::unordered_map<int, Types> types;
  std::size_t types_known = 0;
  std::unordered_map<std::string, std::string> meanings;  // by type, context and value
  std::string key;
  std::string result;
  base::Arena arena;

  int type_of(const AuditEvent& event, const Record& record, const Field& field);
  int remember(const Record& record, std::string_view name, int type);
  std::string_view account(int type, std::string_view raw);
  std::string_view decoded(int type, std::string_view raw);
  std::string_view meaning(int type, const AuditEvent& event, const Record& record,
                           const Field& field);
  void add_call(const AuditEvent& event, const Record& record);
};

int Interpreter::State::type_of(const AuditEvent& event, const Record& record, const Field& field) {
  const auto number = static_cast<std::size_t>(&field - event.of(record).data());
  if (kind_by_value(record, field.name)) return oracle.ask(event, record, number, false).type;
  std::string_view name = field.name;
  if (record.type_number == AUDIT_EXECVE || record.type_number < 0) {
    key.clear();
    // libaudit has one number for all types without a name.
    if (record.type_number < 0) key.append(record.type).append(" ");
    // All arguments of an execve have one kind, and there may be a hundred thousand of them.
    for (const char c : field.name) key += record.type_number > 0 && c >= '0' && c <= '9' ? '#' : c;
    name = key;
  }
  Types& known = types[record.type_number];
  const auto found = known.find(name);
  if (found != known.end()) return found->second;
  return remember(record, name, oracle.ask(event, record, number, false).type);
}

int Interpreter::State::remember(const Record& record, std::string_view name, int type) {
  if (++types_known > kMostRemembered) {
    types.clear();
    types_known = 1;
  }
  types[record.type_number].emplace(name, type);
  return type;
}

// The same as libauparse's print_uid and print_gid, with another source of names.
std::string_view Interpreter::State::account(int type, std::string_view raw) {
  const auto id = base::parse_unsigned(raw);
  if (!id.has_value() || *id > model::kUnset) return raw;
  if (*id == model::kUnset) return "unset";
  if (*id == 0) return "root";
  const auto number = static_cast<std::uint32_t>(*id);
  const auto name = type == AUPARSE_TYPE_UID ? accounts.user(model::Uid{number})
                                             : accounts.group(model::Gid{number});
  result = name.has_value() ? *name
                            : "unknown(" + std::to_string(static_cast<std::int32_t>(number)) + ")";
  return result;
}

std::string_view Interpreter::State::decoded(int type, std::string_view raw) {
  arena.clear();
  const std::string_view bytes = model::decode_string(raw, arena);
  if (type != AUPARSE_TYPE_PROCTITLE || raw.starts_with('"')) return bytes;
  result.assign(bytes);
  std::replace(result.begin(), result.end(), '\0', ' ');
  return result;
}

// The meaning of a0..a3 depends on the system call, and on a0 and a1 (fcntl, socket …).
void Interpreter::State::add_call(const AuditEvent& event, const Record& record) {
  for (const Field& field : event.of(record)) {
    if (field.name == "arch" || field.name == "syscall" || field.name == "a0" ||
        field.name == "a1") {
      key.append(" ").append(field.raw);
    }
  }
}

std::string_view Interpreter::State::meaning(int type, const AuditEvent& event,
                                             const Record& record, const Field& field) {
  key.assign(std::to_string(type)).append(" ").append(field.raw);
  if (depends_on_call(type)) add_call(event, record);
  const auto found = meanings.find(key);
  if (found != meanings.end()) return found->second;
  const auto number = static_cast<std::size_t>(&field - event.of(record).data());
  if (key.size() > kLongestRemembered) {
    return result = oracle.ask(event, record, number, true).text;
  }
  if (meanings.size() >= kMostRemembered) meanings.clear();
  return meanings[key] = oracle.ask(event, record, number, true).text;
}

Interpreter::Interpreter(AccountNames& accounts) : state_(std::make_unique<State>(accounts)) {}
Interpreter::~Interpreter() = default;

std::string_view Interpreter::user(std::uint32_t uid) {
  return state_->account(AUPARSE_TYPE_UID, std::to_string(uid));
}
std::string_view Interpreter::group(std::uint32_t gid) {
  return state_->account(AUPARSE_TYPE_GID, std::to_string(gid));
}

std::string_view Interpreter::text(const AuditEvent& event, const Record& record,
                                   const Field& field) {
  State& s = *state_;
  const int type = s.type_of(event, record, field);
  const bool account = type == AUPARSE_TYPE_UID || type == AUPARSE_TYPE_GID;
  if (!record.enriched.empty()) {
    const std::size_t skip = account ? same_named_before(event.of(record), field) : 0;
    const auto known = enriched_value(record.enriched, field.name, skip);
    // A value that auditd did not know then may be known to this machine's libaudit now.
    const bool fits = known.has_value() && (!account || fits_id(field.raw, *known));
    if (fits && !known->starts_with("unknown-")) {
      return account ? s.decoded(type, *known) : *known;
    }
  }
  if (account) return s.account(type, field.raw);
  if (type == AUPARSE_TYPE_UNCLASSIFIED || type == AUPARSE_TYPE_MAC_LABEL) return field.raw;
  if (is_string(type) && model::is_encoded(field.raw)) return s.decoded(type, field.raw);
  return s.meaning(type, event, record, field);
}

}  // namespace auweave::audit

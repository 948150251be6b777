#include <auparse.h>
#include <libaudit.h>

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "audit/auparse_handle.h"
#include "audit/decoder.h"
#include "audit/number_names.h"
#include "audit/value.h"
#include "base/text.h"
#include "model/field_value.h"

namespace auweave::audit {
namespace {

using model::AuditEvent;
using model::Field;
using model::Record;

// The time and serial that libauparse sees. libauparse only compares them, and all records of an
// event have the same.
constexpr std::string_view kStamp = " msg=audit(1.000:1): ";

// libauparse asks NSS for the names of uids while it normalizes, and throws the answers away. It
// does not ask for a record that seems enriched.
constexpr std::string_view kNoLookups =
    "\x1D"
    "AUID=\"-\" UID=\"-\" ID=\"-\"";

std::string_view or_empty(const char* text) { return text == nullptr ? "" : text; }

// The name that auditd wrote behind 0x1D: "SYSCALL=fchmodat2". The program may not know it, because
// its libaudit is older than auditd's. "unknown-syscall(999)" is no name.
std::string_view enriched_syscall(std::string_view enriched) {
  constexpr std::string_view kName = "SYSCALL=";
  constexpr std::size_t kLongest = 40;
  const std::size_t at = enriched.find(kName);
  if (at == std::string_view::npos || (at > 0 && enriched[at - 1] != ' ')) return "";
  std::string_view name = enriched.substr(at + kName.size());
  name = name.substr(0, std::min(name.find(' '), name.size()));
  const bool plausible = name.size() > 1 && name.size() <= kLongest &&
                         (name[0] < '0' || name[0] > '9') &&
                         std::all_of(name.begin(), name.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                         });
  return plausible ? name : "";
}

// System call names by architecture and number, remembered because libaudit searches its tables by
// string.
class SyscallNames {
 public:
  // Returns an empty text if neither libaudit nor number_names.h knows the call.
  std::string_view name(std::uint32_t arch, std::uint32_t call) {
    const std::uint64_t key = std::uint64_t{arch} << 32U | call;
    const auto found = names_.find(key);
    if (found != names_.end()) return found->second;
    const int machine = audit_elf_to_machine(arch);
    std::string_view known =
        or_empty(machine < 0 ? nullptr : audit_syscall_to_name(static_cast<int>(call), machine));
    if (known.empty()) known = syscall_name(arch, call);
    // A forged log has numbers without end, and few of them have a name.
    if (names_.size() < kMost) names_[key] = known;
    return known;
  }

 private:
  static constexpr std::size_t kMost = 8192;
  std::unordered_map<std::uint64_t, std::string_view> names_;  // views of static text
};

constexpr std::uint64_t kMost32 = 0xFFFFFFFF;

// Of the call that was made, else of the one that a filter met.
void fill_syscall(AuditEvent& event, SyscallNames& names) {
  const Record* record = event.find("SYSCALL");
  if (record == nullptr) {
    const Record* lead = event.lead();
    if (lead != nullptr && lead->type == "SECCOMP") record = lead;
  }
  if (record == nullptr) return;
  const Field* arch = event.find(*record, "arch");
  const Field* number = event.find(*record, "syscall");
  if (number == nullptr) return;
  const auto elf = base::parse_unsigned(arch == nullptr ? "" : arch->raw, 16);
  const auto call = base::parse_unsigned(number->raw);
  if (elf.has_value() && call.has_value() && *elf <= kMost32 && *call <= kMost32)
    event.syscall = names.name(static_cast<std::uint32_t>(*elf), static_cast<std::uint32_t>(*call));
  if (event.syscall.empty()) event.syscall = enriched_syscall(record->enriched);
  if (event.syscall.empty()) event.syscall = number->raw;
}

// The record with its own name in place of "UNKNOWN[1425]", which an auditd writes that is older
// than its kernel.
Record record_of(const RawEvent& raw, const RawEvent::Slice& slice) {
  Record record{
      raw.type(slice), type_number(raw.type(slice)), raw.line(slice), raw.enriched(slice), 0, 0};
  constexpr int kTwice[] = {1420, 1421};  // see record_type_name()
  const bool twice = record.type_number == kTwice[0] || record.type_number == kTwice[1];
  if (!twice && !record.type.starts_with("UNKNOWN[")) return record;
  std::string_view name = record_type_name(record.type_number, raw.body(slice));
  if (name.empty()) name = or_empty(audit_msg_type_to_name(record.type_number));
  if (name.empty()) return record;
  record.type = name;
  record.type_number = type_number(name);
  return record;
}

void fill_rule_keys(AuditEvent& event) {
  for (const Record& record : event.records) {
    const bool ring = record.type == "URINGOP" && &record == event.lead();
    if (record.type != "SYSCALL" && record.type != "CONFIG_CHANGE" && !ring) continue;
    for (const Field& field : event.of(record)) {
      if (field.name != "key" || field.raw == "(null)" || field.raw.empty()) continue;
      const std::string_view key = model::decode_string(field.raw, event.arena);
      if (!key.empty()) event.rule_keys.push_back(key);
    }
  }
}

}  // namespace

struct AuparseDecoder::State {
  AuparseHandle auparse;
  std::function<bool(std::string_view)> wants_normalized;
  SyscallNames syscalls;
  std::string text;
  unsigned lines_fed = 0;

  // The present event:
  std::vector<std::size_t> fed;  // for each line that was fed: the record's place in the event
  AuditEvent* event = nullptr;
  bool normalizing = false;

  void feed(const RawEvent& raw);
  void feed_to_normalize(const RawEvent& raw);
  void add_line(const RawEvent& raw, std::size_t index, std::string_view tail);
  void feed_text();
  // Returns the place in the event of the record at libauparse's cursor, or no place.
  [[nodiscard]] std::optional<std::size_t> record_at_cursor() const;
  void on_event();
  void walk_record(std::size_t index);
  void keep_normalized();
  std::optional<std::uint32_t> field_at_cursor();
};

void AuparseDecoder::State::add_line(const RawEvent& raw, std::size_t index,
                                     std::string_view tail) {
  const auto& slice = raw.slices[index];
  text += "type=";
  text += raw.type(slice);
  text += kStamp;
  text += raw.body(slice);
  text += tail;
  text += '\n';
  fed.push_back(index);
}

void AuparseDecoder::State::feed_text() {
  if (auparse_feed(auparse.get(), text.data(), text.size()) == 0) auparse_flush_feed(auparse.get());
  lines_fed += static_cast<unsigned>(fed.size());
}

void AuparseDecoder::State::feed(const RawEvent& raw) {
  text.clear();
  fed.clear();
  for (std::size_t i = 0; i < raw.slices.size(); ++i) add_line(raw, i, "");
  feed_text();
}

// The normalizer takes its words from the first record that it does not know, so it sees no record
// that only accompanies, and of a record that decides beside a call that record alone.
void AuparseDecoder::State::feed_to_normalize(const RawEvent& raw) {
  text.clear();
  fed.clear();
  const Record* lead = event->lead();
  const bool of_call = lead->role() == model::RecordRole::call;
  for (std::size_t i = 0; i < raw.slices.size(); ++i) {
    const Record& record = event->records[i];
    const bool accompanies = record.role() == model::RecordRole::accompanies;
    if (&record == lead || (of_call && !accompanies)) add_line(raw, i, kNoLookups);
  }
  feed_text();
}

std::optional<std::size_t> AuparseDecoder::State::record_at_cursor() const {
  // Lines count from 1 over all lines ever fed. libauparse skips a record that it refuses, so
  // positions in its event are not positions in ours.
  const unsigned line = auparse_get_line_number(auparse.get());
  if (line <= lines_fed || line - lines_fed > fed.size()) return std::nullopt;
  return fed[line - lines_fed - 1];
}

// Called for each part that libauparse makes of the event.
void AuparseDecoder::State::on_event() {
  if (normalizing) {
    keep_normalized();
    return;
  }
  if (auparse_first_record(auparse.get()) <= 0) return;
  do {
    if (const auto index = record_at_cursor()) walk_record(*index);
  } while (auparse_next_record(auparse.get()) > 0);
}

void AuparseDecoder::State::walk_record(std::size_t index) {
  Record& record = event->records[index];
  record.first = static_cast<std::uint32_t>(event->fields.size());
  if (auparse_first_field(auparse.get()) <= 0) return;
  // The first field is always `type`, and the record has its type already.
  while (auparse_next_field(auparse.get()) > 0) {
    const std::string_view name = or_empty(auparse_get_field_name(auparse.get()));
    const std::string_view value = or_empty(auparse_get_field_str(auparse.get()));
    event->fields.push_back({event->arena.copy(name), event->arena.copy(value)});
    ++record.count;
  }
}

std::optional<std::uint32_t> AuparseDecoder::State::field_at_cursor() {
  const auto index = record_at_cursor();
  const unsigned number = auparse_get_field_num(auparse.get());
  if (!index.has_value() || number == 0) return std::nullopt;
  const Record& record = event->records[*index];
  if (number > record.count) return std::nullopt;
  return record.first + number - 1;  // less `type`
}

void AuparseDecoder::State::keep_normalized() {
  auparse_state_t* au = auparse.get();
  model::Normalized& kept = event->normalized;
  if (auparse_first_record(au) <= 0) return;
  const Record* lead = event->lead();
  const auto lead_index = static_cast<std::size_t>(lead - event->records.data());
  bool has_lead = false;
  do {
    has_lead = has_lead || record_at_cursor() == lead_index;
  } while (auparse_next_record(au) > 0);
  auparse_first_record(au);
  if (!has_lead || auparse_normalize(au, NORM_OPT_NO_ATTRS) != 0) return;
  kept.action = event->arena.copy(or_empty(auparse_normalize_get_action(au)));
  kept.object_type = event->arena.copy(or_empty(auparse_normalize_object_kind(au)));
  if (auparse_normalize_object_primary(au) == 1) kept.object = field_at_cursor();
  if (auparse_normalize_object_primary2(au) == 1) kept.object2 = field_at_cursor();
}

AuparseDecoder::AuparseDecoder(std::function<bool(std::string_view)> wants_normalized)
    : state_(std::make_unique<State>()) {
  state_->wants_normalized = std::move(wants_normalized);
  state_->auparse.reset(auparse_init(AUSOURCE_FEED, nullptr));
  if (state_->auparse == nullptr) std::abort();  // out of memory
  auparse_set_escape_mode(state_->auparse.get(), AUPARSE_ESC_RAW);
  auparse_add_callback(
      state_->auparse.get(),
      [](auparse_state_t*, auparse_cb_event_t, void* state) {
        static_cast<State*>(state)->on_event();
      },
      state_.get(), nullptr);
}

AuparseDecoder::~AuparseDecoder() = default;

void AuparseDecoder::decode(const RawEvent& raw, AuditEvent& event) {
  State& s = *state_;
  s.event = &event;
  event.key = raw.key;
  event.node = raw.node;
  for (const auto& slice : raw.slices) {
    event.records.push_back(record_of(raw, slice));
  }
  s.normalizing = false;
  s.feed(raw);
  fill_syscall(event, s.syscalls);
  // libauparse's normalizer crashes on a system call without a number.
  const Record* lead = event.lead();
  const bool of_call = lead != nullptr && lead->role() == model::RecordRole::call;
  const bool known = !of_call || !event.syscall.empty();
  if (lead != nullptr && known && s.wants_normalized(of_call ? event.syscall : "")) {
    s.normalizing = true;
    s.feed_to_normalize(raw);
  }
  rebuild_argv(event);
  fill_rule_keys(event);
  find_peer(event);
}

}  // namespace auweave::audit

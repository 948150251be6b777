#include "meaning/record_fields.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "model/field_value.h"

namespace auweave::meaning {
namespace {

using model::Field;
using model::Record;

bool digits_only(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string_view unless_placeholder(std::string_view value) {
  return value == "?" || value == "(null)" || value == "(none)" || value == "\"\"" ? "" : value;
}

std::string_view Fields::raw(const Record* record, std::string_view name) const {
  const Field* field = record == nullptr ? nullptr : event_.find(*record, name);
  return field == nullptr ? "" : unless_placeholder(field->raw);
}

const Field* Fields::last(const Record* record, std::string_view name) const {
  const Field* found = nullptr;
  if (record == nullptr) return found;
  for (const Field& field : event_.of(*record)) {
    if (field.name == name) found = &field;
  }
  return found;
}

std::string_view Fields::string(const Record* record, std::string_view name) const {
  return unless_placeholder(model::decode_string(raw(record, name), event_.arena));
}

std::string_view Fields::text(const Record* record, std::string_view name) const {
  const Field* field = record == nullptr ? nullptr : event_.find(*record, name);
  if (field == nullptr) return "";
  return unless_placeholder(event_.arena.copy(text_.text(event_, *record, *field)));
}

std::string_view Fields::text(std::uint32_t field_index) const {
  for (const Record& record : event_.records) {
    if (field_index < record.first || field_index >= record.first + record.count) continue;
    const Field& field = event_.fields[field_index];
    return unless_placeholder(event_.arena.copy(text_.text(event_, record, field)));
  }
  return "";
}

model::Number Fields::number(const Record* record, std::string_view name) const {
  return base::parse_signed(raw(record, name));
}

std::string_view Fields::account(const Record* record, std::string_view name) const {
  return account(record, record == nullptr ? nullptr : event_.find(*record, name));
}

std::string_view Fields::account(const Record* record, const Field* field) const {
  if (field == nullptr) return "";
  const std::string_view number = unless_placeholder(field->raw);
  if (number.empty() || number == "4294967295" || number == "-1") return "";
  // As libauparse has it and auditd writes it, whatever the machine calls them; most of all ids are this.
  if (number == "0") return "root";
  const std::string_view known =
      unless_placeholder(event_.arena.copy(text_.text(event_, *record, *field)));
  // libauparse says "unknown(1006)" for an account without a name, auditd too.
  return known.empty() || known.starts_with("unknown(") ? event_.arena.copy(number) : known;
}

std::string_view Fields::named(const Record* record, std::string_view number,
                               std::span<const std::string_view> fields) const {
  for (const std::string_view name : fields) {
    if (raw(record, name) == number) return account(record, name);
  }
  return "";
}

std::string_view Fields::user(const Record* record, std::uint32_t uid) const {
  constexpr std::array<std::string_view, 5> kFields = {"uid", "euid", "suid", "fsuid", "auid"};
  const std::string_view number = event_.arena.copy(std::to_string(uid));
  const std::string_view known = named(record, number, kFields);
  if (!known.empty()) return known;
  const std::string_view name = text_.user(uid);
  return name.starts_with("unknown(") ? number : event_.arena.copy(name);
}

std::string_view Fields::group(const Record* record, std::uint32_t gid) const {
  constexpr std::array<std::string_view, 4> kFields = {"gid", "egid", "sgid", "fsgid"};
  const std::string_view number = event_.arena.copy(std::to_string(gid));
  const std::string_view known = named(record, number, kFields);
  if (!known.empty()) return known;
  const std::string_view name = text_.group(gid);
  return name.starts_with("unknown(") ? number : event_.arena.copy(name);
}

std::string_view Fields::nametype(const Record& path) const {
  const std::string_view type = raw(&path, "nametype");
  return type.empty() ? raw(&path, "objtype") : type;
}

std::string_view terminal(std::string_view value, base::Arena& arena) {
  if (value.starts_with("/dev/")) value.remove_prefix(5);
  if (value.starts_with("pts/") && digits_only(value.substr(4))) return value;
  if (value.starts_with("pts") && digits_only(value.substr(3))) {
    char* out = arena.allocate(value.size() + 1);
    std::copy(value.begin(), value.begin() + 3, out);
    out[3] = '/';
    std::copy(value.begin() + 3, value.end(), out + 4);
    return {out, value.size() + 1};
  }
  const bool console = value.starts_with("tty") || value == "console" || value.starts_with("hvc");
  return console ? value : "";
}

}  // namespace auweave::meaning

#include "meaning/object.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "meaning/calls.h"
#include "meaning/operation.h"
#include "meaning/target.h"

namespace auweave::meaning {
namespace {

using model::AuditEvent;
using model::Record;

// The kernel's uid= stands first; a second one is the program's own, of the account it writes about.
const model::Field* second_uid(const Fields& fields, const Record* record) {
  const model::Field* first = fields.event().find(*record, "uid");
  const model::Field* last = fields.last(record, "uid");
  return first == last ? nullptr : last;
}

// Only of these types do auditd and libauparse know that id= is a gid.
bool has_gid(const Record& record) {
  constexpr std::array<std::string_view, 3> kKnown = {"ADD_GROUP", "DEL_GROUP", "GRP_MGMT"};
  return std::find(kKnown.begin(), kKnown.end(), record.type) != kKnown.end();
}

std::string_view group_object(const Fields& fields, const Record* record) {
  std::string_view name = fields.string(record, "grp");
  if (name.empty()) name = named_account(fields, record);
  if (!name.empty()) return name;
  if (has_gid(*record)) return fields.account(record, "id");
  const auto id = base::parse_unsigned(fields.raw(record, "id"));
  if (!id.has_value() || *id >= model::kUnset) return "";
  return fields.group(nullptr, static_cast<std::uint32_t>(*id));
}

std::string_view account_object(const Fields& fields, const Record* record) {
  std::string_view name = named_account(fields, record);
  if (name.empty()) name = fields.account(record, "id");
  if (name.empty()) name = fields.account(record, second_uid(fields, record));
  if (name.empty() && fields.raw(record, "op") == "pam_faillock")
    name = fields.account(record, "suid");
  return name.empty() ? fields.string(record, "grp") : name;
}

model::Number number_in(const model::Field* field) {
  if (field == nullptr) return std::nullopt;
  const auto number = base::parse_unsigned(field->raw);
  if (!number.has_value() || *number >= model::kUnset) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

// Beside a group's name id= may be of who asks (newgrp), where the type does not say what it is of.
model::Number gid_of(const Fields& fields, const Record* record) {
  const bool named =
      !fields.string(record, "grp").empty() || !named_account(fields, record).empty();
  if (!named || has_gid(*record)) {
    if (const auto id = number_in(fields.last(record, "id"))) return id;
  }
  return number_in(fields.last(record, "gid"));
}

// Of a group's record id= is a gid, also where the operation is about a member.
model::Number uid_of(const Fields& fields, const Record* record) {
  const model::Field* id = has_gid(*record) ? nullptr : fields.last(record, "id");
  if (const auto number = number_in(id)) return number;
  if (!named_account(fields, record).empty()) return std::nullopt;
  if (const auto number = number_in(second_uid(fields, record))) return number;
  const bool faillock = fields.raw(record, "op") == "pam_faillock";
  return faillock ? number_in(fields.last(record, "suid")) : std::nullopt;
}

// The processes that OBJ_PID records name: kill(-1, …) has several.
std::string_view processes(const Fields& fields) {
  std::string names;
  for (const Record& record : fields.event().records) {
    if (record.type != "OBJ_PID") continue;
    const std::string_view name = fields.string(&record, "ocomm");
    if (name.empty()) continue;
    if (!names.empty()) names += ", ";
    names += name;
  }
  return fields.event().arena.copy(names);
}

std::string_view program(const Fields& fields, const Record* record) {
  const std::string_view exe = fields.string(record, "exe");
  return exe.empty() ? fields.string(record, "comm") : exe;
}

std::string_view path_name(const Fields& fields, bool last) {
  return fields.string(path_record(fields, last), "name");
}

std::string_view path_of_nametype(const Fields& fields, std::string_view nametype) {
  for (const Record& record : fields.event().records) {
    if (record.type == "PATH" && fields.nametype(record) == nametype) {
      return fields.string(&record, "name");
    }
  }
  return "";
}

// What a rule or a setting of auditing is called: "audit_enabled=0".
std::string_view setting(const Fields& fields, const Record* lead) {
  for (const model::Field& field : fields.event().of(*lead)) {
    if (!field.name.starts_with("audit_") && field.name != "enforcing") continue;
    const std::string text = std::string(field.name) + "=" + std::string(field.raw);
    return fields.event().arena.copy(text);
  }
  return "";
}

// What a security module decided about: its own word, else the path of the call.
std::string_view accessed(const Fields& fields, const Record* lead) {
  for (const std::string_view name : {"path", "name"}) {
    const std::string_view value = fields.string(lead, name);
    if (!value.empty()) return value;
  }
  return path_name(fields, false);
}

std::string_view peer_text(AuditEvent& event) {
  if (!event.peer.has_value()) return "";
  const model::Peer& peer = *event.peer;
  if (peer.family == model::Peer::Family::unix_socket) return peer.address;
  std::string text = connection_target(peer, "");
  if (!text.empty()) text.pop_back();  // its slash
  return event.arena.copy(text);
}

}  // namespace

std::string_view named_account(const Fields& fields, const Record* record) {
  const std::string_view name = fields.string(record, "acct");
  return name.starts_with('(') ? "" : name;
}

bool is_parent(const Fields& fields, const Record& path) {
  return fields.nametype(path) == "PARENT";
}

const Record* path_record(const Fields& fields, bool last) {
  const Record* found = nullptr;
  for (const Record& record : fields.event().records) {
    if (record.type != "PATH") continue;
    const bool better =
        found == nullptr || is_parent(fields, *found) || (last && !is_parent(fields, record));
    if (better) found = &record;
  }
  return found;
}

namespace {

// The places that are one field, or one record's field.
std::string_view named_object(const Fields& fields, const Parts& parts, const Verdict& verdict) {
  AuditEvent& event = fields.event();
  switch (verdict.object) {
    case ObjectFrom::field:
      return fields.string(parts.lead, verdict.field);
    case ObjectFrom::module:
      return fields.string(event.find("KERN_MODULE"), "name");
    case ObjectFrom::bpf_program:
      return fields.raw(event.find("BPF"), "prog-id");
    case ObjectFrom::process:
      return processes(fields);
    case ObjectFrom::program:
      return program(fields, parts.who());
    case ObjectFrom::role: {
      const std::string_view selected = fields.raw(parts.lead, "selected-context");
      return selected.empty() ? fields.raw(parts.lead, "new-context") : selected;
    }
    case ObjectFrom::call:
      return event.syscall;
    case ObjectFrom::member:
      return account_in(operation_text(*parts.lead));
    default:
      return "";
  }
}

}  // namespace

std::string_view object2_of(const Fields& fields, const Parts& parts, const Verdict& verdict) {
  switch (verdict.second) {
    case Second::none:
      return "";
    case Second::group: {
      const std::string_view group = fields.string(parts.lead, "grp");
      return group.empty() ? group_in(operation_text(*parts.lead)) : group;
    }
    case Second::signal:
      return signal_of(fields, parts);
    case Second::user:
      return new_user(fields, parts.call);
    case Second::new_group:
      return new_group(fields, parts.call);
    case Second::target:
      return fields.string(parts.lead, "target");
    case Second::op:
      return fields.string(parts.lead, "op");
  }
  return "";
}

void fill_object_number(const Fields& fields, const Record* lead, const Verdict& verdict,
                        model::EventDocument& out) {
  if (verdict.object == ObjectFrom::login) {
    out.object_uid = number_in(fields.last(lead, "auid"));
  } else if (verdict.object == ObjectFrom::account) {
    if (verdict.object_type == "group")
      out.object_gid = gid_of(fields, lead);
    else
      out.object_uid = uid_of(fields, lead);
  }
}

void fill_process_object(const Fields& fields, const Parts& parts, model::EventDocument& out) {
  const AuditEvent& event = fields.event();
  const auto is_hit = [](const Record& record) { return record.type == "OBJ_PID"; };
  const auto hits = std::count_if(event.records.begin(), event.records.end(), is_hit);
  if (hits > 1) return;  // which of them the fields would be about, they could not say
  if (const Record* hit = event.find("OBJ_PID"); hit != nullptr) {
    out.object_pid = fields.number(hit, "opid");
    out.object_user = fields.account(hit, "ouid");
    out.object_actor = fields.account(hit, "oauid");
  } else if (out.action != "allowed-tracing") {
    out.object_pid = target_pid(fields, parts.call);
  }
}

std::string_view object_of(const Fields& fields, const Parts& parts, const Verdict& verdict) {
  AuditEvent& event = fields.event();
  switch (verdict.object) {
    case ObjectFrom::normalizer:
      return event.normalized.object.has_value() ? fields.text(*event.normalized.object) : "";
    case ObjectFrom::account:
      return verdict.object_type == "group" ? group_object(fields, parts.lead)
                                            : account_object(fields, parts.lead);
    case ObjectFrom::login:
      return fields.account(parts.lead, fields.last(parts.lead, "auid"));
    case ObjectFrom::old_path:
      return path_of_nametype(fields, "DELETE");
    case ObjectFrom::first_path:
      return path_name(fields, false);
    case ObjectFrom::last_path:
      return path_name(fields, true);
    case ObjectFrom::peer:
      return peer_text(event);
    case ObjectFrom::command:
      return fields.string(parts.lead, "cmd");
    case ObjectFrom::operation:
      return event.rule_keys.empty() ? "" : event.rule_keys.front();
    case ObjectFrom::setting:
      return setting(fields, parts.lead);
    case ObjectFrom::accessed:
      return accessed(fields, parts.lead);
    default:
      return named_object(fields, parts, verdict);
  }
}

}  // namespace auweave::meaning

#include "meaning/object.h"

#include <string>

#include "meaning/target.h"

namespace auweave::meaning {
namespace {

using model::AuditEvent;
using model::Record;

std::string_view account_object(const Fields& fields, const Record* record) {
  std::string_view name = named_account(fields, record);
  if (name.empty()) name = fields.string(record, "grp");
  if (name.empty()) name = fields.account(record, "id");
  return name;
}

std::string_view path_name(const Fields& fields, bool last) {
  return fields.string(path_record(fields, last), "name");
}

std::string_view path_of_nametype(const Fields& fields, std::string_view nametype) {
  for (const Record& record : fields.event().records) {
    if (record.type == "PATH" && fields.raw(&record, "nametype") == nametype) {
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
  return fields.raw(&path, "nametype") == "PARENT";
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

std::string_view object_of(const Fields& fields, const Parts& parts, ObjectFrom from) {
  AuditEvent& event = fields.event();
  switch (from) {
    case ObjectFrom::normalizer:
      return event.normalized.object.has_value() ? fields.text(*event.normalized.object) : "";
    case ObjectFrom::account:
      return account_object(fields, parts.lead);
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
    case ObjectFrom::nothing:
      return "";
  }
  return "";
}

}  // namespace auweave::meaning

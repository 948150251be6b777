#include <algorithm>

#include "mapping/make_field.h"

namespace auweave::mapping {
namespace {

using E = model::EventDocument;
using model::MacDecision;
using model::ParentFacts;
using model::PathFacts;
using model::ProcessFacts;
using model::SessionFacts;
using model::Stamp;
using model::SyscallFacts;

constexpr std::array kPathFields = {
    member<&PathFacts::item>("item", "PATH.item"),
    member<&PathFacts::name>("name", "PATH.name"),
    member<&PathFacts::nametype>("nametype", "PATH.nametype"),
    member<&PathFacts::inode>("inode", "PATH.inode"),
    member<&PathFacts::device>("device", "PATH.dev"),
    member<&PathFacts::mode>("mode", "PATH.mode"),
    member<&PathFacts::owner>("owner", "PATH.OUID"),
    member<&PathFacts::group>("group", "PATH.OGID"),
    member<&PathFacts::uid>("uid", "PATH.ouid"),
    member<&PathFacts::gid>("gid", "PATH.ogid"),
};

constexpr std::array kMac = {
    member<&MacDecision::module>("module"),
    member<&MacDecision::decision>("decision"),
    member<&MacDecision::permissive>("permissive"),
    member<&MacDecision::operation>("operation"),
    member<&MacDecision::object_class>("class"),
    member<&MacDecision::permissions>("permissions"),
    member<&MacDecision::source>("source"),
    member<&MacDecision::target>("target"),
    member<&MacDecision::object>("object"),
    member<&MacDecision::reason>("reason"),
    member<&MacDecision::hash>("hash"),
    member<&MacDecision::user>("user"),
};

const FieldAt& field_at(const Subject& from) { return std::get<FieldAt>(from); }

// Empty is a value here: the record says so. What was cut (terminal input) has none.
Scalar read_raw(const Subject& from, std::string&) {
  const std::string_view raw = field_at(from).field->raw;
  return raw.empty() ? Scalar() : Scalar(raw);
}
Scalar read_text(const Subject& from, std::string& scratch) {
  const FieldAt& at = field_at(from);
  if (at.field->raw.empty()) return {};
  const E& document = *at.at.document;
  scratch = document.text->text(*document.event, *at.at.record, *at.field);
  return std::string_view(scratch);
}

constexpr std::array kRecordFieldFields = {
    made("name", Type::text,
         // Damaged records have fields without a name.
         [](const Subject& from, std::string&) { return Scalar(field_at(from).field->name); }),
    made("raw", Type::text, read_raw),
    made("text", Type::text, read_text),
};

auto fields_at(const RecordAt& at) { return at.document->event->of(*at.record); }

constexpr Field record_fields() {
  Field field{.name = "fields", .type = Type::objects, .inner = kRecordFieldFields};
  field.count = [](const Subject& from) {
    return static_cast<std::size_t>(fields_at(std::get<RecordAt>(from)).size());
  };
  field.object = [](const Subject& from, std::size_t index) -> Subject {
    const auto& at = std::get<RecordAt>(from);
    return FieldAt{at, &fields_at(at)[index]};
  };
  return field;
}

constexpr std::array kRecordFields = {
    made("type", Type::text,
         [](const Subject& from, std::string&) {
           return Scalar(std::string_view(std::get<RecordAt>(from).record->type));
         }),
    record_fields(),
};

constexpr Field records() {
  Field field{.name = "records", .type = Type::objects, .inner = kRecordFields};
  field.count = [](const Subject& from) { return as<E>(from).event->records.size(); };
  field.object = [](const Subject& from, std::size_t index) -> Subject {
    const E& document = as<E>(from);
    return RecordAt{&document, &document.event->records[index]};
  };
  return field;
}

constexpr Field raw() {
  Field field{.name = "raw", .type = Type::texts, .raw = true};
  field.texts = [](const Subject& from, std::vector<std::string_view>& out) {
    for (const model::Record& record : as<E>(from).event->records) out.push_back(record.line);
  };
  return field;
}

constexpr Field whole_objects() {
  Field field = objects<&E::paths>("paths", kPathFields, "PATH");
  field.extended = true;
  return field;
}

constexpr std::array kOwn = {
    member<&E::action>("action"),
    member<&E::category>("category"),
    member<&E::result>("result", "*.success *.res"),
    member<&E::effective_user>("effective_user", "*.euid *.uid"),
    member<&E::object>("object"),
    member<&E::object_type>("object_type"),
    member<&E::object2>("object2", "PATH.name *.grp SYSCALL.a1"),
    member<&E::object_pid>("object_pid", "OBJ_PID.opid SYSCALL.a0"),
    member<&E::object_user>("object_user", "OBJ_PID.ouid"),
    member<&E::object_actor>("object_actor", "OBJ_PID.oauid"),
    member<&E::command>("command", "EXECVE.a0 USER_CMD.cmd"),
    member<&E::argv>("argv", "EXECVE.a0"),
    member<&E::exe>("exe", "*.exe"),
    member<&E::comm>("comm", "*.comm"),
    member<&E::cwd>("cwd", "CWD.cwd USER_CMD.cwd"),
    member<&E::pid>("pid", "*.pid"),
    member<&E::ppid>("ppid", "*.ppid"),
    member<&E::tty>("tty", "*.tty *.terminal"),
    member<&E::syscall>("syscall", "SYSCALL.syscall"),
    member<&E::error>("errno", "SYSCALL.exit"),
    member<&E::opened_for>("opened_for", "SYSCALL.a2 SYSCALL.a1"),
    member<&E::dest_ip>("dest_ip", "SOCKADDR.saddr"),
    member<&E::dest_port>("dest_port", "SOCKADDR.saddr"),
    member<&E::rule_keys>("key", "*.key"),
    member<&E::types>("types", "the records"),
    member<&E::serial>("serial", "the stamp of the record"),
    member<&E::recording_id>("recording_id"),
    member<&E::recording_offset_ms>("recording_offset_ms"),
    member<&E::incomplete>("incomplete"),
    member<&E::integrity>("integrity"),
    member<&E::late>("late"),
    member<&E::repaired>("repaired"),
    member<&E::after_close>("after_close"),
    objects<&E::mac>("mac", kMac),
    objects<&E::masked>("masked", kMaskedCounts),
};

// The session of the event: what the event says itself, too, but only where there is a session.
template <auto part>
constexpr Field of_session(std::string_view name, std::string_view origin = {}) {
  return made(
      name, Type::text,
      [](const Subject& from, std::string&) {
        const Stamp& stamp = as<E>(from).stamp;
        return stamp.session_id.empty() ? Scalar() : scalar_of(stamp.*part);
      },
      origin);
}

constexpr std::array kSession = {
    of_session<&Stamp::session_id>("session.id", "*.ses"),
    of_session<&Stamp::actor>("session.actor", "*.auid"),
    of_session<&Stamp::src_ip>("session.src_ip"),
    member<&E::session, &SessionFacts::ses>("session.ses", "*.ses"),
    member<&E::session, &SessionFacts::auid>("session.auid", "*.auid"),
    member<&E::session, &SessionFacts::service>("session.service"),
    member<&E::session, &SessionFacts::opened>("session.opened"),
};

// Of what earlier events told of the process that has the pid ppid.
template <auto part>
constexpr Field of_parent(std::string_view name) {
  return extended<&E::process, &ProcessFacts::parent, part>(name, "*.ppid");
}

constexpr std::array kProcess = {
    extended<&E::process, &ProcessFacts::title>("process.title", "PROCTITLE.proctitle"),
    extended<&E::process, &ProcessFacts::user>("process.user", "*.UID *.uid"),
    extended<&E::process, &ProcessFacts::group>("process.group", "*.GID *.gid"),
    extended<&E::process, &ProcessFacts::effective_group>("process.effective_group",
                                                          "*.EGID *.egid"),
    extended<&E::process, &ProcessFacts::uid>("process.uid", "*.uid"),
    extended<&E::process, &ProcessFacts::gid>("process.gid", "*.gid"),
    extended<&E::process, &ProcessFacts::euid>("process.euid", "*.euid"),
    extended<&E::process, &ProcessFacts::egid>("process.egid", "*.egid"),
    extended<&E::process, &ProcessFacts::suid>("process.suid", "*.suid"),
    extended<&E::process, &ProcessFacts::sgid>("process.sgid", "*.sgid"),
    extended<&E::process, &ProcessFacts::fsuid>("process.fsuid", "*.fsuid"),
    extended<&E::process, &ProcessFacts::fsgid>("process.fsgid", "*.fsgid"),
    extended<&E::process, &ProcessFacts::id>("process.id", "*.pid"),
    extended<&E::process, &ProcessFacts::command>("process.command", "*.pid EXECVE.a0"),
    extended<&E::process, &ProcessFacts::started>("process.started", "*.pid"),
    of_parent<&ParentFacts::id>("process.parent.id"),
    of_parent<&ParentFacts::exe>("process.parent.exe"),
    of_parent<&ParentFacts::command>("process.parent.command"),
    of_parent<&ParentFacts::user>("process.parent.user"),
    of_parent<&ParentFacts::started>("process.parent.started"),
};

// The PATH record of the event's object; of one that is told of twice (renamed over), the last.
const PathFacts* object_path(const E& document) {
  if (document.object.empty()) return nullptr;
  const auto found =
      std::find_if(document.paths.rbegin(), document.paths.rend(),
                   [&](const PathFacts& path) { return path.name == document.object; });
  return found == document.paths.rend() ? nullptr : &*found;
}

template <auto part>
constexpr Field of_object(std::string_view name, std::string_view origin) {
  using Part = decltype(std::declval<PathFacts>().*part);
  Field field = made(
      name, type_of<Part>(),
      [](const Subject& from, std::string&) {
        const PathFacts* path = object_path(as<E>(from));
        return path == nullptr ? Scalar() : scalar_of(path->*part);
      },
      origin);
  field.extended = true;
  return field;
}

constexpr std::array kObjectPath = {
    of_object<&PathFacts::inode>("object_path.inode", "PATH.inode"),
    of_object<&PathFacts::device>("object_path.device", "PATH.dev"),
    of_object<&PathFacts::mode>("object_path.mode", "PATH.mode"),
    of_object<&PathFacts::owner>("object_path.owner", "PATH.OUID"),
    of_object<&PathFacts::group>("object_path.group", "PATH.OGID"),
    of_object<&PathFacts::uid>("object_path.uid", "PATH.ouid"),
    of_object<&PathFacts::gid>("object_path.gid", "PATH.ogid"),
};

// The other end of what came in: a peer of another direction is where something went.
const model::Peer* peer_from(const E& document) {
  const bool in =
      document.action == "accepted-connection-from" || document.action == "received-from";
  if (!in || !document.event->peer.has_value()) return nullptr;
  const model::Peer& peer = *document.event->peer;
  using Family = model::Peer::Family;
  return peer.family == Family::inet || peer.family == Family::inet6 ? &peer : nullptr;
}

Scalar read_peer_ip(const Subject& from, std::string& scratch) {
  (void)scratch;
  const model::Peer* peer = peer_from(as<E>(from));
  return peer == nullptr ? Scalar() : scalar_of(peer->address);
}

Scalar read_peer_port(const Subject& from, std::string& scratch) {
  (void)scratch;
  const model::Peer* peer = peer_from(as<E>(from));
  return peer == nullptr || peer->port == 0 ? Scalar() : Scalar(std::int64_t{peer->port});
}

constexpr std::array kRest = {
    member<&E::object_uid>("object_uid", "*.id *.uid LOGIN.auid"),
    member<&E::object_gid>("object_gid", "*.id *.gid"),
    made("peer_ip", Type::text, read_peer_ip, "SOCKADDR.saddr"),
    made("peer_port", Type::integer, read_peer_port, "SOCKADDR.saddr"),
    whole_objects(),
    extended<&E::call, &SyscallFacts::number>("syscall_call.number", "SYSCALL.syscall"),
    extended<&E::call, &SyscallFacts::arch>("syscall_call.arch", "SYSCALL.arch"),
    extended<&E::call, &SyscallFacts::args>("syscall_call.args", "SYSCALL.a0"),
    extended<&E::call, &SyscallFacts::exit>("syscall_call.exit", "SYSCALL.exit"),
    records(),
    raw(),
};

constexpr auto kFields = joined(joined(stamp<E>(), kOwn),
                                joined(joined(kSession, kProcess), joined(kObjectPath, kRest)));

}  // namespace

std::span<const Field> event_fields() { return kFields; }

}  // namespace auweave::mapping

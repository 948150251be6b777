#include "mapping/document_fields.h"

#include <array>

namespace auweave::mapping {
namespace {

using model::CommandDocument;
using model::DeadletterDocument;
using model::EventDocument;
using model::Number;
using model::PipelineDocument;
using model::SessionDocument;
using model::Text;
using model::TtyDocument;

using Time = std::optional<base::WallTime>;

Scalar scalar(Text text) { return text.empty() ? Scalar() : Scalar(text); }
Scalar scalar(const Number& number) { return number.has_value() ? Scalar(*number) : Scalar(); }
Scalar scalar(const std::optional<bool>& flag) {
  return flag.has_value() ? Scalar(*flag) : Scalar();
}
Scalar scalar(std::uint64_t number) { return static_cast<std::int64_t>(number); }
Scalar scalar(const Time& time, std::string& scratch) {
  if (!time.has_value()) return {};
  scratch = base::rfc3339(*time);
  return std::string_view(scratch);
}

void put(json::Writer& out, std::string_view key, Text text) {
  write_value(out, key, scalar(text));
}
void put(json::Writer& out, std::string_view key, const Number& value) {
  write_value(out, key, scalar(value));
}

template <typename List>
void put_list(json::Writer& out, std::string_view key, const List& list) {
  out.begin_array(key);
  for (const std::string_view element : list) out.element(element);
  out.end_array();
}

// A field that is one member of the document.
#define MEMBER(D, member)                                                       \
  FieldDef<D> {                                                                 \
#member, [](const D& d, std::string&) { return scalar(d.member); }, nullptr \
  }
#define NAMED(D, name, member)                                               \
  FieldDef<D> {                                                              \
    name, [](const D& d, std::string&) { return scalar(d.member); }, nullptr \
  }
#define TIME(D, name, member)                                                                 \
  FieldDef<D> {                                                                               \
    name, [](const D& d, std::string& scratch) { return scalar(d.member, scratch); }, nullptr \
  }
#define LIST(D, name, member)                                                                \
  FieldDef<D> {                                                                              \
    name, nullptr, [](const D& d, std::string_view key, const Options&, json::Writer& out) { \
      put_list(out, key, d.member);                                                          \
    }                                                                                        \
  }
#define BLOCK(D, name, function) \
  FieldDef<D> { name, nullptr, function }

#define STAMP(D, kind_name)                                                                       \
  FieldDef<D>{"kind", [](const D&, std::string&) { return Scalar(std::string_view(kind_name)); }, \
              nullptr},                                                                           \
      FieldDef<D>{"event_id",                                                                     \
                  [](const D& d, std::string& scratch) {                                          \
                    scratch = base::hex(d.stamp.event_id);                                        \
                    return Scalar(std::string_view(scratch));                                     \
                  },                                                                              \
                  nullptr},                                                                       \
      TIME(D, "time", stamp.time), NAMED(D, "host", stamp.host),                                  \
      NAMED(D, "boot_id", stamp.boot_id), NAMED(D, "session_id", stamp.session_id),               \
      NAMED(D, "connection_id", stamp.connection_id), NAMED(D, "actor", stamp.actor),             \
      NAMED(D, "account_tried", stamp.account_tried),                                             \
      NAMED(D, "authenticated", stamp.authenticated), NAMED(D, "src_ip", stamp.src_ip),           \
      NAMED(D, "src_port", stamp.src_port), NAMED(D, "target", stamp.target)

void put_session(const EventDocument& d, std::string_view key, const Options&, json::Writer& out) {
  if (d.stamp.session_id.empty()) return;
  std::string scratch;
  out.begin_object(key);
  put(out, "id", d.stamp.session_id);
  put(out, "ses", d.session.ses);
  put(out, "auid", d.session.auid);
  put(out, "actor", d.stamp.actor);
  put(out, "service", d.session.service);
  put(out, "src_ip", d.stamp.src_ip);
  write_value(out, "opened", scalar(d.session.opened, scratch));
  out.end_object();
}

void put_process(const EventDocument& d, std::string_view key, const Options&, json::Writer& out) {
  const model::ProcessFacts& p = d.process;
  out.begin_object(key);
  put(out, "pid", p.pid);
  put(out, "exe", d.exe);
  put(out, "comm", d.comm);
  put(out, "title", p.title);
  put(out, "cwd", d.cwd);
  put(out, "tty", d.tty);
  put(out, "user", p.user);
  put(out, "group", p.group);
  put(out, "effective_user", d.effective_user);
  put(out, "effective_group", p.effective_group);
  put(out, "uid", p.uid);
  put(out, "gid", p.gid);
  put(out, "euid", p.euid);
  put(out, "egid", p.egid);
  put(out, "suid", p.suid);
  put(out, "sgid", p.sgid);
  put(out, "fsuid", p.fsuid);
  put(out, "fsgid", p.fsgid);
  out.begin_object("parent");
  put(out, "pid", p.ppid);
  out.end_object();
  out.end_object();
}

void put_paths(const EventDocument& d, std::string_view key, const Options&, json::Writer& out) {
  out.begin_array(key);
  for (const model::PathFacts& path : d.paths) {
    out.begin_element();
    put(out, "item", path.item);
    put(out, "name", path.name);
    put(out, "nametype", path.nametype);
    put(out, "inode", path.inode);
    put(out, "device", path.device);
    put(out, "mode", path.mode);
    put(out, "owner", path.owner);
    put(out, "group", path.group);
    put(out, "uid", path.uid);
    put(out, "gid", path.gid);
    out.end_object();
  }
  out.end_array();
}

void put_call(const EventDocument& d, std::string_view key, const Options&, json::Writer& out) {
  out.begin_object(key);
  put(out, "number", d.call.number);
  put(out, "arch", d.call.arch);
  put_list(out, "args", d.call.args);
  put(out, "exit", d.call.exit);
  out.end_object();
}

// A value that was cut (terminal input) leaves its name.
void put_field(const EventDocument& d, const model::Record& record, const model::Field& field,
               json::Writer& out) {
  out.begin_element();
  out.field("name", field.name);
  if (!field.raw.empty()) {
    out.field("raw", field.raw);
    out.field("text", d.text->text(*d.event, record, field));
  }
  out.end_object();
}

void put_records(const EventDocument& d, std::string_view key, const Options&, json::Writer& out) {
  out.begin_array(key);
  for (const model::Record& record : d.event->records) {
    out.begin_element();
    out.field("type", record.type);
    out.begin_array("fields");
    for (const model::Field& field : d.event->of(record)) put_field(d, record, field, out);
    out.end_array();
    out.end_object();
  }
  out.end_array();
}

void put_raw(const EventDocument& d, std::string_view key, const Options& options,
             json::Writer& out) {
  if (!options.with_raw) return;
  out.begin_array(key);
  for (const model::Record& record : d.event->records) out.element(record.line);
  out.end_array();
}

void put_recordings(const SessionDocument& d, std::string_view key, const Options&,
                    json::Writer& out) {
  std::string scratch;
  out.begin_array(key);
  for (const model::RecordingFacts& recording : d.recordings) {
    out.begin_element();
    put(out, "recording_id", recording.recording_id);
    put(out, "rec", recording.rec);
    put(out, "source", recording.source);
    write_value(out, "started", scalar(recording.started, scratch));
    out.field("verified", recording.verified);
    put(out, "inside", recording.inside);
    put(out, "chunks", recording.chunks);
    put(out, "chunks_lost", recording.chunks_lost);
    out.end_object();
  }
  out.end_array();
}

void put_executed(const CommandDocument& d, std::string_view key, const Options&,
                  json::Writer& out) {
  std::string scratch;
  out.begin_array(key);
  for (const model::Executed* each : d.executed) {
    out.begin_element();
    put_list(out, "argv", each->argv);
    put(out, "exe", each->exe);
    put(out, "pid", each->pid);
    put(out, "ppid", each->ppid);
    write_value(out, "started", scalar(std::optional(each->started), scratch));
    put(out, "effective_user", each->effective_user);
    if (each->failed) out.field("result", "failure");
    out.end_object();
  }
  out.end_array();
}

void put_places(const CommandDocument& d, std::string_view key, const Options&, json::Writer& out) {
  out.begin_array(key);
  for (const model::RecordingPlace& place : d.recordings) {
    out.begin_element();
    put(out, "recording_id", place.recording_id);
    out.field("offset_ms", place.offset_ms);
    out.end_object();
  }
  out.end_array();
}

using E = EventDocument;
constexpr std::array kEventFields = {
    STAMP(E, "event"),
    MEMBER(E, action),
    MEMBER(E, category),
    MEMBER(E, result),
    MEMBER(E, effective_user),
    MEMBER(E, object),
    MEMBER(E, object_type),
    MEMBER(E, object2),
    MEMBER(E, command),
    LIST(E, "argv", argv),
    MEMBER(E, exe),
    MEMBER(E, comm),
    MEMBER(E, cwd),
    MEMBER(E, pid),
    MEMBER(E, ppid),
    MEMBER(E, tty),
    MEMBER(E, syscall),
    NAMED(E, "errno", error),
    MEMBER(E, dest_ip),
    MEMBER(E, dest_port),
    LIST(E, "key", rule_keys),
    LIST(E, "types", types),
    MEMBER(E, serial),
    MEMBER(E, recording_id),
    MEMBER(E, recording_offset_ms),
    LIST(E, "incomplete", incomplete),
    MEMBER(E, late),
    MEMBER(E, repaired),
    BLOCK(E, "session", put_session),
    BLOCK(E, "process", put_process),
    BLOCK(E, "paths", put_paths),
    BLOCK(E, "syscall_call", put_call),
    BLOCK(E, "records", put_records),
    BLOCK(E, "raw", put_raw),
};

using T = TtyDocument;
constexpr std::array kTtyFields = {
    STAMP(T, "tty"),
    MEMBER(T, recording_id),
    MEMBER(T, recording_host),
    MEMBER(T, rec),
    FieldDef<T>{"verified", [](const T& d, std::string&) { return Scalar(d.verified); }, nullptr},
    MEMBER(T, claimed_ses),
    MEMBER(T, source),
    MEMBER(T, command),
    MEMBER(T, effective_user),
    MEMBER(T, chunk),
    MEMBER(T, offset_ms),
    FieldDef<T>{"play_offset_ms", [](const T& d, std::string&) { return Scalar(d.play_offset_ms); },
                nullptr},
    FieldDef<T>{"duration_ms", [](const T& d, std::string&) { return Scalar(d.duration_ms); },
                nullptr},
    MEMBER(T, columns),
    MEMBER(T, rows),
    MEMBER(T, tty_output),
    MEMBER(T, tty_input),
    MEMBER(T, bytes_out),
    MEMBER(T, bytes_in),
    MEMBER(T, late),
};

using C = CommandDocument;
constexpr std::array kCommandFields = {
    STAMP(C, "command"),
    MEMBER(C, command_id),
    FieldDef<C>{"part", [](const C& d, std::string&) { return Scalar(d.part); }, nullptr},
    MEMBER(C, state),
    MEMBER(C, where),
    MEMBER(C, parent_command),
    MEMBER(C, command),
    MEMBER(C, source),
    BLOCK(C, "executed", put_executed),
    MEMBER(C, executed_count),
    MEMBER(C, cwd),
    MEMBER(C, effective_user),
    MEMBER(C, tty),
    TIME(C, "started", started),
    TIME(C, "ended", ended),
    MEMBER(C, duration_ms),
    MEMBER(C, exit),
    MEMBER(C, tty_output),
    MEMBER(C, tty_output_truncated),
    MEMBER(C, full_screen),
    MEMBER(C, binary_bytes),
    BLOCK(C, "recordings", put_places),
    LIST(C, "events", events),
    LIST(C, "connections", connections),
    LIST(C, "files_written", files_written),
    MEMBER(C, late),
};

using S = SessionDocument;
constexpr std::array kSessionFields = {
    STAMP(S, "session"),
    MEMBER(S, state),
    TIME(S, "connected", connected),
    TIME(S, "opened", opened),
    TIME(S, "closed", closed),
    MEMBER(S, duration_ms),
    MEMBER(S, server_ip),
    MEMBER(S, server_port),
    MEMBER(S, service),
    MEMBER(S, tty),
    MEMBER(S, auth_method),
    MEMBER(S, auth_key),
    MEMBER(S, auth_cert_id),
    MEMBER(S, auth_cert_serial),
    MEMBER(S, auth_cert_ca),
    MEMBER(S, ses),
    MEMBER(S, auid),
    MEMBER(S, failures_before),
    MEMBER(S, parent_session_id),
    MEMBER(S, parent_inferred),
    BLOCK(S, "recordings", put_recordings),
    MEMBER(S, bytes_out),
    MEMBER(S, commands),
    LIST(S, "effective_users", effective_users),
    LIST(S, "targets", targets),
    LIST(S, "integrity", integrity),
    MEMBER(S, close_reason),
};

using P = PipelineDocument;
constexpr std::array kPipelineFields = {
    STAMP(P, "pipeline"),
    MEMBER(P, what),
    MEMBER(P, rec),
    MEMBER(P, first_chunk),
    MEMBER(P, last_chunk),
    MEMBER(P, first_serial),
    MEMBER(P, last_serial),
    MEMBER(P, sink),
    MEMBER(P, lost_kind),
    TIME(P, "first_time", first_time),
    TIME(P, "last_time", last_time),
    MEMBER(P, count),
    MEMBER(P, claimed_ses),
    MEMBER(P, uptime_s),
    MEMBER(P, records),
    MEMBER(P, documents),
    MEMBER(P, dropped),
    MEMBER(P, waiting),
    MEMBER(P, journal_waiting),
    MEMBER(P, journal_age_ms),
    MEMBER(P, kernel_lost),
    MEMBER(P, detail),
};

using L = DeadletterDocument;
constexpr std::array kDeadletterFields = {
    STAMP(L, "deadletter"), MEMBER(L, source), MEMBER(L, reason),
    MEMBER(L, at),          MEMBER(L, data),   MEMBER(L, truncated),
};

}  // namespace

template <>
std::span<const FieldDef<E>> fields_of<E>() {
  return kEventFields;
}
template <>
std::span<const FieldDef<T>> fields_of<T>() {
  return kTtyFields;
}
template <>
std::span<const FieldDef<C>> fields_of<C>() {
  return kCommandFields;
}
template <>
std::span<const FieldDef<S>> fields_of<S>() {
  return kSessionFields;
}
template <>
std::span<const FieldDef<P>> fields_of<P>() {
  return kPipelineFields;
}
template <>
std::span<const FieldDef<L>> fields_of<L>() {
  return kDeadletterFields;
}

void write_value(json::Writer& out, std::string_view key, const Scalar& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) out.field(key, *text);
  if (const auto* number = std::get_if<std::int64_t>(&value)) out.field(key, *number);
  if (const auto* flag = std::get_if<bool>(&value)) out.field(key, *flag);
}

bool needs_whole(std::string_view event_field) {
  return event_field == "process" || event_field == "paths" || event_field == "syscall_call";
}

}  // namespace auweave::mapping

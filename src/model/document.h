// The documents that auweave makes (docs/documents.md). Values of views: all of them are valid only
// during the call that hands a document over; a mapping writes it to bytes there and then. An empty
// view, an empty optional and an empty list mean absent.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/digest.h"
#include "base/wall_time.h"
#include "model/audit_event.h"
#include "model/tty_chunk.h"

namespace auweave::model {

using Text = std::string_view;
using Texts = std::vector<std::string_view>;
using Number = std::optional<std::int64_t>;

// What documents of every kind carry.
struct Stamp {
  base::Digest event_id{};
  std::optional<base::WallTime> time;  // absent only on a deadletter before any good record
  Text host;
  Text boot_id;
  Text session_id;
  Text connection_id;
  Text actor;
  Text account_tried;
  std::optional<bool> authenticated;  // only ever false: sshd before LOGIN
  Text src_ip;
  Number src_port;
  Text target;
  Text ticket;  // of the session, as of `time`
};

// The session of an event, for mappings that nest it.
struct SessionFacts {
  Number ses;
  Number auid;
  Text service;
  std::optional<base::WallTime> opened;
};

// The process that the event's came from, as far as its own records told before.
struct ParentFacts {
  Text id;  // event_id of its execve
  Text exe, command, user;
  std::optional<base::WallTime> started;
};

struct ProcessFacts {
  Number pid, ppid, uid, gid, euid, egid, suid, sgid, fsuid, fsgid;
  Text user, group, effective_group;  // names of uid, gid, egid
  Text title;                         // PROCTITLE, its NUL bytes as blanks
  // As of ParentFacts, of the event's own process.
  Text id, command;
  std::optional<base::WallTime> started;
  ParentFacts parent;
};

struct PathFacts {
  Number item;
  Text name;
  Text nametype;
  Text inode, device, mode;
  Number uid, gid;
  Text owner, group;
};

struct SyscallFacts {
  Number number;
  Text arch;
  Texts args;  // a0..a3, hex as the kernel wrote them
  Number exit;
};

struct EventDocument {
  Stamp stamp;
  Text action, category, result, effective_user;
  Text object, object_type, object2;
  Text command;
  std::span<const std::string_view> argv;
  Text exe, comm, cwd;
  Number pid, ppid;
  Text tty, syscall, error;  // `error` is written as errno
  Text opened_for;           // of an open: read, write
  Text dest_ip;
  Number dest_port;
  std::span<const std::string_view> rule_keys;
  Texts types;
  std::uint64_t serial = 0;
  Text recording_id;
  Number recording_offset_ms;
  Texts incomplete;
  std::optional<bool> late;      // only ever true
  std::optional<bool> repaired;  // it stands for one of the same event_id; only ever true

  SessionFacts session;
  ProcessFacts process;
  std::vector<PathFacts> paths;
  SyscallFacts call;
  const AuditEvent* event = nullptr;  // for records{} and raw
  FieldText* text = nullptr;
};

struct TtyDocument {
  Stamp stamp;
  Text recording_id, recording_host, rec;
  bool verified = false;
  Number claimed_ses;  // a suspect chunk's word for its session
  Text source;
  Text command, effective_user;  // of a recording that is one command's
  std::uint64_t chunk = 0;
  Number offset_ms;
  std::int64_t play_offset_ms = 0, duration_ms = 0;
  Number columns, rows;
  Text tty_output, tty_input;
  Number bytes_out, bytes_in;
  std::optional<bool> late;  // only ever true
  // For telling it; no mapping writes these: how tty_output came, and the input that holds it.
  std::span<const TtyPiece> pieces;
  Text file;
};

// A program that a command ran.
struct Executed {
  std::vector<std::string> argv;  // exact bytes
  std::string exe;
  Number pid, ppid;
  base::WallTime started;
  std::string effective_user;
  bool failed = false;  // it was not let run: argv is not known then

  template <typename Archive>
  void state(Archive& archive) {
    archive(argv, exe, pid, ppid, started, effective_user, failed);
  }
};

// A moment in a recording, counted from the recorder's execve.
struct RecordingPlace {
  std::string recording_id;
  std::int64_t offset_ms = 0;

  template <typename Archive>
  void state(Archive& archive) {
    archive(recording_id, offset_ms);
  }
};

struct CommandDocument {
  Stamp stamp;
  Text command_id;
  std::int64_t part = 1;
  Text state;           // open, output, closed
  Text where;           // local, remote, repl
  Text parent_command;  // command_id
  Text command;
  Text source;  // terminal, exec
  std::vector<const Executed*> executed;
  Number executed_count;
  Text cwd, effective_user, tty;
  std::optional<base::WallTime> started, ended;
  Number duration_ms;
  Number exit;
  Text tty_output;
  Number tty_output_truncated;
  std::optional<bool> full_screen;  // only ever true
  Number binary_bytes;
  std::span<const RecordingPlace> recordings;  // innermost first
  std::span<const std::string> events, connections, files_written;
  std::optional<bool> late;  // only ever true
  Text prompt;               // for telling it; no mapping writes it
};

// A recording of a session, as far as it has come.
struct RecordingFacts {
  std::string recording_id;
  Text rec;     // empty: no chunk came
  Text source;  // empty: a recorder of terminals made it
  std::optional<base::WallTime> started;
  bool verified = false;
  std::string inside;  // recording_id of the one around it; empty: none
  Number chunks;
  Number chunks_lost;
};

struct SessionDocument {
  Stamp stamp;
  Text state;  // opened, updated, closed
  std::optional<base::WallTime> connected, opened, closed;
  Number duration_ms;
  Text server_ip;
  Number server_port;
  Text service, tty, auth_method;
  Text auth_key, auth_cert_id, auth_cert_serial, auth_cert_ca;
  Number ses, auid, failures_before;
  Text parent_session_id;
  std::optional<bool> parent_inferred;  // only ever true
  std::vector<RecordingFacts> recordings;
  Number bytes_out;
  Number commands;
  std::span<const std::string> effective_users, targets;
  Texts integrity;
  Text close_reason;
};

struct PipelineDocument {
  Stamp stamp;
  Text what;
  Text rec;
  Number first_chunk, last_chunk, count, claimed_ses;
  Number first_serial, last_serial;                     // of lost records
  Text sink, lost_kind;                                 // of lost documents
  std::optional<base::WallTime> first_time, last_time;  // of these, too
  Number uptime_s, records_in, documents_out, dropped;  // of health, as all the next
  Number waiting, spool_waiting, spool_age_ms, kernel_lost;
  Text detail;
};

struct DeadletterDocument {
  Stamp stamp;
  Text source, reason, at, data;
  Number truncated;
};

using Document = std::variant<EventDocument, TtyDocument, CommandDocument, SessionDocument,
                              PipelineDocument, DeadletterDocument>;

// In the order of the variant; also the names of `--kinds` and the keys of a mapping.
inline constexpr std::array<std::string_view, 6> kKinds = {"event",   "tty",      "command",
                                                           "session", "pipeline", "deadletter"};

// Of a kind's name, which must be one: its place in whatever is kept by kind.
[[nodiscard]] constexpr std::size_t kind_index(std::string_view name) {
  std::size_t index = 0;
  while (kKinds[index] != name) ++index;
  return index;
}

// The name of a document's kind, by its type.
template <typename D>
[[nodiscard]] constexpr std::string_view kind_name() {
  return []<typename... All>(std::type_identity<std::variant<All...>>) {
    std::size_t index = 0;
    (void)((std::is_same_v<D, All> || (++index, false)) || ...);
    return kKinds[index];
  }(std::type_identity<Document>());
}

[[nodiscard]] const Stamp& stamp_of(const Document& document);
[[nodiscard]] inline std::string_view kind_of(const Document& document) {
  return kKinds[document.index()];
}

// Takes documents as they are made. One thread.
class DocumentSink {
 public:
  virtual ~DocumentSink() = default;
  virtual void take(const Document& document) = 0;
};

}  // namespace auweave::model

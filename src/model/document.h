// The documents that auweave makes (docs/documents.md). A document consists of views, which are
// valid only during the call that hands the document over. A mapping writes a document to bytes
// during the call that hands the document over. An empty view, optional or list in a document means
// that the value is absent.
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

#include "base/wall_time.h"
#include "model/audit_event.h"
#include "model/document_parts.h"
#include "model/tty_chunk.h"

namespace auweave::model {

// Stamp: the values that documents of every kind carry.
struct Stamp {
  Text event_id;
  std::optional<base::WallTime> time;  // absent only on a deadletter before any good record
  Text host;
  Text boot_id;
  Text session_id;
  Text session_key;  // the event_id of the session's LOGIN, or of the session's first record
  Text connection_id;
  Text actor;
  Text person;           // who it is, as session::person_of() or the parent session tells
  Text person_inferred;  // the person of the parent session, where the parent is inferred
  Text claimed_actor;    // reserved: no part fills it yet
  std::span<const std::string> actor_groups;  // on session documents
  Text attribution;                           // reserved
  Text account_tried;
  std::optional<bool> authenticated;  // only ever false: an event of sshd before LOGIN
  Text src_ip;
  Number src_port;
  Text target;
  Text ticket;  // the session's ticket as of `time`
};

struct EventDocument {
  Stamp stamp;
  Text action, category, result, effective_user;
  Text object, object_type, object2;
  Number object_uid, object_gid;   // of an object that is an account or a group: its number
  Number object_pid;               // of an object that is a process: its pid,
  Text object_user, object_actor;  // the account it runs as, and whose session it is of
  Text command;
  std::span<const std::string_view> argv;
  Text exe, comm, cwd;
  Number pid, ppid;
  Text tty, syscall, error;  // error: errno in the written document
  Text opened_for;           // of an open: "read" or "write"
  Text dest_ip;
  Number dest_port;
  std::span<const std::string_view> rule_keys;
  Texts types;
  std::uint64_t serial = 0;
  Text recording_id;
  Number recording_offset_ms;
  Texts incomplete;
  std::optional<bool> late;         // the event came later than the lateness allows; only ever true
  std::optional<bool> repaired;     // replaces a document of equal event_id; only ever true
  std::optional<bool> after_close;  // the session was closed before `time`; only ever true
  std::vector<MacDecision> mac;     // what security modules decided
  Texts integrity;                  // why exe, or what the process shows, may not be believed
  std::span<const MaskedCount> masked;  // reserved

  SessionFacts session;
  ProcessFacts process;
  std::vector<PathFacts> paths;
  SyscallFacts call;
  const AuditEvent* event = nullptr;  // the event itself, for the fields records{} and raw
  FieldText* text = nullptr;
};

struct TtyDocument {
  Stamp stamp;
  Text recording_id, recording_host, rec;
  bool verified = false;  // it is known who wrote the chunk: vouched_by proves it
  Text vouched_by;        // model::Voucher's name
  Texts integrity;        // why the chunk is disowned
  Number claimed_ses;     // the session id that a suspect chunk claims
  Text source;
  Text command, effective_user;  // set if the recording is of one command (sudo, script)
  std::uint64_t chunk = 0;
  Number offset_ms;
  std::int64_t play_offset_ms = 0, duration_ms = 0;
  Number columns, rows;
  Text tty_output, tty_input;
  Number bytes_out, bytes_in;
  // When each part of tty_output came, as `MS:BYTES` and `MS=COLSxROWS` with blanks between them
  // (docs/documents.md).
  Text timing;
  Number left_out_bytes;            // bytes of the chunk's output that tty_output lacks
  std::optional<bool> late;         // the chunk came later than the lateness allows; only ever true
  std::optional<bool> after_close;  // reserved
  std::span<const std::string> attached_sessions;  // reserved
  std::span<const MaskedCount> masked;             // reserved
  std::span<const std::string> raw;                // reserved
  Text sealed, key_id;                             // reserved
  // The members pieces and file are for the story, and no mapping writes them. The pieces say when
  // each part of tty_output came; the file is the input that holds the chunk.
  std::span<const TtyPiece> pieces;
  Text file;
};

struct CommandDocument {
  Stamp stamp;
  Text command_id;
  std::int64_t part = 1;
  Text state;           // "open", "output" or "closed"
  Text where;           // "local", "remote" or "repl"
  Text parent_command;  // command_id of the command whose shell or process ran this command
  Text command;
  Text source;  // "terminal" or "exec"
  std::vector<const Executed*> executed;
  Number executed_count;
  Text cwd, effective_user, tty;
  std::optional<base::WallTime> started, ended;
  Number duration_ms;
  Number exit;
  Text result;                 // "success" or "failure"; empty: not known
  std::optional<bool> denied;  // the command, or a program of it, was refused; only ever true
  Text vouched_by;             // of the chunks that showed the command
  Texts integrity;             // why these chunks are disowned
  Text tty_output;
  Number tty_output_truncated;
  std::optional<bool> full_screen;  // a program drew on the alternate screen; only ever true
  Number binary_bytes;
  std::optional<bool> let_go;                  // closed because too much was open; only ever true
  std::span<const RecordingPlace> recordings;  // of the command's start, the innermost first
  std::span<const std::string> events;         // event_ids
  std::span<const std::string> connections, files_written;
  std::optional<bool> late;         // a part of the command came after the lateness; only ever true
  std::optional<bool> after_close;  // began after the session was closed; only ever true
  // The sessions with a client at the terminal server (tmux) below which the command ran.
  std::span<const std::string> attached_sessions;
  std::optional<bool> attached_inferred;  // no record tells which server; only ever true
  std::span<const MaskedCount> masked;    // reserved
  Text prompt;                            // for the story; no mapping writes the prompt
};

struct SessionDocument {
  Stamp stamp;
  Text state;  // "opened", "updated" or "closed"
  std::optional<base::WallTime> connected, opened, closed;
  Number duration_ms;
  Text server_ip;
  Number server_port;
  Text service, tty, auth_method;
  Text auth_key, auth_cert_id, auth_cert_serial, auth_cert_ca;
  Number ses, auid, failures_before;
  Text parent_session_id;
  Text parent_session_key;
  std::optional<bool> parent_inferred;  // parent found without sshd's log; only ever true
  std::vector<RecordingFacts> recordings;
  Number bytes_out;
  Number commands;
  std::span<const std::string> effective_users, targets;
  Text queued_by_session;               // the session that queued the job (at) of this session
  std::optional<bool> queued_inferred;  // no record names the job's file; only ever true
  Text vouched_by;                      // the weakest of the recordings of terminals
  std::span<const std::string> attached_sessions;  // had a client at a server of this session
  std::span<const std::string> attached_to;        // owners of servers where this one had a client
  std::optional<bool> attached_inferred;           // no record tells which server; only ever true
  Number flood_bytes;  // bytes of output that were left out, because there were too many a second
  std::optional<base::WallTime> prompts_unseen_from;  // lines since then may be told as programs
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
  std::optional<base::WallTime> first_time, last_time;  // of lost documents or records
  Number uptime_s, records_in, documents_out, dropped;  // of health documents, to kernel_lost
  Number waiting, spool_waiting, spool_age_ms, kernel_lost;
  Number left_out;         // of health documents: what the mapping left out
  Text input;              // the followed input that the document is about
  Text quota, file_owner;  // which quota was exceeded, and whose files exceeded it: the account
  Number file_owner_uid;   // and its uid
  Text detail;
};

struct DeadletterDocument {
  Stamp stamp;
  Text source, reason, at, data;
  Number truncated;
  std::span<const MaskedCount> masked;  // reserved
};

using Document = std::variant<EventDocument, TtyDocument, CommandDocument, SessionDocument,
                              PipelineDocument, DeadletterDocument>;

// Names of the kinds of documents, in the order of the variant Document. The kinds' names are also
// the words of `--kinds` and the keys of a mapping.
inline constexpr std::array<std::string_view, 6> kKinds = {"event",   "tty",      "command",
                                                           "session", "pipeline", "deadletter"};

// Returns the index in kKinds of `name`, which must be a kind's name.
[[nodiscard]] constexpr std::size_t kind_index(std::string_view name) {
  std::size_t index = 0;
  while (kKinds[index] != name) ++index;
  return index;
}

// Returns the kind's name of a document type.
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

// DocumentSink: receives documents as they are made. One thread.
class DocumentSink {
 public:
  virtual ~DocumentSink() = default;
  virtual void take(const Document& document) = 0;
};

}  // namespace auweave::model

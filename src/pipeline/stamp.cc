#include "pipeline/stamp.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "meaning/target.h"

namespace auweave::pipeline {
namespace {

using model::AuditEvent;
using model::EventDocument;
using model::EventFacts;
using model::Text;
using session::Session;

bool is_user_record(const AuditEvent& event) {
  const model::Record* lead = event.lead();
  return lead != nullptr && lead->type_number >= 1100 && lead->type_number < 1200;
}

// "sudo" or "su" of their own records, which act on the machine's accounts.
std::string_view own_service(const AuditEvent& event, std::string_view exe) {
  const std::string_view program = base::basename(exe);
  return is_user_record(event) && (program == "sudo" || program == "su") ? program : "";
}

// The program that wrote a user record without a session on somebody's behalf.
std::string_view entrance(const AuditEvent& event, const EventDocument& document) {
  const bool enters = document.category == "authentication" || document.category == "session";
  if (!is_user_record(event) || !enters) return "";
  const std::string_view program = base::basename(document.exe);
  return program.starts_with("sshd") ? "sshd" : program;
}

// A scheduler names the account it is about to act as: nobody tried anything.
bool is_scheduler(std::string_view exe) {
  const std::string_view program = base::basename(exe);
  return program == "cron" || program == "crond" || program == "atd";
}

std::string place(std::string_view host, std::string_view service) {
  if (service.empty()) return "";
  return std::string(host).append("/").append(service);
}

// What every document of a session carries; `target` holds the text of its target.
void stamp_with(const Session& session, std::string& target, model::Stamp& stamp) {
  target = place(session.host, session.service);
  stamp.host = session.host;
  stamp.boot_id = session.boot_id;
  stamp.session_id = session.id;
  stamp.actor = session.actor;
  stamp.src_ip = session.src_ip;
  stamp.src_port = session.arrival.src_port;
  stamp.target = target;
}

std::string target_of(const AuditEvent& event, const Session* session, const EventFacts& facts,
                      const EventDocument& document) {
  if (!document.dest_ip.empty()) return meaning::connection_target(*event.peer, document.comm);
  if (facts.executed) {
    std::string target = meaning::client_target(document.argv, document.exe);
    if (!target.empty()) return target;
  }
  std::string_view service = own_service(event, document.exe);
  if (service.empty()) service = session != nullptr ? session->service : entrance(event, document);
  return place(document.stamp.host, service);
}

void stamp_session(AuditEvent& event, const Session& session, const EventFacts& facts,
                   EventDocument& document) {
  model::Stamp& stamp = document.stamp;
  stamp.session_id = session.id;
  stamp.boot_id = session.boot_id;
  stamp.actor = session.actor;
  stamp.src_ip = session.src_ip;
  stamp.src_port = session.arrival.src_port;
  document.session.ses = session.ses.value;
  if (session.auid.has_value()) document.session.auid = session.auid->value;
  document.session.service = session.service;
  document.session.opened = session.opened;
  // What comes after the session's end is in no recording.
  const base::WallTime time = event.key.time();
  if (session.closed.has_value() && time > *session.closed) return;
  const session::Recording* outermost = session.recordings.outermost(facts.pid);
  if (outermost == nullptr || time < outermost->started) return;
  document.recording_id = event.arena.copy(outermost->id(session.id));
  document.recording_offset_ms = time.ms() - outermost->started.ms();
}

void stamp_stranger(const session::Connection* connection, const EventFacts& facts,
                    EventDocument& document) {
  model::Stamp& stamp = document.stamp;
  stamp.actor = facts.auid_name;
  if (connection != nullptr) {
    stamp.connection_id = connection->id;
    stamp.src_ip = connection->src_ip;
    stamp.src_port = connection->arrival.src_port;
    stamp.authenticated = false;
  } else if (facts.authentication) {
    stamp.src_ip = facts.address;
  }
  if (facts.authentication && !facts.auid.has_value() && !is_scheduler(facts.exe)) {
    stamp.account_tried = facts.account;
  }
}

}  // namespace

void stamp_event(AuditEvent& event, const session::Noted& noted, const EventFacts& facts,
                 EventDocument& document) {
  if (noted.session != nullptr) {
    stamp_session(event, *noted.session, facts, document);
  } else {
    stamp_stranger(noted.connection, facts, document);
  }
  document.stamp.target = event.arena.copy(target_of(event, noted.session, facts, document));
}

namespace {

bool has_totals(SessionState state) {
  return state == SessionState::closed || state == SessionState::left_open;
}

std::string around(const Session& session, std::uint64_t serial) {
  const session::Recording* outer = session.recordings.by_serial(serial);
  return outer != nullptr ? outer->id(session.id) : session.id + "/" + std::to_string(serial);
}

bool all_from_start(const Session& session) {
  const auto& all = session.recordings.all();
  return std::all_of(all.begin(), all.end(), [](const auto& each) { return each.from_start(); });
}

// What came before the start is not in these numbers, and half of a number is none.
void fill_totals(const session::Recording& recording, std::optional<base::WallTime> until,
                 model::RecordingFacts& facts) {
  const session::RecordingTotals sum = recording.totals(until);
  if (sum.chunks > 0) facts.rec = recording.rec;
  if (recording.from_start()) facts.chunks = static_cast<std::int64_t>(sum.chunks);
  if (sum.lost > 0) facts.chunks_lost = static_cast<std::int64_t>(sum.lost);
}

std::vector<model::RecordingFacts> recordings_of(const Session& session, bool totals) {
  std::vector<model::RecordingFacts> told;
  for (const session::Recording& recording : session.recordings.all()) {
    model::RecordingFacts facts;
    facts.recording_id = recording.id(session.id);
    using Kind = session::Recording::Kind;
    if (recording.kind == Kind::command) facts.source = "sudo";
    if (recording.kind == Kind::script) facts.source = "script";
    if (!facts.source.empty() || !recording.verified()) facts.rec = recording.rec;
    facts.started = recording.started;
    facts.verified = recording.verified();
    if (recording.outer != 0) facts.inside = around(session, recording.outer);
    if (totals) fill_totals(recording, session.last_moment(), facts);
    told.push_back(std::move(facts));
  }
  return told;
}

model::Number bytes_of(const Session& session) {
  if (session.recordings.empty() || !all_from_start(session)) return std::nullopt;
  std::int64_t sum = 0;
  for (const session::Recording& recording : session.recordings.all()) {
    sum += static_cast<std::int64_t>(recording.totals(session.last_moment()).bytes_out);
  }
  return sum;
}

// What is known to be missing of a session. A recorder inside another one's terminal may well leave
// no chunk: tlog's own lock makes it record nothing.
model::Texts integrity_of(const Session& session, SessionState state, bool recordings) {
  model::Texts missing;
  if (session.login_unseen()) missing.emplace_back("login-unseen");
  if (session.events_lost) missing.emplace_back("events-lost");
  if (!has_totals(state)) return missing;
  bool gap = false, contradicted = false, no_chunk = false;
  for (const session::Recording& recording : session.recordings.all()) {
    const session::RecordingTotals sum = recording.totals(session.last_moment());
    gap = gap || sum.lost > 0;
    contradicted = contradicted || sum.contradicted;
    // A command may well show nothing.
    const bool shows = recording.kind == session::Recording::Kind::terminal;
    no_chunk =
        no_chunk || (shows && sum.chunks == 0 && recording.outer == 0 && !recording.of_before);
  }
  if (gap) missing.emplace_back("chunk-gap");
  if (contradicted) missing.emplace_back("chunk-contradicted");
  if (recordings && no_chunk && state == SessionState::closed)
    missing.emplace_back("recording-missing");
  return missing;
}

// The audit trail's word counts where both have one: not anybody can write there. But a connection is
// there before its first record.
void fill_arrival(const Session& session, model::SessionDocument& document) {
  const session::Arrival& arrival = session.arrival;
  document.connected = session.connected;
  if (arrival.connected.has_value() && session.connected.has_value()) {
    document.connected = std::min(*arrival.connected, *session.connected);
  }
  document.server_ip = arrival.server_ip;
  document.server_port = arrival.server_port;
  document.auth_method =
      session.auth_method.empty() ? Text(arrival.auth_method) : Text(session.auth_method);
  document.auth_key = arrival.auth_key;
  document.auth_cert_id = arrival.cert_id;
  document.auth_cert_serial = arrival.cert_serial;
  document.auth_cert_ca = arrival.cert_ca;
}

}  // namespace

model::SessionDocument session_document(const Session& session, base::WallTime time,
                                        SessionState state, bool recordings, std::string& room) {
  constexpr std::array<std::string_view, 4> names = {"opened", "updated", "updated", "closed"};
  const bool closed = state == SessionState::closed;
  model::SessionDocument document;
  stamp_with(session, room, document.stamp);
  document.stamp.time = time;
  document.stamp.connection_id = session.connection_id;
  document.state = names.at(static_cast<std::size_t>(state));
  fill_arrival(session, document);
  document.opened = session.opened;
  if (closed) document.closed = session.closed;
  if (closed && session.opened.has_value()) {
    document.duration_ms = session.closed->ms() - session.opened->ms();
  }
  document.service = session.service;
  document.tty = session.tty;
  document.ses = session.ses.value;
  if (session.auid.has_value()) document.auid = session.auid->value;
  if (!session.connection_id.empty()) document.failures_before = session.failures_before;
  document.parent_session_id = session.parent_id;
  if (session.parent_inferred) document.parent_inferred = true;
  document.recordings = recordings_of(session, has_totals(state));
  if (has_totals(state)) document.bytes_out = bytes_of(session);
  document.integrity = integrity_of(session, state, recordings);
  document.effective_users = session.effective_users;
  document.targets = session.targets;
  if (closed) document.close_reason = session.close_reason;
  return document;
}

model::PipelineDocument loss_document(const correlate::LostChunks& lost, std::string& room) {
  const Session& session = *lost.session;
  model::PipelineDocument document;
  stamp_with(session, room, document.stamp);
  document.stamp.time = lost.gap.time;
  document.what = "loss";
  document.rec = lost.recording->rec;
  document.first_chunk = static_cast<std::int64_t>(lost.gap.first);
  document.last_chunk = static_cast<std::int64_t>(lost.gap.last);
  document.count = static_cast<std::int64_t>(lost.gap.last - lost.gap.first + 1);
  document.detail = "chunks of a recording never came";
  return document;
}

model::TtyDocument tty_document(const correlate::JoinedChunk& joined, std::string_view host,
                                bool terminal_input, ChunkRoom& room) {
  const model::TtyChunk& chunk = *joined.chunk;
  model::TtyDocument document;
  document.stamp.time = chunk.time;
  document.stamp.host = host;
  if (const Session* session = joined.session) {
    stamp_with(*session, room.target, document.stamp);
    room.recording_id = joined.recording->id(session->id);
    document.verified = joined.recording->verified();
    if (document.verified) document.offset_ms = chunk.time.ms() - joined.recording->started.ms();
  } else if (chunk.ses.has_value()) {
    document.claimed_ses = chunk.ses->value;
  }
  document.recording_id = room.recording_id;
  document.recording_host = chunk.recording_host;
  document.rec = chunk.rec;
  document.source = chunk.source;
  if (chunk.ran.has_value()) {
    document.command = chunk.ran->command;
    document.effective_user = chunk.ran->run_user;
  }
  document.chunk = chunk.number;
  document.play_offset_ms = chunk.play_offset_ms;
  document.duration_ms = chunk.duration_ms;
  document.columns = chunk.columns;
  document.rows = chunk.rows;
  document.tty_output = chunk.output;
  document.pieces = chunk.pieces;
  document.tty_input = chunk.input;
  if (chunk.late) document.late = true;
  document.bytes_out = static_cast<std::int64_t>(chunk.output.size());
  if (terminal_input) document.bytes_in = static_cast<std::int64_t>(chunk.input.size());
  return document;
}

}  // namespace auweave::pipeline

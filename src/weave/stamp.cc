#include "weave/stamp.h"

#include "meaning/target.h"
#include "programs/client.h"
#include "tty/timing_text.h"

namespace auweave::weave {
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

// Returns the service of a user record's program if the program changes the user ("sudo",
// "pkexec"), else "".
std::string_view own_service(const AuditEvent& event, std::string_view exe) {
  if (!is_user_record(event)) return "";
  // sudo of audit 2.x named no exe=, and no other program writes USER_CMD.
  if (exe.empty() && event.lead()->type == "USER_CMD") return "sudo";
  const programs::Program* program = programs::program_of(exe);
  const bool changes_user = program != nullptr && program->role == programs::Role::changes_user;
  return changes_user ? program->told_as() : "";
}

// Returns the service of a program that wrote a user record for somebody who has no session.
std::string_view entrance(const AuditEvent& event, const EventDocument& document) {
  const bool enters = document.category == "authentication" || document.category == "session";
  return is_user_record(event) && enters ? programs::service_of(document.exe) : "";
}

std::string place(std::string_view host, std::string_view service) {
  if (service.empty()) return "";
  return std::string(host).append("/").append(service);
}

std::string target_of(const AuditEvent& event, const Session* session, const EventFacts& facts,
                      const EventDocument& document) {
  if (!document.dest_ip.empty()) return meaning::connection_target(*event.peer, document.comm);
  if (facts.executed) {
    std::string target = programs::client_target(document.exe, document.argv);
    if (!target.empty()) return target;
  }
  std::string_view service = own_service(event, document.exe);
  if (service.empty()) service = session != nullptr ? session->service : entrance(event, document);
  return place(document.stamp.host, service);
}

// The service that let the session in may have more to do after the end.
bool came_after_close(const Session& session, const EventFacts& facts, base::WallTime time) {
  if (!session.closed.has_value() || time <= *session.closed) return false;
  const bool service =
      facts.pid.has_value() && (session.login_pid == facts.pid || session.has_entrance(*facts.pid));
  return !service && (facts.exe.empty() || !programs::begins_sessions(facts.exe));
}

void stamp_session(AuditEvent& event, const Session& session, const EventFacts& facts,
                   EventDocument& document) {
  model::Stamp& stamp = document.stamp;
  stamp.session_id = session.id;
  stamp.session_key = session.key;
  stamp.boot_id = session.boot_id;
  stamp.actor = session.actor;
  // The process has another login id than the session, or its LOGIN is about to give it one.
  const bool other =
      facts.auid.has_value() && session.auid.has_value() && *facts.auid != *session.auid;
  if (other) stamp.claimed_actor = facts.auid_name;
  stamp.person = session.person;
  stamp.person_inferred = session.person_inferred;
  stamp.ticket = session.ticket_at(event.key.time());
  // Whoever does something after the end need not be where the session came from.
  if (came_after_close(session, facts, event.key.time())) {
    document.after_close = true;
  } else {
    stamp.src_ip = session.src_ip;
    stamp.src_port = session.arrival.src_port();
  }
  document.session.ses = session.ses.value;
  if (session.auid.has_value()) document.session.auid = session.auid->value;
  document.session.service = session.service;
  document.session.opened = session.opened;
  // A recording holds nothing of the time after the session's end.
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
  // Who is at a connection has no login id yet; a service that was started in a session has that
  // session's.
  if (connection == nullptr) stamp.actor = facts.auid_name;
  if (connection != nullptr) {
    stamp.connection_id = connection->id;
    stamp.src_ip = connection->src_ip;
    stamp.src_port = connection->arrival.src_port();
    stamp.authenticated = false;
  } else if (facts.authentication) {
    stamp.src_ip = facts.address;
  }
  // A scheduler names the account it is about to act as, and nobody tried to log in.
  const bool scheduler = programs::has_role(facts.exe, programs::Role::scheduler);
  const bool nobody = connection != nullptr || !facts.auid.has_value();
  if (facts.authentication && nobody && !scheduler) {
    stamp.account_tried = facts.account;
  }
}

}  // namespace

void stamp_with(const Session& session, base::WallTime time, std::string& target,
                model::Stamp& stamp) {
  stamp.time = time;
  stamp.ticket = session.ticket_at(time);
  target = place(session.host, session.service);
  stamp.host = session.host;
  stamp.boot_id = session.boot_id;
  stamp.session_id = session.id;
  stamp.session_key = session.key;
  stamp.actor = session.actor;
  stamp.person = session.person;
  stamp.person_inferred = session.person_inferred;
  stamp.src_ip = session.src_ip;
  stamp.src_port = session.arrival.src_port();
  stamp.target = target;
}

void stamp_event(Woven& woven) {
  const auto& [event, facts, document, told, match, fetched] = woven;
  if (match.session != nullptr) {
    stamp_session(event, *match.session, facts, document);
  } else {
    stamp_stranger(match.connection, facts, document);
  }
  document.stamp.target = event.arena.copy(target_of(event, match.session, facts, document));
}

model::PipelineDocument loss_document(const correlate::LostChunks& lost, std::string& scratch) {
  const Session& session = *lost.session;
  model::PipelineDocument document;
  stamp_with(session, lost.gap.time, scratch, document.stamp);
  document.what = "loss";
  document.rec = lost.recording->rec;
  document.first_chunk = static_cast<std::int64_t>(lost.gap.first);
  document.last_chunk = static_cast<std::int64_t>(lost.gap.last);
  document.count = static_cast<std::int64_t>(lost.gap.last - lost.gap.first + 1);
  document.detail = "chunks of a recording never came";
  return document;
}

model::TtyDocument tty_document(const correlate::JoinedChunk& joined, std::string_view host,
                                bool terminal_input, ChunkScratch& scratch) {
  const model::TtyChunk& chunk = *joined.chunk;
  model::TtyDocument document;
  document.stamp.time = chunk.time;
  document.stamp.host = host;
  const bool disowned = joined.voucher == model::Voucher::contradicted;
  if (disowned) document.integrity.emplace_back(model::kContradicted);
  if (const Session* session = disowned ? nullptr : joined.session) {
    stamp_with(*session, chunk.time, scratch.target, document.stamp);
    scratch.recording_id = joined.recording->id(session->id);
    document.verified = model::verifies(joined.voucher);
    document.vouched_by = model::name_of(joined.voucher);
    if (joined.recording->has_recorder())
      document.offset_ms = chunk.time.ms() - joined.recording->started.ms();
  } else if (chunk.ses.has_value()) {
    document.claimed_ses = chunk.ses->value;
  }
  document.recording_id = scratch.recording_id;
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
  scratch.timing = tty::timing_text(chunk.pieces);
  document.timing = scratch.timing;
  document.tty_input = chunk.input;
  if (chunk.late) document.late = true;
  document.bytes_out = static_cast<std::int64_t>(chunk.output.size());
  if (terminal_input) document.bytes_in = static_cast<std::int64_t>(chunk.input.size());
  return document;
}

}  // namespace auweave::weave

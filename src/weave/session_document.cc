#include "weave/session_document.h"

#include <algorithm>
#include <array>

#include "weave/stamp.h"

namespace auweave::weave {
namespace {

using model::Text;
using session::Session;

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

// If a recording began before the start, not all its chunks can be counted, and no number is better
// than half of it.
void fill_totals(const session::Recording& recording, std::optional<base::WallTime> until,
                 model::RecordingFacts& facts) {
  const session::RecordingTotals sum = recording.totals(until);
  if (sum.chunks > 0) {
    facts.rec = recording.rec;
    facts.verified = model::verifies(sum.voucher);
    facts.vouched_by = model::name_of(sum.voucher);
  }
  if (recording.from_start()) facts.chunks = static_cast<std::int64_t>(sum.chunks);
  if (sum.lost > 0) facts.chunks_lost = static_cast<std::int64_t>(sum.lost);
}

std::vector<model::RecordingFacts> recordings_of(const Session& session, bool totals) {
  std::vector<model::RecordingFacts> told;
  for (const session::Recording& recording : session.recordings.all()) {
    model::RecordingFacts facts;
    facts.recording_id = recording.id(session.id);
    if (!recording.of_terminal()) facts.source = recording.source;
    if (!facts.source.empty() || !recording.has_recorder()) facts.rec = recording.rec;
    facts.started = recording.started;
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

// Returns the weakest voucher of the recordings that show the session's terminal.
model::Voucher voucher_of(const Session& session) {
  std::optional<model::Voucher> weakest;
  for (const session::Recording& recording : session.recordings.all()) {
    const session::RecordingTotals sum = recording.totals(session.last_moment());
    if (!recording.of_terminal() || sum.chunks == 0) continue;
    weakest = model::weaker(weakest.value_or(sum.voucher), sum.voucher);
  }
  return weakest.value_or(model::Voucher::none);
}

// Returns what is known to be missing of a session. A recorder inside another recorder's terminal
// may leave no chunk: tlog's own lock makes it record nothing.
model::Texts integrity_of(const Session& session, SessionState state,
                          const WeaverSettings& settings) {
  model::Texts missing;
  if (session.login_unseen()) missing.emplace_back("login-unseen");
  if (session.let_go_before) missing.emplace_back("let-go");
  if (session.login_id_changed) missing.emplace_back("login-id-changed");
  if (session.login_id_unsure) missing.emplace_back("login-id-unsure");
  if (session.arrival.contradicted() || session.end_contradicted)
    missing.emplace_back("sshd-log-contradicted");
  if (session.events_lost) missing.emplace_back("events-lost");
  if (!has_totals(state)) return missing;
  if (session.left_out.bytes(session.last_moment()) > 0) missing.emplace_back("flood");
  bool gap = false, contradicted = false, no_chunk = false;
  for (const session::Recording& recording : session.recordings.all()) {
    const session::RecordingTotals sum = recording.totals(session.last_moment());
    gap = gap || sum.lost > 0;
    contradicted = contradicted || sum.contradicted;
    // A recorded command may show nothing.
    const bool shows = recording.of_terminal();
    no_chunk =
        no_chunk || (shows && sum.chunks == 0 && recording.outer == 0 && !recording.of_before);
  }
  if (gap) missing.emplace_back("chunk-gap");
  if (contradicted) missing.emplace_back(model::kContradicted);
  if (state != SessionState::closed) return missing;
  if (settings.recordings && no_chunk) missing.emplace_back("recording-missing");
  if (session::is_not_recorded(session, settings.must_record, settings.terminals_recorded))
    missing.emplace_back("not-recorded");
  return missing;
}

// Where audit trail and sshd's log differ the audit trail counts, because not every program can
// write to it. The connection itself is older than its first record.
void fill_arrival(const Session& session, model::SessionDocument& document) {
  const session::Arrival& arrival = session.arrival;
  document.connected = session.connected;
  if (arrival.connected().has_value() && session.connected.has_value()) {
    document.connected = std::min(*arrival.connected(), *session.connected);
  }
  document.server_ip = arrival.server_ip();
  document.server_port = arrival.server_port();
  document.auth_method =
      session.auth_method.empty() ? Text(arrival.auth_method()) : Text(session.auth_method);
  document.auth_key = arrival.auth_key();
  const session::KeyFacts& key = arrival.certificate();
  document.auth_cert_id = key.cert_id;
  document.auth_cert_serial = key.cert_serial;
  document.auth_cert_ca = key.cert_ca;
}

}  // namespace

model::SessionDocument session_document(const Session& session, const SessionReport& report,
                                        std::string& scratch) {
  const auto& [time, state, settings] = report;
  constexpr std::array<std::string_view, 4> names = {"opened", "updated", "updated", "closed"};
  const bool closed = state == SessionState::closed;
  model::SessionDocument document;
  stamp_with(session, time, scratch, document.stamp);
  document.stamp.connection_id = session.connection_id;
  document.stamp.claimed_actor = session.claimed_actor;
  document.stamp.actor_groups = session.actor_groups;
  document.state = names.at(static_cast<std::size_t>(state));
  fill_arrival(session, document);
  document.opened = session.opened;
  if (closed) document.closed = session.closed;
  // A clock that was set back in between leaves no duration.
  if (closed && session.opened.has_value() && *session.closed >= *session.opened) {
    document.duration_ms = session.closed->ms() - session.opened->ms();
  }
  document.service = session.service;
  document.tty = session.tty;
  document.ses = session.ses.value;
  if (session.auid.has_value()) document.auid = session.auid->value;
  if (!session.connection_id.empty()) document.failures_before = session.failures_before;
  document.parent_session_id = session.parent_id;
  document.parent_session_key = session.parent_key;
  if (session.parent_inferred) document.parent_inferred = true;
  document.queued_by_session = session.queued_by;
  if (session.queued_inferred) document.queued_inferred = true;
  document.recordings = recordings_of(session, has_totals(state));
  if (has_totals(state)) {
    document.bytes_out = bytes_of(session);
    document.vouched_by = model::name_of(voucher_of(session));
    const std::uint64_t left_out = session.left_out.bytes(session.last_moment());
    if (left_out > 0) document.flood_bytes = static_cast<std::int64_t>(left_out);
  }
  document.integrity = integrity_of(session, state, settings);
  document.effective_users = session.effective_users;
  document.targets = session.targets;
  if (closed) document.close_reason = session.close_reason;
  return document;
}

}  // namespace auweave::weave

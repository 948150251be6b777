#include <array>
#include <cstdio>
#include <set>

#include "session/table.h"

namespace auweave::session {
namespace {

// Returns the name that tlog gives a recording: <boot id without dashes>-<pid, hex>-<start in
// ticks, hex>.
std::string rec_of(const KnownRecorder& recorder, std::string_view boot_id) {
  std::string rec;
  for (const char c : boot_id) {
    if (c != '-') rec += c;
  }
  std::array<char, 64> rest{};
  std::snprintf(rest.data(), rest.size(), "-%llx-%llx",
                static_cast<unsigned long long>(recorder.pid.value),
                static_cast<unsigned long long>(recorder.start_ticks));
  return rec + rest.data();
}

void fill(std::string& what, const std::string& with) {
  if (what.empty()) what = with;
}

void learn_processes(Session& session, const Known& known) {
  for (const KnownRecorder& recorder : known.recorders) {
    if (session.recordings.taken(recorder.pid)) continue;
    session.recordings.find_running(recorder.pid, rec_of(recorder, session.boot_id),
                                    recorder.started, recorder.around);
  }
  if (session.recordings.empty()) return;
  for (const KnownProcess& process : known.processes) {
    session.recordings.find_process(process.pid, process.around);
  }
}

}  // namespace

void Table::begin_after_past() {
  for (Session* closed : closing_) closed->close_announced = true;
  closing_.clear();
  dropped_.clear();
  let_go_open_ = 0;
  for (Session& session : sessions_) {
    session.unannounced = !session.closed.has_value();
    session.recordings.begin_after_them();
  }
}

void Table::learn_live(std::string_view host, base::WallTime now, const std::vector<Known>& live) {
  Host& its = host_named(host);
  std::set<const Session*> seen;
  for (const Known& known : live) {
    Session& session = live_session(its, host, now, known);
    seen.insert(&session);
    fill(session.actor, known.actor);
    if (!session.auid.has_value()) session.auid = known.auid;
    if (!session.login_pid.has_value()) session.login_pid = known.login_pid;
    fill(session.service, known.service);
    fill(session.tty, known.tty);
    fill(session.src_ip, known.src_ip);
    learn_processes(session, known);
  }
  for (const auto& [ses, session] : its.sessions) {
    // A session with a record of the last moment may have begun after the look at the system.
    const bool lately = session->last.time().ms() + kClockSlackMs >= now.ms();
    if (!lately && !seen.contains(session)) session->close_announced = true;
  }
}

// A ses has one account. Another account means that a restart before it was not seen.
Session& Table::live_session(Host& host, std::string_view name, base::WallTime now,
                             const Known& known) {
  const auto found = host.sessions.find(known.ses.value);
  Session* session = found == host.sessions.end() ? nullptr : found->second;
  const bool same = session != nullptr && (!session->auid.has_value() || !known.auid.has_value() ||
                                           session->auid == known.auid);
  if (same) return *session;
  model::EventFacts facts;
  facts.ses = known.ses;
  const auto ms = static_cast<std::uint32_t>(now.ms() % 1000);
  return enter(host, name, {now.ms() / 1000, ms, 0}, facts);
}

}  // namespace auweave::session

#include "session/table.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "model/event_id.h"
#include "programs/program.h"

namespace auweave::session {
namespace {

using model::EventFacts;
using model::EventKey;

std::string session_id(std::string_view host, std::string_view boot_id, const EventKey& key,
                       model::Ses ses) {
  std::string id(host);
  id += ':';
  if (boot_id.empty()) {
    base::Digester digest;
    digest.add(static_cast<std::uint64_t>(key.time().ns)).add(key.serial);
    id += '~' + base::hex(digest.finish()).substr(0, 7);
  } else {
    id += boot_id.substr(0, 8);
  }
  return id + ':' + std::to_string(ses.value);
}

void add_once(std::vector<std::string>& list, std::string_view text) {
  if (text.empty() || list.size() >= Session::kMostListed) return;
  if (std::find(list.begin(), list.end(), text) == list.end()) list.emplace_back(text);
}

bool same_account(const Session& session, const EventFacts& facts) {
  // The session took this ses by another account's login id.
  if (session.ses != facts.ses) return true;
  return !session.auid.has_value() || !facts.auid.has_value() || *session.auid == *facts.auid;
}

}  // namespace

SessionMatch Table::note(std::string_view name, const EventKey& key, const EventFacts& facts,
                         bool fetched) {
  Host& host = host_named(name);
  if (!fetched) watch_for_restart(host, key, facts);
  SessionMatch match;
  const bool login = facts.type == "LOGIN" && facts.success != false;
  if (login && changes_login_id(host, facts)) {
    match.session = &keep_changed(host, name, key, facts);
    match.changed = true;
    return match;
  }
  host.login_ids.note(facts);
  if (!facts.ses.has_value()) {
    if (const auto ses = host.login_ids.stray_of(facts)) match.session = at(name, *ses);
    if (match.session == nullptr) match.connection = connection_of(host, name, key, facts);
    return match;
  }
  const auto found = host.sessions.find(facts.ses->value);
  Session* known = found == host.sessions.end() ? nullptr : found->second;
  if (is_before_login(host, known, facts)) {
    match.connection = connection_of(host, name, key, facts);
    if (match.connection != nullptr) return match;
  }
  enter_event(host, name, {key, facts, login, fetched}, match);
  return match;
}

void Table::enter_event(Host& host, std::string_view name, const Entered& event,
                        SessionMatch& match) {
  const auto& [key, facts, is_login, fetched] = event;
  const auto found = host.sessions.find(facts.ses->value);
  Session* known = found == host.sessions.end() ? nullptr : found->second;
  bool login = is_login;
  // The kernel gives each ses once in a boot.
  const bool twice = login && known != nullptr && !known->login_unseen();
  if (twice && fetched) login = false;
  if (twice && !fetched) {
    restart(host, key.serial);
    known = nullptr;
  }
  // A ses has one account. Another account means that neither its LOGIN nor the restart before it
  // was seen.
  if (known == nullptr || !same_account(*known, facts)) {
    known = &enter(host, name, key, facts);
    match.opened = true;
  }
  if (login) {
    open(host, *known, key, facts);
    match.opened = true;
  }
  match.recorder = learn(*known, key, facts);
  match.ticket = !facts.ticket.empty() && known->note_ticket(key.time(), facts.ticket);
  match.resumed = std::exchange(known->unannounced, false) && !match.opened;
  match.session = known;
  if (ends_session(*known, facts)) end(*known, key.time(), key, "logout");
}

Session& Table::enter(Host& host, std::string_view name, const EventKey& key,
                      const EventFacts& facts) {
  make_room(key.time());
  Session& session = sessions_.emplace_back();
  session.let_go_before = let_go_.contains(hash_of(name, *facts.ses));
  session.host = name;
  session.boot_id = boots_.at(name, key.time(), host.restarts, host.before_restart);
  session.ses = *facts.ses;
  session.id = session_id(name, session.boot_id, key, session.ses);
  session.key = model::bounded_id(model::key_text(name, key));
  host.sessions[session.ses.value] = &session;
  if (session.boot_id.empty()) return session;
  // If two hosts have the same boot id and ses, a recording's session cannot be told: the index
  // then has null.
  const auto [slot, fresh] = by_boot_.try_emplace({session.boot_id, session.ses.value}, &session);
  const bool own = !fresh && slot->second != nullptr && slot->second->host == name;
  if (!fresh) slot->second = own ? &session : nullptr;
  return session;
}

// Adds facts that were unknown at the session's LOGIN, or that it lacks because it had none.
bool Table::learn(Session& session, const EventKey& key, const EventFacts& facts) {
  session.last = std::max(session.last, key);
  if (!session.auid.has_value() && facts.auid.has_value()) {
    session.auid = facts.auid;
    session.actor = facts.auid_name;
  }
  const bool entrance = facts.type == "USER_START" || facts.type == "USER_LOGIN";
  // sudo and su start PAM sessions, too. If LOGIN's pid is unknown only the USER_START of sshd or
  // another service is surely the entrance.
  const bool own = session.login_pid.has_value() ? facts.pid == session.login_pid
                                                 : is_entrance_service(facts.exe);
  if (entrance && own) {
    if (session.src_ip.empty()) session.src_ip = facts.address;
    if (session.service.empty()) session.service = programs::service_of(facts.exe);
    if (session.tty.empty()) session.tty = facts.tty;
  }
  if (facts.type == "USER_START" && facts.success != false &&
      programs::has_role(facts.exe, programs::Role::changes_user)) {
    add_once(session.effective_users, facts.account);
  }
  if (session.entrances.size() < Session::kMostListed && facts.pid.has_value() && !facts.executed &&
      is_entrance_service(facts.exe) && !session.has_entrance(*facts.pid))
    session.entrances.push_back(*facts.pid);
  return learn_process(session, key, facts);
}

void Table::note_target(Session& session, std::string_view target, base::WallTime time) {
  const auto end = session.last_moment();
  if (!end.has_value() || time <= *end) add_once(session.targets, target);
}

bool Table::learn_process(Session& session, const EventKey& key, const EventFacts& facts) {
  session.note_program(key.time(), facts);
  if (!facts.pid.has_value()) return false;
  if (facts.refused != model::Refused::no) session.recordings.refuse(*facts.pid, facts.refused);
  if (facts.executed && programs::recorder_of(facts.exe) == "tlog") {
    session.recordings.start(*facts.pid, facts.ppid, key.serial, key.time());
    return true;
  }
  if (!facts.executed && programs::service_of(facts.exe) == "sshd") {
    session.recordings.see_entrance(*facts.pid);
  } else {
    session.recordings.see(*facts.pid, facts.ppid);
  }
  return false;
}

std::vector<Session*> Table::recorded_and_open() {
  std::vector<Session*> found;
  for (Session& session : sessions_) {
    if (!session.close_announced && !session.recordings.empty()) found.push_back(&session);
  }
  return found;
}

Session* Table::find(std::string_view boot_id, model::Ses ses) {
  const auto found = by_boot_.find({std::string(boot_id), ses.value});
  return found == by_boot_.end() ? nullptr : found->second;
}

Session* Table::at(std::string_view name, model::Ses ses) const {
  const auto host = hosts_.find(name);
  if (host == hosts_.end()) return nullptr;
  const auto found = host->second.sessions.find(ses.value);
  return found == host->second.sessions.end() ? nullptr : found->second;
}

std::uint64_t Table::restarts_of(std::string_view host) const {
  const auto found = hosts_.find(host);
  return found == hosts_.end() ? 0 : found->second.restarts;
}

bool Table::unknown(std::string_view host, model::Ses ses) const {
  return at(host, ses) == nullptr;
}

}  // namespace auweave::session

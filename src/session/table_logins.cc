// Table's part for who comes in: connections before LOGIN, LOGIN, and changed login ids.
#include <algorithm>
#include <array>

#include "model/event_id.h"
#include "programs/program.h"
#include "session/table.h"

namespace auweave::session {
namespace {

using model::EventFacts;
using model::EventKey;

// A method as its word begins in op= of a USER_AUTH. Debian's sshd authenticates passwords through
// PAM. Red Hat's writes a record of each method that it tries, and ends with op=success. The words
// key and cert tell of the key that was accepted.
struct Method {
  std::string_view word, method;
};
constexpr std::array kMethods = {
    Method{"PAM:authentication", "password"},
    Method{"password", "password"},
    Method{"pubkey", "publickey"},
    Method{"publickey", "publickey"},
    Method{"key", "publickey"},
    Method{"cert", "publickey"},
    Method{"gssapi", "gssapi-with-mic"},
    Method{"kerberos", "kerberos"},
    Method{"hostbased", "hostbased"},
    Method{"hostkey", "hostbased"},
    Method{"challenge-response", "keyboard-interactive"},
    Method{"keyboard", "keyboard-interactive"},
    Method{"kbdint", "keyboard-interactive"},
    Method{"skey", "keyboard-interactive"},
};

std::string_view method_of(std::string_view operation) {
  const auto* method = std::find_if(kMethods.begin(), kMethods.end(), [&](const Method& each) {
    return operation.starts_with(each.word);
  });
  return method == kMethods.end() ? std::string_view() : method->method;
}

// A client offers its keys one after the other, so a key that is not accepted is no failed try.
void note_failure(const EventFacts& facts, Failures& failures) {
  if (facts.success != false) return;
  if (facts.type == "USER_LOGIN" && !facts.account.empty()) ++failures.by_login;
  if (facts.type != "USER_AUTH") return;
  if (facts.operation == "PAM:authentication") {
    ++failures.by_pam;
  } else if (const auto method = method_of(facts.operation);
             method == "password" || method == "keyboard-interactive") {
    ++failures.by_service;
  }
}

// The audit trail of Red Hat's sshd has what elsewhere only its log tells. A line that did not fit
// may fit, and the other way round, when the records tell more, so all lines are read anew then.
void note_arrival(const EventFacts& facts, Arrival& arrival) {
  Recorded& recorded = arrival.recorded;
  if (recorded.account.empty() && !facts.account.empty()) {
    recorded.account = facts.account;
    arrival.forget_lines();
  }
  if (facts.peer_port.has_value() && !recorded.src_port.has_value()) {
    recorded.src_port = facts.peer_port;
    arrival.forget_lines();
  }
  if (!facts.server_ip.empty() && recorded.server_ip.empty()) {
    recorded.server_ip = facts.server_ip;
    recorded.server_port = facts.server_port;
  }
  const bool accepted = facts.type == "USER_AUTH" && facts.success == true;
  if (accepted && !facts.key_print.empty() && recorded.auth_key.empty())
    recorded.auth_key = facts.key_print;
}

// sshd writes these before LOGIN alone.
bool begins_connection(const EventFacts& facts) {
  const bool failed_login = facts.type == "USER_LOGIN" && facts.success == false;
  const bool starts = facts.type == "CRYPTO_SESSION" && facts.operation == "start";
  return facts.type == "USER_AUTH" || facts.type == "USER_ERR" || failed_login || starts;
}

}  // namespace

bool is_entrance_service(std::string_view exe) {
  const programs::Program* program = programs::program_of(exe);
  return program != nullptr && program->role == programs::Role::service &&
         program->told_as() != "systemd";
}

bool Table::is_before_login(const Host& host, const Session* known, const EventFacts& facts) {
  if (!facts.pid.has_value() || facts.type == "LOGIN" || facts.executed) return false;
  if (!is_entrance_service(facts.exe)) return false;
  if (known != nullptr && (facts.pid == known->login_pid || known->has_entrance(*facts.pid)))
    return false;
  if (begins_connection(facts) || host.connections.contains(facts.pid->value)) return true;
  // Before LOGIN and after it sshd destroys keys, also in processes that write nothing else.
  const bool of_keys = facts.type.starts_with("CRYPTO_");
  return of_keys && known != nullptr && known->service != programs::service_of(facts.exe);
}

Connection* Table::connection_of(Host& host, std::string_view name, const EventKey& key,
                                 const EventFacts& facts) {
  if (!facts.pid.has_value() || !is_entrance_service(facts.exe)) return nullptr;
  const base::WallTime now = key.time();
  arrivals_.forget_before(now);
  const auto found = host.connections.find(facts.pid->value);
  // Another address with the same pid is another connection, however soon.
  const auto same_peer = [&](const Connection& connection) {
    return facts.address.empty() || connection.src_ip.empty() || connection.src_ip == facts.address;
  };
  const bool goes_on = found != host.connections.end() && same_peer(found->second) &&
                       now.ms() - found->second.first.ms() <= kConnectionMs;
  if (!goes_on) {
    if (host.connections.size() >= kMostConnections) host.connections.clear();
    Connection fresh;
    fresh.id =
        std::string(name) + '/' + std::to_string(facts.pid->value) + '/' + std::to_string(now.ms());
    fresh.first = now;
    fresh.service = programs::service_of(facts.exe);
    host.connections[facts.pid->value] = std::move(fresh);
  }
  Connection& connection = host.connections[facts.pid->value];
  if (!facts.address.empty()) connection.src_ip = facts.address;
  note_arrival(facts, connection.arrival);
  if (connection.service == "sshd")
    arrivals_.tell({name, *facts.pid, connection.src_ip, connection.first, now},
                   connection.arrival);
  note_failure(facts, connection.failures);
  if (facts.type == "USER_AUTH" && facts.success == true && connection.auth_method.empty())
    connection.auth_method = method_of(facts.operation);
  return &connection;
}

void Table::open(Host& host, Session& session, const EventKey& key, const EventFacts& facts) {
  session.opened = key.time();
  session.let_go_before = false;
  session.key = model::bounded_id(model::key_text(session.host, key));
  session.login_pid = facts.pid;
  session.auid = facts.auid;
  session.actor = facts.auid_name;
  session.service = programs::service_of(facts.exe);
  const bool connected = facts.pid.has_value() && host.connections.contains(facts.pid->value);
  session.login_id_unsure = host.login_ids.judge(facts, connected) == LoginIds::Change::unsure;
  if (facts.pid.has_value()) take_connection(host, session, key, *facts.pid);
}

void Table::take_connection(Host& host, Session& session, const EventKey& key, model::Pid pid) {
  const auto found = host.connections.find(pid.value);
  if (found == host.connections.end()) return;
  Connection& connection = found->second;
  // The process of cron may have the pid of an sshd that has just ended.
  if (!session.service.empty() && session.service != connection.service) return;
  if (key.time().ms() - connection.first.ms() <= kConnectionMs) {
    session.connection_id = connection.id;
    session.connected = connection.first;
    session.src_ip = connection.src_ip;
    session.failures_before = connection.failures.tries();
    session.auth_method = connection.auth_method;
    if (connection.service == "sshd") {
      arrivals_.tell({session.host, pid, connection.src_ip, connection.first, key.time()},
                     connection.arrival);
      host.logins[pid.value] = &session;
    }
    session.arrival = std::move(connection.arrival);
    session.person = person_of(session.arrival, persons_);
    session.service = connection.service;
  }
  host.connections.erase(found);
}

bool Table::changes_login_id(const Host& host, const EventFacts& facts) {
  if (!facts.old_auid.has_value() || !facts.old_ses.has_value()) return false;
  const bool connected = facts.pid.has_value() && host.connections.contains(facts.pid->value);
  return host.login_ids.judge(facts, connected) == LoginIds::Change::changed;
}

Session& Table::keep_changed(Host& host, std::string_view name, const EventKey& key,
                             const EventFacts& facts) {
  const auto found = host.sessions.find(facts.old_ses->value);
  Session* session = found == host.sessions.end() ? nullptr : found->second;
  if (session == nullptr) {
    EventFacts old = facts;
    old.ses = facts.old_ses;
    session = &enter(host, name, key, old);
    session->auid = facts.old_auid;
    session->actor = facts.old_auid_name;
  }
  session->last = std::max(session->last, key);
  session->login_id_changed = true;
  session->claimed_actor = facts.auid_name;
  if (!facts.ses.has_value()) {
    if (facts.pid.has_value()) host.login_ids.stray(*facts.pid, session->ses);
    return *session;
  }
  // Root may write any number of login ids. Above the bound the new ses is not followed, and what
  // comes of it is a session whose login was not seen.
  if (host.sessions.size() >= kMostSessions) return *session;
  host.sessions[facts.ses->value] = session;
  if (session->other_ses.size() < Session::kMostListed) session->other_ses.push_back(*facts.ses);
  return *session;
}

// Of more changes than a session lists, the map is searched whole.
void Table::forget_other_ses(Host& host, const Session& session) {
  if (session.other_ses.size() >= Session::kMostListed) {
    std::erase_if(host.sessions, [&](const auto& each) { return each.second == &session; });
    return;
  }
  for (const model::Ses ses : session.other_ses) {
    const auto found = host.sessions.find(ses.value);
    if (found != host.sessions.end() && found->second == &session) host.sessions.erase(found);
  }
}

// Red Hat's sshd writes a USER_END op=login for each channel of a connection.
bool Table::ends_session(const Session& session, const EventFacts& facts) {
  return facts.type == "USER_END" && facts.operation != "login" && session.login_pid.has_value() &&
         facts.pid == session.login_pid && !session.closed.has_value();
}

}  // namespace auweave::session

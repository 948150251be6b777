#include "session/table.h"

namespace auweave::session {

Table::Host& Table::host_named(std::string_view name) {
  const auto known = hosts_.find(name);
  if (known != hosts_.end()) return known->second;
  make_room_for_host();
  arrivals_.know_host(name);
  return hosts_.emplace(std::string(name), Host()).first->second;
}

Arrival Table::arrival_of(const AuditedConnection& connection, Recorded recorded) const {
  Arrival arrival(std::move(recorded));
  arrivals_.tell(connection, arrival);
  return arrival;
}

// A person that only lines told which are not believed any more is not told either.
void Table::note_person(Session& session, std::string_view before) const {
  const std::string_view person = person_of(session.arrival, persons_);
  if (!person.empty()) {
    session.person = person;
    session.person_inferred.clear();
  } else if (!before.empty() && session.person == before) {
    session.person.clear();
  }
}

void Table::note_sshd(const model::SshdLine& line) {
  arrivals_.add(line);
  if (line.is_of_child()) return;
  for (auto& [name, host] : hosts_) {
    const auto connection = host.connections.find(line.pid.value);
    if (connection != host.connections.end()) {
      Connection& its = connection->second;
      const auto last = base::WallTime::from_ms(its.first.ms() + kConnectionMs);
      arrivals_.tell(line, {name, line.pid, its.src_ip, its.first, last}, its.arrival);
    }
    const auto login = host.logins.find(line.pid.value);
    if (login != host.logins.end()) {
      Session& its = *login->second;
      const std::string before(person_of(its.arrival, persons_));
      arrivals_.tell(line, {name, line.pid, its.src_ip, *its.connected, *its.opened}, its.arrival);
      note_person(its, before);
    }
  }
}

}  // namespace auweave::session

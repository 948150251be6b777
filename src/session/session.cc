#include "session/session.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace auweave::session {

std::string_view service_of(std::string_view exe) {
  const std::string_view name = base::basename(exe);
  return name.starts_with("sshd") ? "sshd" : name;
}

bool gives_rights(std::string_view exe) {
  constexpr std::array programs = {"sudo", "su", "pkexec", "doas", "runuser"};
  return std::find(programs.begin(), programs.end(), base::basename(exe)) != programs.end();
}

std::string_view ticket_at(const std::vector<Ticket>& tickets, base::WallTime time) {
  std::string_view id;
  for (const Ticket& ticket : tickets) {
    if (ticket.since <= time) id = ticket.id;
  }
  return id;
}

bool Session::note_ticket(base::WallTime since, std::string_view ticket) {
  if (ticket_at(since) == ticket) return false;
  if (tickets.size() >= kMostListed) tickets.erase(tickets.begin());
  const auto later = std::find_if(tickets.begin(), tickets.end(),
                                  [&](const Ticket& each) { return each.since > since; });
  tickets.insert(later, {since, std::string(ticket)});
  return true;
}

}  // namespace auweave::session

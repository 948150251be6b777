#include "session/session.h"

#include <algorithm>

#include "programs/program.h"

namespace auweave::session {

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

void Session::note_leave(base::WallTime time, const model::EventFacts& facts) {
  const programs::Program* program = programs::program_of(facts.exe);
  const bool helps = program != nullptr && program->role == programs::Role::helper &&
                     programs::in_system_folder(facts.exe);
  const bool begins = helps && facts.argv.size() > 1 && facts.argv[1] == "add";
  left.reset();
  if (helps && !begins) left = time;
}

void Session::note_program(base::WallTime time, const model::EventFacts& facts) {
  if (!facts.executed) return;
  if (!first_exec.has_value()) first_exec = time;
  note_leave(time, facts);
  if (!has_shell && !facts.tty.empty()) has_shell = programs::reads_lines(facts.exe, facts.argv);
  recorder_ran = recorder_ran || !programs::recorder_of(facts.exe, facts.argv).empty();
}

}  // namespace auweave::session

#include "correlate/command_join.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace auweave::correlate {
namespace {

constexpr base::WallTime kLast{std::numeric_limits<std::int64_t>::max()};

}  // namespace

CommandJoin::Entry& CommandJoin::entry_of(const session::Session& session) {
  Entry& entry = sessions_[session.id];
  const bool fresh = entry.awake == nullptr && entry.resting.empty();
  CommandOwner& owner = awake(entry).owner;
  // These fields may become known after the session's first record.
  if (owner.session_key != session.key) owner.session_key = session.key;
  if (owner.actor != session.actor) owner.actor = session.actor;
  if (owner.person != session.person) owner.person = session.person;
  if (owner.person_inferred != session.person_inferred)
    owner.person_inferred = session.person_inferred;
  if (owner.src_ip != session.src_ip) owner.src_ip = session.src_ip;
  if (owner.service != session.service) owner.service = session.service;
  owner.src_port = session.arrival.src_port();
  if (owner.tickets != session.tickets) owner.tickets = session.tickets;
  if (!fresh) return entry;
  owner.session_id = session.id;
  owner.host = session.host;
  owner.boot_id = session.boot_id;
  return entry;
}

void CommandJoin::tell(Awake& awake, const Command& command, PartState state) {
  Attached attached;
  if (command.terminal != 0) {
    attached =
        terminals_.at(command.terminal, command.started, std::max(command.started, command.last));
  }
  const CommandOwner& owner = awake.owner;
  auto places = awake.commands.places_of(command);
  const bool disowned = awake.commands.is_disowned(command, places);
  output_.command({&owner, &command, state, std::move(places), disowned, std::move(attached)});
  if (state == PartState::closed && command.ended.has_value())
    terminals_.over(owner, command.id, *command.ended);
}

void CommandJoin::add(const session::Session& session, ProcessAction action) {
  Entry& entry = entry_of(session);
  entry.awake->commands.add(std::move(action));
  changed(session.id, entry);
  bound();
}

void CommandJoin::add(const JoinedChunk& joined) {
  const session::Session& session = *joined.session;
  const session::Recording& recording = *joined.recording;
  model::TtyChunk chunk = *joined.chunk;
  // The lines of two chunks of one number are two commands.
  if (joined.copy != 0) chunk.number = joined.copy;
  Entry& entry = entry_of(session);
  TrackFacts facts{recording.id(session.id),
                   chunk.rec,
                   recording.serial,
                   recording.started,
                   session.recordings.around(recording),
                   !recording.of_terminal()};
  entry.awake->commands.add(std::move(chunk), joined.voucher, std::move(facts));
  changed(session.id, entry);
  bound();
}

void CommandJoin::add(const ContradictedChunks& contradicted) {
  const model::TtyChunk& chunk = *contradicted.chunk;
  const session::Recording& recording = *contradicted.recording;
  Entry& entry = entry_of(*contradicted.session);
  entry.awake->commands.disown(recording.id(contradicted.session->id),
                               {chunk.time, chunk.number, recording.contradicted->of_all});
}

void CommandJoin::closed(const session::Session& session) {
  Entry& entry = entry_of(session);
  entry.awake->commands.close(*session.closed);
  entry.awake->owner.closed = session.closed;
  if (!std::exchange(entry.ended, true)) ended_.push_back(session.id);
  changed(session.id, entry);
}

void CommandJoin::changed(const std::string& id, Entry& entry) {
  SessionCommands& commands = entry.awake->commands;
  const std::size_t held = commands.held();
  held_ += held - std::exchange(entry.held, held);
  const std::size_t open = commands.open_bytes();
  open_ += open - std::exchange(entry.open, open);
  const std::int64_t cells = commands.cells();
  cells_ += cells - std::exchange(entry.cells, cells);
  const auto next = commands.next();
  if (!next.has_value()) {
    entry.is_queued = false;
    return be_idle(entry);
  }
  be_busy(entry);
  if (entry.is_queued && entry.queued == *next) return;
  entry.queued = *next;
  entry.is_queued = true;
  queue_.emplace(*next, id);
}

// Who types below a terminal server is told by another session's commands, so all sessions take
// their turns in the order of time once there is a terminal server.
base::WallTime CommandJoin::turn(base::WallTime until) const {
  if (!terminals_.busy() || queue_.empty()) return until;
  return std::min(until, queue_.top().first);
}

// Returns the session with the earliest moment, which leaves the queue, or null if the moment is not
// the session's any more.
CommandJoin::Entry* CommandJoin::take_next() {
  const auto [moment, id] = queue_.top();
  queue_.pop();
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return nullptr;
  Entry& entry = found->second;
  if (!entry.is_queued || entry.queued != moment) return nullptr;
  entry.is_queued = false;
  return &entry;
}

void CommandJoin::run(base::WallTime until) {
  Entry* entry = take_next();
  if (entry == nullptr) return;
  const bool busy = terminals_.busy();
  SessionCommands& commands = entry->awake->commands;
  commands.advance(turn(until), [&] { return !busy && terminals_.busy(); });
  changed(entry->awake->owner.session_id, *entry);
  if (cells_ > kMostCells) let_go_of_emulators();
}

// Input of this very moment may still come, so the moment itself is not due.
base::WallTime CommandJoin::due(base::WallTime watermark) const {
  const std::int64_t waits_ms = lateness_ms_ + session::kClockSlackMs;
  return {watermark.ns - waits_ms * 1'000'000 - 1};
}

bool CommandJoin::is_late(base::WallTime time, base::WallTime watermark) const {
  return time <= due(watermark);
}

void CommandJoin::advance(base::WallTime watermark) {
  const base::WallTime until = due(watermark);
  while (!queue_.empty() && queue_.top().first <= until) run(until);
  if (ended_.size() > kMostEnded) forget_ended();
}

void CommandJoin::set_back(base::WallTime watermark) {
  for (auto& [id, entry] : sessions_) {
    awake(entry).commands.set_back(watermark);
    changed(id, entry);
  }
}

void CommandJoin::forget(const std::string& session_id) {
  const auto found = sessions_.find(session_id);
  if (found == sessions_.end()) return;
  Entry& entry = found->second;
  awake(entry).commands.finish();
  be_busy(entry);
  held_ -= entry.held;
  open_ -= entry.open;
  cells_ -= entry.cells;
  sessions_.erase(found);
}

void CommandJoin::finish() {
  while (!queue_.empty()) {
    Entry* entry = take_next();
    if (entry == nullptr) continue;
    SessionCommands& commands = entry->awake->commands;
    const base::WallTime moment = *commands.next();
    commands.advance_input(queue_.empty() ? kLast : std::max(moment, queue_.top().first));
    if (commands.has_input()) changed(entry->awake->owner.session_id, *entry);
  }
  for (auto& [id, entry] : sessions_) {
    awake(entry).commands.finish();
    be_idle(entry);
  }
  queue_ = {};
}

void CommandJoin::finalize(const session::Session& session) {
  const auto found = sessions_.find(session.id);
  if (found == sessions_.end()) return;
  Entry& entry = found->second;
  awake(entry).commands.advance(*session.last_moment());
  changed(session.id, entry);
}

std::optional<base::WallTime> CommandJoin::unseen_of(const std::string& session_id) {
  const auto found = sessions_.find(session_id);
  return found == sessions_.end() ? std::nullopt : awake(found->second).commands.unseen();
}

std::uint64_t CommandJoin::commands_of(const std::string& session_id) {
  const auto found = sessions_.find(session_id);
  return found == sessions_.end() ? 0 : awake(found->second).commands.begun();
}

}  // namespace auweave::correlate

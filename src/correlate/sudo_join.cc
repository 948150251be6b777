#include "correlate/sudo_join.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

#include "base/text.h"

namespace auweave::correlate {
namespace {

using model::TtyChunk;
using session::Recording;
using session::Session;

constexpr std::int64_t kSecondNs = 1'000'000'000;
// libaudit cuts a command at PATH_MAX.
constexpr std::size_t kMostCommand = 4000;

constexpr std::string_view kUnaudited = "sudo ran this without an audit record";
constexpr std::string_view kTaken = "the audit record of this command vouches for another log";
constexpr std::string_view kNoSession = "sudo ran this outside of any login session";
constexpr std::string_view kBefore = "the audit trail begins after it";
constexpr std::string_view kAfter = "the audit trail ends before it";

// As libaudit writes a command: blanks around it are cut, and so is what is long.
std::string_view as_recorded(std::string_view command) {
  command.remove_prefix(std::min(command.find_first_not_of(' '), command.size()));
  const std::size_t last = command.find_last_not_of(' ');
  command = command.substr(0, last == std::string_view::npos ? 0 : last + 1);
  return command.substr(0, kMostCommand);
}

std::uint64_t hash_of(std::string_view command) {
  return std::hash<std::string_view>()(as_recorded(command));
}

// A command without the folder of its program: "/usr/bin/id -u" and "id -u" are one.
std::uint64_t hash_without_folder(std::string_view command) {
  command = as_recorded(command);
  const std::size_t end = std::min(command.find(' '), command.size());
  const std::string_view name = base::basename(command.substr(0, end));
  return hash_of(std::string(name).append(command.substr(end)));
}

// How far apart they are; a time that is cut to seconds is all of its second.
std::int64_t apart(const model::RecordedCommand& ran, std::int64_t record_ns) {
  const std::int64_t after = record_ns - ran.time.ns;
  if (!ran.whole_seconds || after < 0) return std::abs(after);
  return std::max<std::int64_t>(0, after - kSecondNs);
}

std::size_t size_of(const TtyChunk& chunk) {
  return sizeof(chunk) + chunk.output.size() + chunk.input.size() +
         chunk.pieces.size() * sizeof(model::TtyPiece);
}

// sudo's numbers begin again: a log is known by when it began, too.
std::string key_of(const TtyChunk& chunk) {
  return chunk.rec + '\n' + std::to_string(chunk.ran->time.ns) + '\n' + chunk.recording_host;
}

}  // namespace

void SudoJoin::vouch(const Session* session, const model::EventKey& key,
                     std::optional<model::Pid> pid, std::string_view tty,
                     std::string_view command) {
  Command record;
  record.typed = hash_of(command);
  record.resolved = hash_without_folder(command);
  record.tty = tty;
  record.pid = pid;
  if (session != nullptr) {
    record.of_session = true;
    record.host = session->host;
    record.session_id = session->id;
    record.ses = session->ses;
    if (const Recording* around = session->recordings.around(pid)) record.outer = around->serial;
  }
  commands_.emplace(std::pair(key.time().ns, key.serial), std::move(record));
  if (commands_.size() > kMostCommands) commands_.erase(commands_.begin());
}

void SudoJoin::add(TtyChunk chunk, base::WallTime watermark) {
  if (!chunk.ran.has_value()) return;
  const auto [log, fresh] = logs_.try_emplace(key_of(chunk));
  if (fresh) {
    log->second.ran = *chunk.ran;
    log->second.host = chunk.recording_host;
    log->second.command =
        chunk.ran->resolved ? hash_without_folder(chunk.ran->command) : hash_of(chunk.ran->command);
    log->second.next = chunk.number;
    waiting_.emplace(chunk.ran->time.ns, log->first);
  }
  if (chunk.number < log->second.next) {
    ++repeated_;
    return;
  }
  log->second.next = chunk.number + 1;
  if (log->second.decided) {
    decided_.splice(decided_.end(), decided_, log->second.used);
    return publish(log->second, chunk);
  }
  held_bytes_ += size_of(chunk);
  log->second.held.push_back(std::move(chunk));
  advance(watermark);
  make_room(watermark);
}

void SudoJoin::advance(base::WallTime watermark) {
  while (!waiting_.empty()) {
    const auto& [began_ns, key] = *waiting_.begin();
    const std::int64_t deadline = began_ns / 1'000'000 + lateness_ms_ + session::kClockSlackMs;
    if (watermark.ms() <= deadline) return;
    decide(logs_.find(key), watermark);
  }
}

void SudoJoin::finish(base::WallTime watermark) {
  while (!waiting_.empty()) decide(logs_.find(waiting_.begin()->second), watermark);
}

void SudoJoin::make_room(base::WallTime watermark) {
  while (!waiting_.empty() && (held_bytes_ > kMostHeldBytes || waiting_.size() > kMostLogs)) {
    decide(logs_.find(waiting_.begin()->second), watermark);
  }
  while (decided_.size() > kMostLogs) {
    logs_.erase(decided_.front());
    decided_.pop_front();
  }
}

bool SudoJoin::fits(const Log& log, const Commands::value_type& command) {
  const auto& [key, record] = command;
  const bool same = log.command == (log.ran.resolved ? record.resolved : record.typed);
  const bool terminal = record.tty.empty() || record.tty == log.ran.tty;
  return same && terminal && apart(log.ran, key.first) < kApartNs;
}

std::vector<SudoJoin::Commands::iterator> SudoJoin::fitting(const Log& log) {
  std::vector<Commands::iterator> found;
  const std::int64_t until = log.ran.time.ns + kApartNs + (log.ran.whole_seconds ? kSecondNs : 0);
  auto at = commands_.lower_bound({log.ran.time.ns - kApartNs, 0});
  for (; at != commands_.end() && at->first.first <= until; ++at) {
    if (fits(log, *at)) found.push_back(at);
  }
  return found;
}

// All records that a log could have, and all undecided logs that could have one of these, and so on.
std::vector<SudoJoin::Pair> SudoJoin::pairs_around(Logs::iterator log) {
  std::vector<Pair> pairs;
  std::vector<Logs::iterator> logs = {log};
  for (std::size_t i = 0; i < logs.size(); ++i) {
    for (const auto record : fitting(logs[i]->second)) {
      if (record->second.taken) continue;
      pairs.emplace_back(record, logs[i]);
      const std::int64_t time = record->first.first;
      auto near = waiting_.lower_bound({time - kApartNs - kSecondNs, ""});
      for (; near != waiting_.end() && near->first <= time + kApartNs; ++near) {
        const auto other = logs_.find(near->second);
        const bool known = std::find(logs.begin(), logs.end(), other) != logs.end();
        if (!known && fits(other->second, *record)) logs.push_back(other);
      }
    }
  }
  return pairs;
}

// The nearest pair first, so that what a log gets depends on no order of reading.
std::optional<SudoJoin::Commands::iterator> SudoJoin::record_of(Logs::iterator log) {
  std::vector<Pair> pairs = pairs_around(log);
  const auto rank = [](const Pair& pair) {
    const auto& [record, of] = pair;
    const bool elsewhere = record->second.host != of->second.host;
    const bool silent = record->second.tty != of->second.ran.tty;
    return std::tuple(silent, elsewhere, apart(of->second.ran, record->first.first), record->first,
                      std::string_view(record->second.session_id), std::string_view(of->first));
  };
  std::sort(pairs.begin(), pairs.end(),
            [&](const Pair& a, const Pair& b) { return rank(a) < rank(b); });
  while (!pairs.empty()) {
    const auto [record, of] = pairs.front();
    if (of == log) return record;
    std::erase_if(pairs, [record = record, of = of](const Pair& pair) {
      return pair.first == record || pair.second == of;
    });
  }
  return std::nullopt;
}

void SudoJoin::decide(Logs::iterator at, base::WallTime watermark) {
  Log& log = at->second;
  const auto record = record_of(at);
  waiting_.erase({log.ran.time.ns, at->first});
  log.decided = true;
  log.used = decided_.insert(decided_.end(), at->first);
  if (record.has_value()) {
    accept(log, **record);
  } else if (!fitting(log).empty()) {
    log.suspicion = kTaken;
  } else if (!trail_begins_.has_value() || log.ran.time < *trail_begins_) {
    log.suspicion = kBefore;
  } else {
    log.suspicion = watermark < log.ran.time ? kAfter : kUnaudited;
  }
  for (const TtyChunk& chunk : std::exchange(log.held, {})) {
    held_bytes_ -= size_of(chunk);
    publish(log, chunk);
  }
}

void SudoJoin::accept(Log& log, Commands::value_type& record) {
  Command& command = record.second;
  command.taken = true;
  if (!command.of_session) {
    log.suspicion = kNoSession;
    return;
  }
  log.session_host = command.host;
  log.session_id = command.session_id;
  log.ses = command.ses;
  log.recording.pid = command.pid;
  log.recording.kind = Recording::Kind::command;
  log.recording.serial = record.first.second;
  log.recording.started = {record.first.first};
  log.recording.outer = command.outer;
}

void SudoJoin::publish(Log& log, const TtyChunk& chunk) {
  const auto suspect = [&](std::string_view why) {
    output_.joined({&chunk, nullptr, nullptr, why, false});
  };
  if (!log.suspicion.empty()) return suspect(log.suspicion);
  Session* session = table_.at(log.session_host, log.ses);
  if (session == nullptr || session->id != log.session_id) {
    return suspect("its session is forgotten");
  }
  const bool first = log.recording.rec.empty();
  log.recording.rec = chunk.rec;
  if (first) session->recordings.enter_command(log.recording);
  // One that was forgotten, since there are so many, has its chunks still.
  Recording* recording = session->recordings.find(chunk.rec, log.recording.serial);
  if (recording == nullptr) recording = &log.recording;
  if (chunk.number > 0) recording->count(chunk.time, chunk.output.size());
  output_.joined({&chunk, session, recording, {}, first});
}

}  // namespace auweave::correlate

#include "correlate/record_join.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

#include "correlate/command_hash.h"

namespace auweave::correlate {
namespace {

using model::TtyChunk;
using session::Recording;
using session::Session;

constexpr std::string_view kTaken = "the audit record of this command vouches for another log";
constexpr std::string_view kNotOwner =
    "its file belongs to another account than the one that ran the recorder";
constexpr std::string_view kSeveral = "recorders of several sessions could have made it";
constexpr std::string_view kNoSession = "this ran outside of any login session";
constexpr std::string_view kBeforeTrail = "the audit trail begins after it";
constexpr std::string_view kAfterTrail = "the audit trail ends before it";

// sudo's numbers begin again, so the beginning of a log is a part of its key.
std::string key_of(const TtyChunk& chunk) {
  return chunk.source + '\n' + chunk.rec + '\n' + std::to_string(chunk.ran->time.ns) + '\n' +
         chunk.recording_host;
}

}  // namespace

const tty::Recorder& RecordJoin::row_of(std::string_view source) {
  static constexpr tty::Recorder kNone{};
  const tty::Recorder* row = tty::recorder_of(source);
  return row == nullptr ? kNone : *row;
}

void RecordJoin::vouch_command(const AuditRecord& record, std::string_view command) {
  Command ran;
  ran.source = "sudo";
  ran.typed = hash_of(command);
  ran.resolved = hash_without_folder(command);
  vouch(record, std::move(ran));
}

void RecordJoin::vouch_recorder(const tty::Recorder& recorder, const AuditRecord& record,
                                std::span<const std::string_view> argv) {
  const bool records =
      recorder.verb.empty() || std::find(argv.begin(), argv.end(), recorder.verb) != argv.end();
  if (!records) return;
  Command ran;
  ran.source = recorder.source;
  bool default_name = true;
  const auto arguments = argv.subspan(std::min<std::size_t>(1, argv.size()));
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    default_name = default_name && argument.starts_with('-');
    if (i >= kMostArguments && i + kMostArguments < arguments.size()) continue;
    const std::size_t equals = argument.find('=');
    ran.files.push_back(hash_of_file(argument));
    if (argument.starts_with("--") && equals != std::string_view::npos) {
      ran.files.push_back(hash_of_file(argument.substr(equals + 1)));
    } else if (argument.starts_with('-') && argument.size() > 2) {
      ran.files.push_back(hash_of_file(argument.substr(2)));
    }
  }
  if (default_name && !recorder.default_file.empty())
    ran.files.push_back(hash_of_file(recorder.default_file));
  vouch(record, std::move(ran));
}

void RecordJoin::vouch(const AuditRecord& record, Command command) {
  const auto& [session, key, facts, uid] = record;
  command.tty = facts.tty;
  command.pid = facts.pid;
  command.uid = record.uid;
  command.auid = facts.auid;
  if (session != nullptr) {
    command.of_session = true;
    command.host = session->host;
    command.session_id = session->id;
    command.ses = session->ses;
    if (const Recording* around = session->recordings.around(facts.pid)) {
      command.outer = around->serial;
    }
  }
  commands_.emplace(std::pair(key.time().ns, key.serial), std::move(command));
  if (commands_.size() > kMostCommands) forget_records();
}

void RecordJoin::add(TtyChunk chunk, base::WallTime watermark,
                     std::optional<base::WallTime> host_clock) {
  if (!chunk.ran.has_value()) return;
  const auto [log, fresh] = logs_.try_emplace(key_of(chunk));
  if (fresh) {
    log->second.source = chunk.source;
    log->second.ran = *chunk.ran;
    log->second.host = chunk.recording_host;
    log->second.command = hash_of(*chunk.ran);
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
  held_bytes_ += chunk.size();
  log->second.held.push_back(std::move(chunk));
  const base::WallTime began = log->second.ran.time;
  if (host_clock.has_value() && began.ms() > host_clock->ms() + lateness_ms_)
    return decide(log, watermark);
  advance(watermark);
  make_room(watermark);
}

void RecordJoin::advance(base::WallTime watermark) {
  while (!waiting_.empty()) {
    const auto& [began_ns, key] = *waiting_.begin();
    const std::int64_t deadline = began_ns / 1'000'000 + lateness_ms_ + session::kClockSlackMs;
    if (watermark.ms() <= deadline) return;
    decide(logs_.find(key), watermark);
  }
}

void RecordJoin::finish(base::WallTime watermark) {
  while (!waiting_.empty()) decide(logs_.find(waiting_.begin()->second), watermark);
}

void RecordJoin::decide(Logs::iterator at, base::WallTime watermark) {
  Log& log = at->second;
  const auto [record, of_several] = record_of(at);
  waiting_.erase({log.ran.time.ns, at->first});
  log.decided = true;
  log.used = decided_.insert(decided_.end(), at->first);
  if (record.has_value() && (of_several || is_of_several(log))) {
    log.suspicion = kSeveral;
  } else if (record.has_value()) {
    accept(log, **record);
  } else {
    log.suspicion = suspicion_of(log, watermark);
  }
  for (const TtyChunk& chunk : std::exchange(log.held, {})) {
    held_bytes_ -= chunk.size();
    publish(log, chunk);
  }
}

// Returns why no record vouches for a log.
std::string_view RecordJoin::suspicion_of(const Log& log, base::WallTime watermark) {
  if (!fitting(log).empty()) return kTaken;
  if (!fitting(log, Owned::by_anybody).empty()) return kNotOwner;
  if (!trail_begins_.has_value() || log.ran.time < *trail_begins_) return kBeforeTrail;
  return watermark < log.ran.time ? kAfterTrail : row_of(log.source).unvouched;
}

void RecordJoin::accept(Log& log, Commands::value_type& record) {
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
  log.recording.source = log.source;
  log.recording.serial = record.first.second;
  log.recording.started = {record.first.first};
  log.recording.outer = command.outer;
  // If the log's time has whole seconds only, the record's time is taken.
  const std::int64_t late = record.first.first - log.ran.time.ns;
  if (log.ran.whole_seconds && late > 0 && late < 1'000'000'000) log.shift_ns = late;
}

void RecordJoin::publish(Log& log, const TtyChunk& chunk) {
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
  if (first) session->recordings.enter_other(log.recording);
  // A recording that was forgotten (a session keeps kMost) still gets its chunks.
  Recording* recording = session->recordings.find(chunk.rec, log.recording.serial);
  if (recording == nullptr) recording = &log.recording;
  TtyChunk told = chunk;
  told.time.ns += log.shift_ns;
  const model::Voucher voucher = row_of(log.source).voucher;
  if (told.number > 0) recording->count(told.time, told.output.size(), voucher);
  output_.joined({&told, session, recording, {}, first, voucher});
}

}  // namespace auweave::correlate

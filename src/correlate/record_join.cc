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

constexpr std::int64_t kSecondNs = 1'000'000'000;

constexpr std::string_view kTaken = "the audit record of this command vouches for another log";
constexpr std::string_view kNotOwner =
    "its file belongs to another account than the one that ran the recorder";
constexpr std::string_view kSeveral = "recorders of several sessions could have made it";
constexpr std::string_view kNoSession = "this ran outside of any login session";
constexpr std::string_view kBeforeTrail = "the audit trail begins after it";
constexpr std::string_view kAfterTrail = "the audit trail ends before it";

// Returns the row of a source. A log whose source has no row fits no record.
const tty::Recorder& row_of(std::string_view source) {
  static constexpr tty::Recorder kNone{};
  const tty::Recorder* row = tty::recorder_of(source);
  return row == nullptr ? kNone : *row;
}

std::int64_t most_apart(std::string_view source) { return row_of(source).most_apart_ns; }

// Returns the distance of log and record in ns. A log time in whole seconds stands for the whole
// second.
std::int64_t apart(const model::RecordedCommand& ran, std::int64_t record_ns) {
  const std::int64_t after = record_ns - ran.time.ns;
  if (!ran.whole_seconds || after < 0) return std::abs(after);
  return std::max<std::int64_t>(0, after - kSecondNs);
}

// sudo's numbers begin again, so the beginning of a log is a part of its key.
std::string key_of(const TtyChunk& chunk) {
  return chunk.source + '\n' + chunk.rec + '\n' + std::to_string(chunk.ran->time.ns) + '\n' +
         chunk.recording_host;
}

}  // namespace

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
  for (const std::string_view argument : argv.subspan(std::min<std::size_t>(1, argv.size()))) {
    const std::size_t equals = argument.find('=');
    ran.files.push_back(hash_of_file(argument));
    if (argument.starts_with("--") && equals != std::string_view::npos) {
      ran.files.push_back(hash_of_file(argument.substr(equals + 1)));
    } else if (argument.starts_with('-') && argument.size() > 2) {
      ran.files.push_back(hash_of_file(argument.substr(2)));
    }
    default_name = default_name && argument.starts_with('-');
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

void RecordJoin::add(TtyChunk chunk, base::WallTime watermark) {
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

bool RecordJoin::fits(const Log& log, const Commands::value_type& command, Owned owned) {
  const auto& [key, record] = command;
  if (record.source != log.source) return false;
  const bool by_owner = log.ran.owner == record.uid || log.ran.owner == record.auid;
  const bool is_told = log.ran.owner.has_value() && record.uid.has_value();
  if (owned == Owned::by_recorder && is_told && !by_owner) return false;
  const tty::Recorder& recorder = row_of(log.source);
  const bool terminal = !recorder.tells_terminal || record.tty.empty() ||
                        log.ran.tty == model::kUnknownTerminal || record.tty == log.ran.tty;
  if (!terminal || apart(log.ran, key.first) >= recorder.most_apart_ns) return false;
  if (recorder.vouched == tty::Vouched::by_command)
    return log.command == (log.ran.resolved ? record.resolved : record.typed);
  return std::find(record.files.begin(), record.files.end(), log.command) != record.files.end();
}

std::vector<RecordJoin::Commands::iterator> RecordJoin::fitting(const Log& log, Owned owned) {
  std::vector<Commands::iterator> found;
  const std::int64_t most = most_apart(log.source);
  const std::int64_t until = log.ran.time.ns + most + (log.ran.whole_seconds ? kSecondNs : 0);
  auto at = commands_.lower_bound({log.ran.time.ns - most, 0});
  for (; at != commands_.end() && at->first.first <= until; ++at) {
    if (fits(log, *at, owned)) found.push_back(at);
  }
  return found;
}

// Returns all pairs around a log: the records that fit the log, the undecided logs that fit these
// records, and so on.
std::vector<RecordJoin::Pair> RecordJoin::pairs_around(Logs::iterator log) {
  std::vector<Pair> pairs;
  std::vector<Logs::iterator> logs = {log};
  for (std::size_t i = 0; i < logs.size(); ++i) {
    for (const auto record : fitting(logs[i]->second)) {
      if (record->second.taken) continue;
      pairs.emplace_back(record, logs[i]);
      add_rivals(*record, most_apart(logs[i]->second.source), logs);
    }
  }
  return pairs;
}

// Adds the undecided logs that fit the record and are not among `logs`.
void RecordJoin::add_rivals(const Commands::value_type& record, std::int64_t most,
                            std::vector<Logs::iterator>& logs) {
  const std::int64_t time = record.first.first;
  auto near = waiting_.lower_bound({time - most - kSecondNs, ""});
  for (; near != waiting_.end() && near->first <= time + most; ++near) {
    const auto other = logs_.find(near->second);
    const bool known = std::find(logs.begin(), logs.end(), other) != logs.end();
    if (!known && fits(other->second, record)) logs.push_back(other);
  }
}

// The nearest pair is matched first, so that the result depends on no order of reading.
std::optional<RecordJoin::Commands::iterator> RecordJoin::record_of(Logs::iterator log) {
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

// Without a terminal, a log of a common name (typescript) fits the recorders of all who began one at
// about its time. The nearest is no evidence.
bool RecordJoin::is_of_several(const Log& log) {
  if (log.ran.tty != model::kUnknownTerminal) return false;
  auto records = fitting(log);
  std::erase_if(records, [](const auto& record) { return record->second.taken; });
  return std::any_of(records.begin(), records.end(), [&](const auto& record) {
    const Command& first = records.front()->second;
    return record->second.host != first.host || record->second.session_id != first.session_id;
  });
}

void RecordJoin::decide(Logs::iterator at, base::WallTime watermark) {
  Log& log = at->second;
  const auto record = record_of(at);
  waiting_.erase({log.ran.time.ns, at->first});
  log.decided = true;
  log.used = decided_.insert(decided_.end(), at->first);
  if (record.has_value() && is_of_several(log)) {
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
  if (log.ran.whole_seconds && late > 0 && late < kSecondNs) log.shift_ns = late;
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

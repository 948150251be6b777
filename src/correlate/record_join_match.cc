// RecordJoin's choice of the record that vouches for a log.
#include <algorithm>
#include <set>
#include <tuple>

#include "correlate/record_join.h"

namespace auweave::correlate {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;

// Returns the distance of log and record in ns. A log time in whole seconds stands for the whole
// second.
std::int64_t apart(const model::RecordedCommand& ran, std::int64_t record_ns) {
  const std::int64_t after = record_ns - ran.time.ns;
  if (!ran.whole_seconds || after < 0) return std::abs(after);
  return std::max<std::int64_t>(0, after - kSecondNs);
}

}  // namespace

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
  const std::int64_t most = row_of(log.source).most_apart_ns;
  const std::int64_t until = log.ran.time.ns + most + (log.ran.whole_seconds ? kSecondNs : 0);
  auto at = commands_.lower_bound({log.ran.time.ns - most, 0});
  for (; at != commands_.end() && at->first.first <= until; ++at) {
    if (fits(log, *at, owned)) found.push_back(at);
  }
  return found;
}

// Returns pairs around a log: the records that fit the log, the undecided logs that fit these
// records, and so on. `all` becomes false if there are more than kMostLooks allow: a user may run
// one command thousands of times a second.
std::vector<RecordJoin::Pair> RecordJoin::pairs_around(Logs::iterator log, bool& all) {
  std::vector<Pair> pairs;
  std::vector<Logs::iterator> logs = {log};
  std::set<const Log*> known = {&log->second};
  std::size_t looks = 0;
  for (std::size_t i = 0; i < logs.size() && looks <= kMostLooks; ++i) {
    for (const auto record : fitting(logs[i]->second)) {
      ++looks;
      if (record->second.taken) continue;
      pairs.emplace_back(record, logs[i]);
      if (looks > kMostLooks) continue;
      for (const auto rival : rivals(*record, row_of(logs[i]->second.source).most_apart_ns)) {
        ++looks;
        if (known.insert(&rival->second).second) logs.push_back(rival);
      }
    }
  }
  all = looks <= kMostLooks;
  return pairs;
}

// Returns the undecided logs that fit the record.
std::vector<RecordJoin::Logs::iterator> RecordJoin::rivals(const Commands::value_type& record,
                                                           std::int64_t most) {
  std::vector<Logs::iterator> found;
  const std::int64_t time = record.first.first;
  auto near = waiting_.lower_bound({time - most - kSecondNs, ""});
  for (; near != waiting_.end() && near->first <= time + most; ++near) {
    const auto other = logs_.find(near->second);
    if (fits(other->second, record)) found.push_back(other);
  }
  return found;
}

// The nearest pair is matched first, so that the result depends on no order of reading. Of more pairs
// than are looked at the nearest is evidence only if all are of one session.
RecordJoin::Matched RecordJoin::record_of(Logs::iterator log) {
  bool all = true;
  std::vector<Pair> pairs = pairs_around(log, all);
  const auto rank = [](const Pair& pair) {
    const auto& [record, of] = pair;
    const bool elsewhere = record->second.host != of->second.host;
    const bool silent = record->second.tty != of->second.ran.tty;
    return std::tuple(silent, elsewhere, apart(of->second.ran, record->first.first), record->first,
                      std::string_view(record->second.session_id), std::string_view(of->first));
  };
  std::sort(pairs.begin(), pairs.end(),
            [&](const Pair& a, const Pair& b) { return rank(a) < rank(b); });
  const bool of_several = !all && std::any_of(pairs.begin(), pairs.end(), [&](const Pair& pair) {
    const Command& first = pairs.front().first->second;
    return pair.first->second.session_id != first.session_id;
  });
  std::set<const Command*> records;
  std::set<const Log*> logs;
  for (const auto& [record, of] : pairs) {
    if (records.contains(&record->second) || logs.contains(&of->second)) continue;
    if (of == log) return {record, of_several};
    records.insert(&record->second);
    logs.insert(&of->second);
  }
  return {};
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

}  // namespace auweave::correlate

#include "audit/serial_runs.h"

#include <algorithm>
#include <utility>

namespace auweave::audit {
namespace {

constexpr std::uint64_t kSerials = 1ULL << 32U;  // serials are of 32 bits (kernel/audit.c)
// The records of a loaded host are up to 108 ms out of order (capture 30-load).
constexpr std::int64_t kDisorderMs = 2000;

// Returns the serial in the count that goes on where 32 bits wrap.
std::uint64_t unwrapped(std::uint64_t serial, std::uint64_t newest) {
  const std::uint64_t base = newest / kSerials * kSerials;
  const std::uint64_t same = base + serial;
  if (same + kSerials / 2 < newest) return same + kSerials;
  return same > newest + kSerials / 2 && base > 0 ? same - kSerials : same;
}

// Most kernels give no serial 0 where the count wraps.
bool follows(std::uint64_t serial, std::uint64_t last) {
  return serial == last + 1 || (serial == last + 2 && serial % kSerials == 1);
}

bool are_close(std::uint64_t a, std::uint64_t b) {
  return std::max(a, b) - std::min(a, b) <= SerialRuns::kDisorder;
}

}  // namespace

// The serial of a restarted host is lower at a later time, far away or not.
bool SerialRuns::is_elsewhere(const Boot& boot, const model::EventKey& key) {
  if (boot.runs.empty()) return false;
  const std::uint64_t serial = unwrapped(key.serial, boot.newest);
  if (!are_close(serial, boot.newest)) return serial > boot.newest || key.time() >= boot.latest;
  return serial < boot.newest && key.time().ms() > boot.latest.ms() + kDisorderMs;
}

void SerialRuns::note(std::string_view host, const model::EventKey& key, std::string_view type) {
  if (type.starts_with("DAEMON_")) return;
  Boot& boot = hosts_.at(host);
  if (boot.runs.empty()) boot.host = host;
  if (!boot.runs.empty() && key.serial == boot.newest) return;
  if (boot.other.has_value() && *boot.other == key) return;
  const auto other = std::exchange(boot.other, std::nullopt);
  const std::uint64_t serial = unwrapped(key.serial, boot.newest);
  const bool agrees = other.has_value() && are_close(key.serial, other->serial) &&
                      key.time().ms() + kDisorderMs >= other->time().ms();
  if (!is_elsewhere(boot, key)) return add(boot, serial, key.time());
  if (!agrees) {
    boot.other = key;
    return;
  }
  if (serial < boot.newest) end(boot);
  add(boot, unwrapped(other->serial, boot.newest), other->time());
  add(boot, unwrapped(key.serial, boot.newest), key.time());
}

void SerialRuns::add(Boot& boot, std::uint64_t serial, base::WallTime time) {
  boot.newest = std::max(boot.newest, serial);
  boot.latest = std::max(boot.latest, time);
  Runs& runs = boot.runs;
  auto after = runs.upper_bound(serial);
  if (after != runs.begin()) {
    const auto before = std::prev(after);
    if (serial <= before->second.last) return;
    if (follows(serial, before->second.last)) {
      ++boot.events;
      before->second.last = serial;
      before->second.to = time;
      if (after == runs.end() || !follows(after->first, serial)) return;
      before->second.last = after->second.last;
      before->second.to = after->second.to;
      runs.erase(after);
      return;
    }
  }
  if (runs.empty() || after == runs.begin()) {
    // Runs that were joined are before the first.
    if (!runs.empty() && serial >= boot.first) return;
    boot.first = serial;
    boot.began = time;
  }
  ++boot.events;
  Run run{serial, time, time};
  if (after != runs.end() && follows(after->first, serial)) {
    run.last = after->second.last;
    run.to = after->second.to;
    runs.erase(after);
  }
  runs.emplace(serial, run);
  if (runs.size() > kMostRuns) join_first(boot);
}

bool SerialRuns::others_have(std::string_view host, const SerialGap& gap) const {
  std::uint64_t next = gap.first;
  bool found = hosts_.size() > 1;
  while (found && next <= gap.last) {
    found = false;
    for (const auto& [name, boot] : hosts_.entries()) {
      if (name == host || found) continue;
      const auto run = boot.runs.find(next);
      found = run != boot.runs.end() && run->second.last <= gap.last &&
              run->second.from.ms() + kDisorderMs >= gap.after.ms() &&
              run->second.to.ms() <= gap.before.ms() + kDisorderMs;
      if (found) next = run->second.last + 1;
    }
  }
  return found;
}

void SerialRuns::list(Boot& boot, const SerialGap& gap) const {
  if (others_have(boot.host, gap)) return;
  if (boot.gaps.size() < kMostListed) {
    boot.gaps.push_back(gap);
    return;
  }
  if (boot.rest_gaps++ == 0) boot.rest = gap;
  boot.rest.last = gap.last;
  boot.rest.before = gap.before;
  boot.rest_events += gap.last - gap.first + 1;
}

// The oldest gap is settled: no serial of it comes any more.
void SerialRuns::join_first(Boot& boot) const {
  const auto first = boot.runs.begin();
  const auto second = std::next(first);
  list(boot, {first->second.last + 1, second->first - 1, first->second.to, second->second.from});
  boot.runs.erase(first);
}

SkippedSerials SerialRuns::told(Boot boot) const {
  SkippedSerials told;
  told.host = boot.host;
  const Run& last = std::prev(boot.runs.end())->second;
  told.whole = {boot.first, last.last, boot.began, last.to};
  told.events = boot.events;
  if (told.is_excerpt()) return told;
  while (boot.runs.size() > 1) join_first(boot);
  told.gaps = std::move(boot.gaps);
  told.rest = boot.rest;
  told.rest_events = boot.rest_events;
  told.rest_gaps = boot.rest_gaps;
  return told;
}

bool SerialRuns::lacks(std::string_view host, std::uint64_t serial, base::WallTime from,
                       base::WallTime until) const {
  const Boot* boot = hosts_.find(std::string(host));
  if (boot != nullptr && !boot->runs.empty() && boot->began <= until) {
    const bool is_log =
        boot->events >= kFewest && boot->events * 2 > boot->newest - boot->first + 1;
    if (!is_log) return false;
    auto run = boot->runs.upper_bound(unwrapped(serial, boot->newest));
    // The runs of the session's time, newest first; most have one.
    while (run != boot->runs.begin() && --run != boot->runs.begin() && run->second.from > from) {
      const auto before = std::prev(run);
      const SerialGap gap{before->second.last + 1, run->first - 1, before->second.to,
                          run->second.from};
      if (!others_have(host, gap)) return true;
    }
    return false;
  }
  const auto over = std::find_if(over_.rbegin(), over_.rend(), [&](const SkippedSerials& each) {
    return each.host == host && each.whole.after <= until;
  });
  return over != over_.rend() &&
         std::any_of(over->gaps.begin(), over->gaps.end(), [&](const SerialGap& gap) {
           return gap.after <= until && gap.before >= from;
         });
}

void SerialRuns::end(Boot& boot) {
  if (is_told(boot)) tell(boot);
  boot = {};
}

bool SerialRuns::is_told(const Boot& boot) const {
  const bool whole = boot.runs.size() <= 1 && boot.gaps.empty();
  return boot.events >= kFewest && !whole && over_.size() < kMostBoots;
}

void SerialRuns::tell(const Boot& boot) {
  SkippedSerials skipped = told(boot);
  if (skipped.is_excerpt() || !skipped.gaps.empty()) over_.push_back(std::move(skipped));
}

std::vector<SkippedSerials> SerialRuns::take() {
  std::vector<std::string> names;
  for (const auto& [name, boot] : hosts_.entries()) names.push_back(name);
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    if (const Boot& boot = *hosts_.find(name); is_told(boot)) tell(boot);
  }
  for (const std::string& name : names) hosts_.at(name) = {};
  return std::exchange(over_, {});
}

}  // namespace auweave::audit

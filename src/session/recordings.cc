#include "session/recordings.h"

#include <algorithm>
#include <cstdlib>

namespace auweave::session {
namespace {

bool began_in(const Recording& recording, model::Pid pid, base::WallTime began) {
  return recording.of_terminal() && recording.pid == pid &&
         recording.started.ms() <= began.ms() + kClockSlackMs;
}

}  // namespace

// journald's word holds without an execve only if journald knew the program, too.
model::Voucher Recording::voucher_of(model::Writer writer, model::Voucher by_record) const {
  using model::Voucher, model::Writer;
  if (writer == Writer::recorder || (writer == Writer::recorder_pid && has_recorder()))
    return Voucher::journald;
  if (writer == Writer::own_file) return Voucher::own_file;
  if (!has_recorder()) return Voucher::none;
  return found_running() ? Voucher::presence : by_record;
}

void Recording::count(base::WallTime time, std::uint64_t bytes, model::Voucher voucher) {
  ++chunks_;
  bytes_out_ += bytes;
  // The number of kept chunks does not depend on their age. On a quiet host the record that ends
  // the session may have been read long before the totals are needed.
  if (latest_.size() >= kMostLatest) {
    voucher_ = model::weaker(voucher_, latest_.front().voucher);
    latest_.erase(latest_.begin());
  }
  latest_.push_back({time, bytes, voucher});
}

bool Recording::contradict(const Contradiction& contradiction) {
  if (!contradicted.has_value()) {
    contradicted = contradiction;
    return true;
  }
  Contradiction& known = *contradicted;
  const bool more = contradiction.from < known.from || (contradiction.of_all && !known.of_all);
  known.time = std::min(known.time, contradiction.time);
  known.from = std::min(known.from, contradiction.from);
  known.of_all = known.of_all || contradiction.of_all;
  return more;
}

RecordingTotals Recording::totals(std::optional<base::WallTime> end) const {
  RecordingTotals totals{chunks_, bytes_out_, 0, false, voucher_};
  if (numbers.has_value()) totals.lost = numbers->lost(end);
  totals.contradicted =
      contradicted.has_value() && (!end.has_value() || contradicted->time <= *end);
  for (const Counted& chunk : latest_) {
    if (!end.has_value() || chunk.time <= *end) {
      totals.voucher = model::weaker(totals.voucher, chunk.voucher);
      continue;
    }
    --totals.chunks;
    totals.bytes_out -= chunk.bytes;
  }
  if (totals.chunks == 0) totals.voucher = model::Voucher::none;
  if (totals.contradicted && (contradicted->of_all || !model::verifies(totals.voucher)))
    totals.voucher = model::Voucher::contradicted;
  return totals;
}

Recording& Recordings::enter(Recording recording) {
  make_room();
  recordings_.push_back(std::move(recording));
  return recordings_.back();
}

void Recordings::make_room() {
  if (recordings_.size() < kMost) return;
  const auto command =
      std::find_if(recordings_.begin(), recordings_.end(),
                   [](const Recording& recording) { return !recording.of_terminal(); });
  recordings_.erase(command != recordings_.end() ? command : recordings_.begin() + 1);
}

void Recordings::enter_other(const Recording& recording) {
  make_room();
  const auto later =
      std::find_if(recordings_.begin(), recordings_.end(),
                   [&](const Recording& each) { return each.started > recording.started; });
  recordings_.insert(later, recording);
}

const Recording& Recordings::start(model::Pid pid, std::optional<model::Pid> parent,
                                   std::uint64_t serial, base::WallTime time) {
  if (Recording* running = running_since(pid, time)) return name(*running, serial, time);
  Recording recording;
  recording.pid = pid;
  recording.serial = serial;
  recording.started = time;
  if (const Process* around = process(parent)) {
    recording.outer = around->inside;
  } else if (const Recording* last = outermost(std::nullopt)) {
    recording.outer = last->serial;
  }
  remember(pid, serial);
  return enter(std::move(recording));
}

void Recordings::see(model::Pid pid, std::optional<model::Pid> parent) {
  // Without a recording there is nothing to be inside of.
  if (recordings_.empty()) return;
  const Process* around = process(parent);
  if (around == nullptr) around = process(pid);
  if (around == nullptr) return;
  const std::uint64_t inside = around->inside;
  const bool by_parent = parent.has_value() && around->pid == *parent;
  if (by_parent && inside != 0) remember(*parent, inside);
  // The parent of a recorder is outside of what the recorder records.
  const Process* own = process(pid);
  const Recording* made = own == nullptr ? nullptr : by_serial(own->inside);
  remember(pid, made != nullptr && made->pid == pid ? own->inside : inside);
}

void Recordings::see_entrance(model::Pid pid) {
  std::erase_if(entrances_, [&](const Process& each) { return each.pid == pid; });
  if (entrances_.size() >= kMostEntrances) entrances_.erase(entrances_.begin() + 1);
  entrances_.push_back({pid, 0});
}

void Recordings::refuse(model::Pid pid, model::Refused why) {
  std::erase_if(refused_, [&](const Refusal& each) { return each.pid == pid; });
  if (refused_.size() >= kMostRefused) refused_.erase(refused_.begin());
  refused_.push_back({pid, why});
}

model::Refused Recordings::refused(model::Pid pid) const {
  const auto found = std::find_if(refused_.begin(), refused_.end(),
                                  [&](const Refusal& each) { return each.pid == pid; });
  return found == refused_.end() ? model::Refused::no : found->why;
}

void Recordings::find_running(model::Pid pid, std::string rec, base::WallTime started,
                              std::optional<model::Pid> around) {
  Recording recording;
  recording.pid = pid;
  recording.serial = Recording::kFoundRunning | static_cast<std::uint64_t>(pid.value);
  recording.rec = std::move(rec);
  recording.started = started;
  if (const Recording* outer = of_recorder(around)) recording.outer = outer->serial;
  remember(pid, recording.serial);
  enter(std::move(recording));
}

// A running recorder counts from its fork, an executed one from its execve; at most moments lie
// between.
Recording* Recordings::running_since(model::Pid pid, base::WallTime time) {
  constexpr std::int64_t kMoments = 5000;
  const auto found = std::find_if(recordings_.begin(), recordings_.end(), [&](const auto& each) {
    return each.found_running() && each.pid == pid &&
           std::abs(time.ms() - each.started.ms()) <= kMoments;
  });
  return found == recordings_.end() ? nullptr : &*found;
}

// The execve of a recorder that was found running has come, and its serial replaces the made-up
// one.
const Recording& Recordings::name(Recording& recording, std::uint64_t serial, base::WallTime time) {
  const std::uint64_t before = recording.serial;
  for (Process& each : processes_) {
    if (each.inside == before) each.inside = serial;
  }
  for (Recording& each : recordings_) {
    if (each.outer == before) each.outer = serial;
  }
  recording.serial = serial;
  recording.started = time;
  recording.of_before = false;
  return recording;
}

void Recordings::find_process(model::Pid pid, std::optional<model::Pid> around) {
  if (process(pid) != nullptr) return;
  const Recording* outer = of_recorder(around);
  remember(pid, outer == nullptr ? 0 : outer->serial);
}

void Recordings::begin_after_them() {
  for (Recording& recording : recordings_) recording.of_before = true;
}

const Recording* Recordings::outermost(std::optional<model::Pid> pid) const {
  const Recording* found = nullptr;
  if (const Process* known = process(pid)) found = by_serial(known->inside);
  if (found == nullptr) {
    for (const Recording& recording : recordings_) {
      const bool outermost = recording.has_recorder() && recording.outer == 0;
      if (recording.of_terminal() && outermost) found = &recording;
    }
  }
  while (found != nullptr && found->outer != 0) {
    const Recording* around = by_serial(found->outer);
    if (around == nullptr) break;
    found = around;
  }
  return found;
}

const Recording* Recordings::around(std::optional<model::Pid> pid) const {
  const Process* known = process(pid);
  return known != nullptr ? by_serial(known->inside) : outermost(std::nullopt);
}

Recording* Recordings::vouched(model::Pid pid, std::string_view rec, base::WallTime began) {
  Recording* found = nullptr;
  for (Recording& recording : recordings_) {
    // The kernel gave both parts of the name, pid and start, so no clock is needed.
    if (recording.found_running() && recording.rec == rec) return &recording;
    if (!began_in(recording, pid, began)) continue;
    if (recording.rec == rec) return &recording;
    if (recording.rec.empty()) found = &recording;
  }
  return found;
}

bool Recordings::taken(model::Pid pid) const {
  return std::any_of(recordings_.begin(), recordings_.end(), [&](const Recording& recording) {
    return recording.of_terminal() && recording.pid == pid;
  });
}

Recording& Recordings::unvouched(std::string_view rec, base::WallTime began) {
  if (Recording* known = find(rec, 0)) return *known;
  Recording recording;
  recording.rec = rec;
  recording.started = began;
  return enter(std::move(recording));
}

Recording* Recordings::find(std::string_view rec, std::uint64_t serial) {
  const auto found =
      std::find_if(recordings_.begin(), recordings_.end(), [&](const Recording& recording) {
        return recording.rec == rec && recording.serial == serial;
      });
  return found == recordings_.end() ? nullptr : &*found;
}

std::vector<std::uint64_t> Recordings::around(const Recording& recording) const {
  std::vector<std::uint64_t> serials;
  for (std::uint64_t serial = recording.outer; serial != 0 && serials.size() < kMost;) {
    serials.push_back(serial);
    const Recording* outer = by_serial(serial);
    serial = outer == nullptr ? 0 : outer->outer;
  }
  return serials;
}

const Recording* Recordings::of_recorder(std::optional<model::Pid> pid) const {
  const auto found = std::find_if(recordings_.rbegin(), recordings_.rend(), [&](const auto& each) {
    return pid.has_value() && each.pid == pid;
  });
  return found == recordings_.rend() ? nullptr : &*found;
}

const Recording* Recordings::by_serial(std::uint64_t serial) const {
  if (serial == 0) return nullptr;
  const auto found =
      std::find_if(recordings_.begin(), recordings_.end(),
                   [&](const Recording& recording) { return recording.serial == serial; });
  return found == recordings_.end() ? nullptr : &*found;
}

const Recordings::Process* Recordings::process(std::optional<model::Pid> pid) const {
  if (!pid.has_value()) return nullptr;
  const auto in = [&](const std::vector<Process>& processes) {
    const auto found = std::find_if(processes.rbegin(), processes.rend(),
                                    [&](const Process& each) { return each.pid == *pid; });
    return found == processes.rend() ? nullptr : &*found;
  };
  const Process* known = in(processes_);
  return known != nullptr ? known : in(entrances_);
}

void Recordings::remember(model::Pid pid, std::uint64_t inside) {
  std::erase_if(processes_, [&](const Process& each) { return each.pid == pid; });
  if (processes_.size() >= kMostProcesses) processes_.erase(processes_.begin());
  processes_.push_back({pid, inside});
}

}  // namespace auweave::session

#include "pipeline/gap_repair.h"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

namespace auweave::pipeline {
namespace {

// Groups the lines of a log by event, and gives the feed each event of which a line did not come,
// in the order of the events' first lines.
class Events {
 public:
  Events(audit::LossWatch& watch, Feed& feed) : watch_(watch), feed_(feed) {}

  void add(const base::Line& line) {
    const auto header = audit::parse_line(line.text);
    if (!header.ok() || line.cut > 0 || header->type == "EOE" || !watch_.is_wanted(*header)) return;
    Event& event = by_key_[header->key];
    event.missed |= !watch_.has(line.text);
    event.logged.lines.emplace_back(line.text);
    event.logged.numbers.push_back(line.number);
    open_.push_back(header->key);
    while (open_.size() > kMostLines) settle();
  }
  std::uint64_t finish() {
    while (!open_.empty()) settle();
    return given_;
  }

  // True if the feed had no room. A later look gives the rest.
  [[nodiscard]] bool stopped() const { return stopped_; }

 private:
  struct Event {
    LoggedEvent logged;
    bool missed = false;
  };
  // The lines of one event stand close together: at most 57 events apart in the capture 30-load.
  static constexpr std::size_t kMostLines = 4096;

  void settle() {
    const auto found = by_key_.find(open_.front());
    open_.pop_front();
    if (found == by_key_.end()) return;
    Event event = std::move(found->second);
    by_key_.erase(found);
    stopped_ = stopped_ || feed_.full();
    if (stopped_) return;
    for (const std::string& line : event.logged.lines) watch_.logged(line);
    if (!event.missed) return;
    ++given_;
    feed_.take(std::move(event.logged));
  }

  audit::LossWatch& watch_;
  Feed& feed_;
  std::map<model::EventKey, Event> by_key_;
  std::deque<model::EventKey> open_;  // the event of each line
  std::uint64_t given_ = 0;
  bool stopped_ = false;
};

}  // namespace

void GapRepair::Tally::add(const base::Line& line, bool known) {
  const auto header = audit::parse_line(line.text);
  if (!header.ok() || header->type == "EOE") return;
  Event& event = events_[header->key];
  (known ? event.known : event.added) = true;
  if (events_.size() > kMostOpen) settle_first();
}

void GapRepair::Tally::settle_first() {
  const auto first = events_.extract(events_.begin());
  if (first.mapped().added) found_.add(first.key(), first.mapped().known);
}

weave::Recovered GapRepair::Tally::take() {
  while (!events_.empty()) settle_first();
  return std::exchange(found_, {});
}

bool GapRepair::due(Clock::time_point now) {
  if (!watch_.missing_from().has_value()) return false;
  if (missed_ == Clock::time_point{}) missed_ = now;
  return now >= missed_ + kWait && now >= next_;
}

void GapRepair::run(const Fetch& fetch, Feed& feed) {
  const auto began = Clock::now();
  const base::WallTime missing = *watch_.missing_from();
  Events events(watch_, feed);
  fetch(base::WallTime::from_ms(missing.ms() - kBeforeMs),
        [&](const base::Line& line) { events.add(line); });
  const std::uint64_t given = events.finish();
  if (events.stopped()) {
    next_ = Clock::now() + kWait;
    return;
  }
  std::vector<audit::SerialGap> lost = watch_.take_lost();
  const bool vain = given == 0 && lost.empty();
  if (!vain) feed.take(Repaired{std::move(lost), {}});
  feed.commit();
  if (!vain) watch_.suspect(missing);
  const auto now = Clock::now();
  wait_ = vain ? std::min(wait_ * 2, kLongestWait) : kWait;
  // Looking takes at most a tenth of the time.
  next_ = now + std::max<Clock::duration>(wait_, (now - began) * 9);
  missed_ = {};
}

}  // namespace auweave::pipeline

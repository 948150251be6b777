#include "deliver/delivery.h"

#include <algorithm>
#include <utility>

namespace auweave::deliver {
namespace {

constexpr int kServeMs = 20;  // while something is under way: outcomes come, documents gather
constexpr std::chrono::seconds kSilence{10};
constexpr std::size_t kMostNotes = 1000;

void add_all(LossesByKind& to, const LossesByKind& from) {
  for (const auto& [kind, loss] : from) {
    Loss& sum = to[kind];
    sum.count += loss.count;
    if (!sum.first.has_value() || (loss.first.has_value() && *loss.first < *sum.first))
      sum.first = loss.first;
    if (!sum.last.has_value() || (loss.last.has_value() && *loss.last > *sum.last))
      sum.last = loss.last;
  }
}

}  // namespace

Delivery::Delivery(std::string name, std::unique_ptr<Carrier> carrier, std::size_t most_bytes,
                   base::Log& log)
    : name_(std::move(name)),
      carrier_(std::move(carrier)),
      log_(log),
      queue_(most_bytes),
      places_(carrier_->kept_place()) {
  counts_.name = name_;
  thread_ = std::thread([this] { run(); });
}

Delivery::~Delivery() {
  {
    const std::lock_guard guard(lock_);
    ending_ = true;
    work_.notify_one();
  }
  thread_.join();
  carrier_.reset();  // it may look at what was sent until it is gone
}

base::Status Delivery::put(const Outgoing& outgoing) {
  Document document(outgoing);
  const std::lock_guard guard(lock_);
  if (outgoing.own) ++counts_.told;
  if (document.entry != 0) ++waiting_entries_[document.entry];
  queue_.push(std::move(document), sent_bytes_);
  note_drops();
  if (idle_) work_.notify_one();
  return base::ok();
}

void Delivery::reached(std::uint64_t next, const std::string& note) {
  const std::lock_guard guard(lock_);
  Reached& last = reached_.back();
  if (last.note == note || reached_.size() >= kMostNotes) {
    last.next = next;
  } else if (next > last.next) {
    reached_.push_back({next, note});
  }
}

void Delivery::broken(std::uint64_t next) {
  const std::lock_guard guard(lock_);
  places_.broken(next);
}

std::vector<std::string> Delivery::take_findings() {
  const std::lock_guard guard(lock_);
  return std::exchange(findings_, {});
}

std::uint64_t Delivery::confirmed() const {
  const std::lock_guard guard(lock_);
  return confirmed_;
}

std::uint64_t Delivery::lowest_waiting(std::uint64_t none) const {
  return waiting_entries_.empty() ? none : waiting_entries_.begin()->first;
}

std::uint64_t Delivery::acked_before(std::uint64_t none) const {
  const std::lock_guard guard(lock_);
  return lowest_waiting(none);
}

LeafPlace Delivery::leaf_place(std::uint64_t none) const {
  const std::lock_guard guard(lock_);
  return places_.at(std::max(lowest_waiting(none), places_.kept_next()));
}

bool Delivery::has_capacity() const {
  const std::lock_guard guard(lock_);
  return queue_.bytes() + sent_bytes_ <= std::min(queue_.most_bytes() / 2, kEnoughBytes);
}

void Delivery::note_acked(std::uint64_t entry) {
  const auto waiting = waiting_entries_.find(entry);
  if (waiting != waiting_entries_.end() && --waiting->second == 0) waiting_entries_.erase(waiting);
}

void Delivery::note_drops() {
  for (const std::uint64_t entry : queue_.take_dropped_entries()) {
    places_.broken(entry);
    note_acked(entry);
  }
  const LossesByKind dropped = queue_.take_dropped();
  if (dropped.empty()) return;
  add_all(counts_.dropped, dropped);
  add_all(untold_.dropped, dropped);
  working_ = false;
}

base::Status Delivery::flush(int timeout_ms) {
  std::unique_lock guard(lock_);
  const auto all_done = [&] { return queue_.empty() && sent_bytes_ == 0; };
  if (timeout_ms == 0) return base::ok();
  flushing_ = true;
  if (done_.wait_for(guard, std::chrono::milliseconds(timeout_ms), all_done)) return base::ok();
  LossesByKind waiting = queue_.waiting();
  for (const auto& [kind, count] : sent_kinds_) waiting[kind].count += count;
  for (const Document& document : returned_) add_loss(waiting, document);
  std::erase_if(waiting, [](const auto& one) { return one.second.count == 0; });
  std::string message = name_ + ": not delivered at the end: " + by_kind(waiting);
  if (!counts_.trouble.empty()) message += " (" + counts_.trouble + ")";
  return base::Error{base::ErrorKind::io, message};
}

DeliveryCounts Delivery::counts() const {
  const std::lock_guard guard(lock_);
  return counts_;
}

Delivery::Untold Delivery::take_losses() {
  const std::lock_guard guard(lock_);
  if (!working_ || !is_half_free()) return {};
  return std::exchange(untold_, {});
}

void Delivery::run() {
  std::vector<Acknowledged> acknowledged;
  bool more = false;  // there is something to send, and the carrier takes it
  while (true) {
    wait_for_work();
    acknowledged.clear();
    carrier_->serve(sent_.empty() || more ? 0 : kServeMs, acknowledged);
    acknowledge(acknowledged);
    more = send_waiting();
    show();
    say_losses();
    const std::lock_guard guard(lock_);
    if (ending_) return;
    if (flushing_) carrier_->hurry();
  }
}

void Delivery::show() {
  const std::string trouble = trouble_now();
  std::vector<std::string> findings = carrier_->take_findings();
  const std::lock_guard guard(lock_);
  counts_.waiting = queue_.size() + sent_.size() + returned_.size();
  counts_.waiting_bytes = queue_.bytes() + sent_bytes_;
  counts_.trouble = trouble;
  confirmed_ = carrier_->confirmed();
  for (std::string& finding : findings) findings_.push_back(std::move(finding));
  if (counts_.waiting == 0) done_.notify_all();
}

// A carrier may not know that it stands still: a broker that takes everything and answers nothing.
std::string Delivery::trouble_now() {
  std::string trouble = carrier_->trouble();
  if (sent_.empty()) last_progress_ = Clock::now();
  const bool silent = Clock::now() - last_progress_ > kSilence;
  if (trouble.empty() && silent) {
    trouble = "no answer to what was sent";
    log_.trouble(name_ + " silent", name_ + ": " + trouble);
  } else if (!silent) {
    log_.over(name_ + " silent", name_ + ": answers again");
  }
  return trouble;
}

// Outside of the lock: a log may be slow.
void Delivery::say_losses() {
  std::string dropped;
  std::string refused;
  {
    const std::lock_guard guard(lock_);
    dropped = by_kind(counts_.dropped);
    refused = by_kind(counts_.refused);
  }
  if (dropped != said_dropped_) {
    log_.trouble(
        name_ + " drops",
        name_ + ": the queue is full, the oldest documents are dropped: " + dropped + " so far");
  }
  if (refused != said_refused_) {
    log_.trouble(name_ + " refuses", name_ + ": documents were refused for good: " + refused);
  }
  said_dropped_ = dropped;
  said_refused_ = refused;
}

}  // namespace auweave::deliver

// Delivery's part that its thread does with the carrier.
#include <utility>

#include "deliver/delivery.h"

namespace auweave::deliver {
namespace {

constexpr std::chrono::milliseconds kIdle{200};
constexpr std::chrono::milliseconds kGather{10};
constexpr int kMostRefusals = 3;  // of a document, before it is given up
constexpr int kMostAtOnce = 500;  // before outcomes are looked at

std::int64_t now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

void Delivery::wait_for_work() {
  std::unique_lock guard(lock_);
  // A carrier that is in trouble is looked after, but it needs no hurry.
  const bool in_trouble = !counts_.trouble.empty();
  if (ending_ || (!sent_.empty() && !in_trouble)) return;
  idle_ = true;
  work_.wait_for(guard, kIdle, [&] { return ending_ || (!in_trouble && !queue_.empty()); });
  idle_ = false;
  // One document seldom comes alone.
  if (!in_trouble) work_.wait_for(guard, kGather, [&] { return ending_; });
}

// Only half of what may wait at all goes to the carrier: what is there cannot be dropped any more. But all
// documents of one entry go: a carrier may have to wait for the last of them.
std::optional<Document> Delivery::take_next() {
  const std::lock_guard guard(lock_);
  const Document* front = queue_.front();
  if (front == nullptr) return std::nullopt;
  const bool goes_on = front->entry != 0 && front->entry == last_entry_;
  if (sent_bytes_ > queue_.most_bytes() / 2 && !goes_on) return std::nullopt;
  auto document = queue_.pop();
  sent_bytes_ += document->cost();
  ++sent_kinds_[document->kind];
  return document;
}

void Delivery::tell_boundary(std::uint64_t next) {
  std::string note;
  {
    const std::lock_guard guard(lock_);
    while (reached_.size() > 1 && reached_[1].next <= next) reached_.pop_front();
    if (reached_.front().next <= next) note = reached_.front().note;
  }
  carrier_->boundary(next, note);
  boundary_ = next;
}

// What was put before reached() was, is gone from the queue when that is empty.
void Delivery::tell_all_sent() {
  std::uint64_t next = 0;
  {
    const std::lock_guard guard(lock_);
    if (!queue_.empty() || coming_back_) return;
    next = reached_.back().next;
  }
  if (next > boundary_ && next > last_entry_) tell_boundary(next);
}

void Delivery::prepare_leaf(Document& document) {
  if (document.entry == 0 || document.leaf.number != 0) return;
  const std::lock_guard guard(lock_);
  document.apart = places_.counts_apart(document.entry, is_half_free());
}

void Delivery::note_leaf(const Document& document) {
  if (document.entry == 0 || document.leaf.number == 0) return;
  LeafPlace sent{document.entry, {}, document.made_by};
  if (document.apart) sent.last = document.leaf;
  places_.add(sent, lowest_waiting(document.entry));
}

// False: the carrier does not take it now.
bool Delivery::send(Document document) {
  const std::size_t cost = document.cost();
  const std::uint64_t entry = document.entry;
  const bool numbered = document.leaf.number != 0;
  if (entry != 0 && entry != last_entry_) tell_boundary(entry);
  prepare_leaf(document);
  Sent& sent = sent_.emplace_back(Sent{std::move(document), std::nullopt});
  const bool taken = carrier_->send(sent.document, first_id_ + sent_.size() - 1);
  if (taken && entry != 0) {
    last_entry_ = entry;
    boundary_ = 0;
  }
  const std::lock_guard guard(lock_);
  sent_bytes_ = sent_bytes_ - cost + sent.document.cost();  // it may have become smaller
  if (taken && !numbered) note_leaf(sent.document);
  if (taken) return true;
  sent_bytes_ -= sent.document.cost();
  --sent_kinds_[sent.document.kind];
  std::vector<Document> one;
  one.push_back(std::move(sent.document));
  sent_.pop_back();
  queue_.put_back(std::move(one));
  return false;
}

// True: there are more. Without the lock while the carrier works: put() must not wait for it.
bool Delivery::send_waiting() {
  for (int i = 0; i < kMostAtOnce && !coming_back_; ++i) {
    auto next = take_next();
    if (!next.has_value()) {
      tell_all_sent();
      return false;
    }
    if (!send(std::move(*next))) return false;
  }
  return !coming_back_;
}

void Delivery::acknowledge(const std::vector<Acknowledged>& acknowledged) {
  const std::lock_guard guard(lock_);
  if (!acknowledged.empty()) last_progress_ = Clock::now();
  for (const Acknowledged& one : acknowledged) {
    sent_.at(one.id - first_id_).outcome = one.outcome;
    // First all that was sent has to be acknowledged, so that what comes back goes in order.
    coming_back_ =
        coming_back_ || one.outcome == Outcome::again || one.outcome == Outcome::doubtful;
  }
  while (!sent_.empty() && sent_.front().outcome.has_value()) {
    acknowledge_front(sent_.front());
    sent_.pop_front();
    ++first_id_;
  }
  if (!sent_.empty() || !coming_back_) return;
  coming_back_ = false;
  last_entry_ = boundary_ = 0;
  queue_.put_back(std::exchange(returned_, {}));
}

void Delivery::acknowledge_front(Sent& sent) {
  Document& document = sent.document;
  sent_bytes_ -= document.cost();
  --sent_kinds_[document.kind];
  const bool hopeless = sent.outcome == Outcome::doubtful && ++document.refusals > kMostRefusals;
  if (sent.outcome == Outcome::delivered) {
    ++counts_.delivered[document.kind];
    counts_.delivered_bytes += document.bytes.size();
    if (document.kind == "event" && document.time.has_value())
      counts_.latency.add(now_ms() - document.time->ms());
    working_ = true;
    note_acked(document.entry);
  } else if (sent.outcome == Outcome::refused || hopeless) {
    add_loss(counts_.refused, document);
    add_loss(untold_.refused, document);
    note_acked(document.entry);
  } else {
    returned_.push_back(std::move(document));
  }
}

}  // namespace auweave::deliver

#include "deliver/delivery.h"

#include <utility>

namespace auweave::deliver {
namespace {

constexpr int kServeMs = 20;  // while something is under way: outcomes come, documents gather
constexpr std::chrono::milliseconds kIdle{200};
constexpr std::chrono::milliseconds kGather{10};
constexpr int kMostRefusals = 3;  // of a document, before it is given up
constexpr int kMostAtOnce = 500;  // before outcomes are looked at
constexpr std::chrono::seconds kSilence{10};

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
    : name_(std::move(name)), carrier_(std::move(carrier)), log_(log), queue_(most_bytes) {
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
  if (document.keep) ++counts_.told;
  if (document.cause != 0) ++waiting_causes_[document.cause];
  queue_.push(std::move(document), sent_bytes_);
  note_drops();
  if (idle_) work_.notify_one();
  return base::ok();
}

std::uint64_t Delivery::settled_before(std::uint64_t none) const {
  const std::lock_guard guard(lock_);
  return waiting_causes_.empty() ? none : waiting_causes_.begin()->first;
}

bool Delivery::roomy() const {
  const std::lock_guard guard(lock_);
  return queue_.bytes() + sent_bytes_ <= queue_.most_bytes() / 2;
}

void Delivery::settled(std::uint64_t cause) {
  const auto waiting = waiting_causes_.find(cause);
  if (waiting != waiting_causes_.end() && --waiting->second == 0) waiting_causes_.erase(waiting);
}

void Delivery::note_drops() {
  for (const std::uint64_t cause : queue_.take_dropped_causes()) settled(cause);
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
  const bool half_free = queue_.bytes() + sent_bytes_ <= queue_.most_bytes() / 2;
  if (!working_ || !half_free) return {};
  return std::exchange(untold_, {});
}

void Delivery::run() {
  std::vector<Settled> settled;
  bool more = false;  // there is something to send, and the carrier takes it
  while (true) {
    wait_for_work();
    settled.clear();
    carrier_->serve(sent_.empty() || more ? 0 : kServeMs, settled);
    settle(settled);
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
  const std::lock_guard guard(lock_);
  counts_.waiting = queue_.size() + sent_.size() + returned_.size();
  counts_.waiting_bytes = queue_.bytes() + sent_bytes_;
  counts_.trouble = trouble;
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

// Only half of what may wait at all goes to the carrier: what is there cannot be dropped any more.
std::optional<Document> Delivery::take_next() {
  const std::lock_guard guard(lock_);
  if (sent_bytes_ > queue_.most_bytes() / 2) return std::nullopt;
  auto document = queue_.pop();
  if (document.has_value()) {
    sent_bytes_ += document->cost();
    ++sent_kinds_[document->kind];
  }
  return document;
}

// True: there are more. Without the lock while the carrier works: put() must not wait for it.
bool Delivery::send_waiting() {
  for (int i = 0; i < kMostAtOnce && !coming_back_; ++i) {
    auto next = take_next();
    if (!next.has_value()) return false;
    const std::size_t cost = next->cost();
    Sent& sent = sent_.emplace_back(Sent{std::move(*next), std::nullopt});
    const bool taken = carrier_->send(sent.document, first_ticket_ + sent_.size() - 1);
    const std::lock_guard guard(lock_);
    sent_bytes_ = sent_bytes_ - cost + sent.document.cost();  // it may have become smaller
    if (taken) continue;
    sent_bytes_ -= sent.document.cost();
    --sent_kinds_[sent.document.kind];
    std::vector<Document> one;
    one.push_back(std::move(sent.document));
    sent_.pop_back();
    queue_.put_back(std::move(one));
    return false;
  }
  return !coming_back_;
}

void Delivery::settle(const std::vector<Settled>& settled) {
  const std::lock_guard guard(lock_);
  if (!settled.empty()) last_progress_ = Clock::now();
  for (const Settled& one : settled) {
    sent_.at(one.ticket - first_ticket_).outcome = one.outcome;
    // First all that was sent has to settle, so that what comes back goes in order.
    coming_back_ =
        coming_back_ || one.outcome == Outcome::again || one.outcome == Outcome::doubtful;
  }
  while (!sent_.empty() && sent_.front().outcome.has_value()) {
    settle_front(sent_.front());
    sent_.pop_front();
    ++first_ticket_;
  }
  if (!sent_.empty() || !coming_back_) return;
  coming_back_ = false;
  queue_.put_back(std::exchange(returned_, {}));
}

void Delivery::settle_front(Sent& sent) {
  Document& document = sent.document;
  sent_bytes_ -= document.cost();
  --sent_kinds_[document.kind];
  const bool hopeless = sent.outcome == Outcome::doubtful && ++document.refusals > kMostRefusals;
  if (sent.outcome == Outcome::delivered) {
    ++counts_.delivered[document.kind];
    counts_.delivered_bytes += document.bytes.size();
    working_ = true;
    settled(document.cause);
  } else if (sent.outcome == Outcome::refused || hopeless) {
    add_loss(counts_.refused, document);
    add_loss(untold_.refused, document);
    settled(document.cause);
  } else {
    returned_.push_back(std::move(document));
  }
}

}  // namespace auweave::deliver

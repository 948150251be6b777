#include "intake/inbox.h"

#include <algorithm>
#include <utility>

namespace auweave::intake {
std::size_t bytes_of(const FollowedLine& line) { return line.text.size(); }

std::size_t bytes_of(const FollowedLog& log) {
  const auto* chunk = std::get_if<model::TtyChunk>(&log.recorded);
  return chunk == nullptr ? sizeof(model::TtyChunk) : chunk->size();
}

std::size_t bytes_of(const model::InputNote& note) { return sizeof note; }

std::size_t bytes_of(const FollowedEntry& followed) {
  return sizeof(model::JournalEntry) + followed.entry.message.size();
}

namespace {

std::size_t bytes_of_item(const FollowedItem& given) {
  return std::visit([](const auto& followed) { return bytes_of(followed); }, given);
}

}  // namespace

bool Inbox::put(std::string_view records) {
  const std::lock_guard guard(lock_);
  if (held_.record_bytes + records.size() > most_) return false;
  append(records);
  return true;
}

void Inbox::put_in_any_case(std::string_view records) {
  const std::lock_guard guard(lock_);
  append(records);
}

bool Inbox::has_capacity() const {
  const std::lock_guard guard(lock_);
  return held_.record_bytes <= most_ - most_ / 8;
}

void Inbox::append(std::string_view records) {
  Records* last = records_.empty() ? nullptr : std::get_if<Records>(&records_.back());
  if (last == nullptr || last->bytes.size() + records.size() > kBlock) {
    last = &std::get<Records>(records_.emplace_back(Records{}));
  }
  last->bytes.append(records);
  held_.record_bytes += records.size();
  held_.most_record_bytes = std::max(held_.most_record_bytes, held_.record_bytes);
  // One waking a record would cost more than the record.
  if (!gathering_ || held_.record_bytes >= kBlock) filled_.notify_one();
}

void Inbox::put(LostRecords lost) {
  const std::lock_guard guard(lock_);
  records_.emplace_back(std::move(lost));
  filled_.notify_one();
}

void Inbox::end_records() {
  const std::lock_guard guard(lock_);
  records_ended_ = true;
  filled_.notify_one();
  emptied_.notify_all();
}

bool Inbox::put(FollowedItem& given, std::chrono::milliseconds wait) {
  const std::size_t bytes = bytes_of_item(given);
  std::unique_lock guard(lock_);
  const std::uint64_t turn = next_turn_++;
  turns_.push_back(turn);
  const bool fits = emptied_.wait_for(guard, wait, [&] {
    return turns_.front() == turn && held_.record_bytes <= most_ / 2 &&
           (lines_.empty() || held_.line_bytes + bytes <= kMostLines);
  });
  std::erase(turns_, turn);
  emptied_.notify_all();
  if (!fits) return false;
  held_.line_bytes += bytes;
  lines_.push_back(std::move(given));
  if (!gathering_) filled_.notify_one();
  return true;
}

void Inbox::caught_up() {
  const std::lock_guard guard(lock_);
  if (std::exchange(caught_up_, true)) return;
  filled_.notify_one();
}

void Inbox::end_lines() {
  const std::lock_guard guard(lock_);
  caught_up_ = true;
  lines_ended_ = true;
  filled_.notify_one();
}

bool Inbox::records_ready() const {
  return !records_.empty() && (caught_up_ || held_.record_bytes > most_ / 2);
}

bool Inbox::something(bool followed) const {
  const bool ended = records_ended_ && lines_ended_;
  return (followed && !lines_.empty()) || records_ready() || (ended && lines_.empty());
}

InboxItem Inbox::take(std::chrono::milliseconds wait, bool followed) {
  std::unique_lock guard(lock_);
  if (!something(followed)) {
    if (!filled_.wait_for(guard, wait, [&] { return something(followed); })) return Nothing{};
    gathering_ = true;
    filled_.wait_for(guard, kGather,
                     [&] { return held_.record_bytes >= kBlock || records_ended_; });
    gathering_ = false;
  }
  if (followed && !lines_.empty()) {
    auto front = std::move(lines_.front());
    lines_.pop_front();
    emptied_.notify_all();
    held_.line_bytes -= bytes_of_item(front);
    return std::visit([](auto& item) -> InboxItem { return std::move(item); }, front);
  }
  if (records_.empty()) return Ended{};
  auto front = std::move(records_.front());
  records_.pop_front();
  if (auto* lost = std::get_if<LostRecords>(&front)) return std::move(*lost);
  auto& records = std::get<Records>(front);
  held_.record_bytes -= records.bytes.size();
  emptied_.notify_all();
  return std::move(records);
}

std::string Inbox::first_record() const {
  const std::lock_guard guard(lock_);
  const Records* first = records_.empty() ? nullptr : std::get_if<Records>(&records_.front());
  const std::size_t end = first == nullptr ? std::string::npos : first->bytes.find('\n');
  return end == std::string::npos ? "" : first->bytes.substr(0, end);
}

Inbox::Held Inbox::held() const {
  const std::lock_guard guard(lock_);
  return held_;
}

}  // namespace auweave::intake

#include "screen/excerpt.h"

#include <utility>

namespace auweave::screen {
namespace {

constexpr std::size_t kLongestRow =
    4096;  // rows that wrap are one; of a longer one the rest is cut
constexpr std::size_t kSpillRows = 512;

// Where a row may be cut at, or before, without cutting a character.
std::size_t end_of_character(std::string_view text, std::size_t end) {
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return end;
}

}  // namespace

void Excerpt::add(std::string text, bool goes_on, const Keep& keep) {
  std::string* before = !last_.empty() ? &last_.back() : first_.empty() ? nullptr : &first_.back();
  if (goes_on && before != nullptr) {
    if (kept_ && before->size() < kLongestRow) {
      before->append(text);
    } else if (kept_) {
      cut_ += text.size();
    }
    return;
  }
  kept_ = true;
  ++rows_;
  if (text.size() > kLongestRow) {
    const std::size_t end = end_of_character(text, kLongestRow);
    cut_ += text.size() - end;
    text.resize(end);
  }
  if (first_.size() < keep.first && last_.empty()) {
    first_.push_back(std::move(text));
  } else {
    keep_last(std::move(text), keep);
  }
}

void Excerpt::keep_last(std::string text, const Keep& keep) {
  last_.push_back(std::move(text));
  if (keep.all != nullptr) {
    if (last_.size() >= kSpillRows) spill(keep);
  } else if (last_.size() > keep.last) {
    last_.pop_front();
    ++left_out_;
    kept_ = !last_.empty();
  }
}

// What cannot be put aside is left out, and counted as such.
void Excerpt::spill(const Keep& keep) {
  std::string block;
  for (std::size_t i = 0; i + 1 < last_.size(); ++i) block.append(last_[i]).append("\n");
  const auto written = keep.all->append(block);
  if (written.ok()) {
    spilled_.push_back(*written);
  } else {
    left_out_ += last_.size() - 1;
  }
  last_.erase(last_.begin(), last_.end() - 1);
}

}  // namespace auweave::screen

#include "base/line_cutter.h"

#include <algorithm>

namespace auweave::base {

LineCutter::LineCutter(std::size_t longest, std::uint64_t offset)
    : longest_(std::max<std::size_t>(longest, 1)), offset_(offset) {}

std::string& LineCutter::room() {
  block_.erase(0, at_);
  searched_ -= at_;
  at_ = 0;
  return block_;
}

std::optional<Line> LineCutter::next() {
  const std::size_t end = block_.find('\n', searched_);
  if (end != std::string::npos) return take(end - at_, true);
  searched_ = block_.size();
  // The head of a line above the limit stays; the rest is counted and dropped.
  if (block_.size() - at_ > longest_) {
    dropped_ += block_.size() - at_ - longest_;
    block_.resize(at_ + longest_);
    searched_ = block_.size();
  }
  return std::nullopt;
}

std::optional<Line> LineCutter::rest() {
  if (auto line = next()) return line;
  if (block_.size() == at_) return std::nullopt;
  return take(block_.size() - at_, false);
}

Line LineCutter::take(std::size_t length, bool newline) {
  const std::size_t kept = std::min(length, longest_);
  const std::uint64_t cut = dropped_ + (length - kept);
  const Line line{std::string_view(block_).substr(at_, kept), ++line_, offset_, cut, newline};
  at_ += length + (newline ? 1 : 0);
  searched_ = at_;
  offset_ += kept + cut + (newline ? 1 : 0);
  dropped_ = 0;
  return line;
}

}  // namespace auweave::base

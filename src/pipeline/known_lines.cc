#include "pipeline/known_lines.h"

#include <algorithm>

#include "audit/line.h"
#include "base/hash.h"

namespace auweave::pipeline {
namespace {

std::uint64_t hash_of(std::string_view line) { return base::hash_of(audit::raw_part(line)); }

}  // namespace

void KnownLines::add(std::string_view line) {
  if (hashes_.size() < kMost) return hashes_.push_back(hash_of(line));
  hashes_[oldest_] = hash_of(line);
  oldest_ = (oldest_ + 1) % kMost;
}

void KnownLines::seal() { std::sort(hashes_.begin(), hashes_.end()); }

bool KnownLines::has(std::string_view line) const {
  return !hashes_.empty() && std::binary_search(hashes_.begin(), hashes_.end(), hash_of(line));
}

}  // namespace auweave::pipeline

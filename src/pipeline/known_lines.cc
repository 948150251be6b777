#include "pipeline/known_lines.h"

#include <algorithm>

#include "audit/line.h"
#include "base/hash.h"

namespace auweave::pipeline {

void KnownLines::add(std::string_view line) {
  if (hashes_.size() < kMost) return hashes_.push_back(base::hash_of(audit::raw_part(line)));
  hashes_[oldest_] = base::hash_of(audit::raw_part(line));
  oldest_ = (oldest_ + 1) % kMost;
}

void KnownLines::seal() { std::sort(hashes_.begin(), hashes_.end()); }

bool KnownLines::has(std::string_view line) const {
  return !hashes_.empty() &&
         std::binary_search(hashes_.begin(), hashes_.end(), base::hash_of(audit::raw_part(line)));
}

}  // namespace auweave::pipeline

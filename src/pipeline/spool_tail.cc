#include "pipeline/spool_tail.h"

#include <algorithm>

#include "audit/line.h"
#include "base/hash.h"
#include "pipeline/input.h"

namespace auweave::pipeline {
namespace {

constexpr std::uint64_t kEntries = 64;  // read first; then twice as many, and so on

}  // namespace

base::Status SpoolTail::read(spool::Spool& spool, std::int64_t ms) {
  for (std::uint64_t count = kEntries;; count *= 2) {
    const std::uint64_t there = spool.next() - spool.first();
    *this = SpoolTail();
    auto first = add_from(spool, spool.next() - std::min(count, there));
    if (!first.ok()) return first.error();
    const bool enough = !lines_.empty() && first->ms() < last_.ms() - ms;
    if (count >= there || enough) return base::ok();
  }
}

// Adds the lines of all entries from `number` on, and returns the time of the first line.
base::Result<base::WallTime> SpoolTail::add_from(spool::Spool& spool, std::uint64_t number) {
  base::WallTime first;
  while (number < spool.next()) {
    auto batch = spool.read(number);
    if (!batch.ok()) return batch.error();
    number += batch->size();
    for (const std::string& entry : *batch) {
      const auto input = decoded(entry);
      if (!input.ok()) continue;
      const base::WallTime time = add(*input);
      if (first == base::WallTime{}) first = time;
    }
  }
  return first;
}

// Adds the lines of an input, and returns the time of the first line, or no time if the input has no
// audit lines.
base::WallTime SpoolTail::add(const Input& input) {
  base::WallTime first;
  const auto* lines = std::get_if<AuditLines>(&input);
  if (lines == nullptr) return first;
  for (const std::string& line : lines->lines) {
    const auto header = audit::parse_line(line);
    if (!header.ok()) continue;
    lines_.insert(base::hash_of(audit::raw_part(line)));
    last_ = std::max(last_, header->key.time());
    if (first == base::WallTime{}) first = header->key.time();
  }
  return first;
}

bool SpoolTail::has(std::string_view line) const {
  return lines_.contains(base::hash_of(audit::raw_part(line)));
}

}  // namespace auweave::pipeline

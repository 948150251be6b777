// SpoolTail: a value with the audit lines at the end of a spool, which need no repair.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>

#include "base/result.h"
#include "base/wall_time.h"
#include "pipeline/input.h"
#include "spool/spool.h"

namespace auweave::pipeline {

class SpoolTail {
 public:
  // Reads all lines of the last `ms` of the spool's audit trail, and some before. The Errors of
  // read() are those of Spool::read.
  base::Status read(spool::Spool& spool, std::int64_t ms);

  // Returns the latest time of a line; the epoch if there is no line.
  [[nodiscard]] base::WallTime last() const { return last_; }
  // True if the spool has the line. Lines are compared by their raw part (audit::raw_part), so
  // auditd's interpretation does not matter.
  [[nodiscard]] bool has(std::string_view line) const;

 private:
  base::Result<base::WallTime> add_from(spool::Spool& spool, std::uint64_t number);
  base::WallTime add(const Input& input);

  base::WallTime last_;
  std::unordered_set<std::uint64_t> lines_;  // of raw parts
};

}  // namespace auweave::pipeline

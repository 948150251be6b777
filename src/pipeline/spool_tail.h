// SpoolTail: the audit lines that a spool ends with: what of the audit log needs no repair. A value.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>

#include "base/result.h"
#include "base/wall_time.h"
#include "spool/spool.h"

namespace auweave::pipeline {

class SpoolTail {
 public:
  // All lines of the last `ms` of the audit trail in it, and some of before. Errors: as of Spool::read.
  base::Status read(spool::Spool& spool, std::int64_t ms);

  // The latest time of a line; the epoch: there is none.
  [[nodiscard]] base::WallTime last() const { return last_; }
  // By its raw part, with or without auditd's interpretation behind it.
  [[nodiscard]] bool has(std::string_view line) const;

 private:
  base::Result<base::WallTime> add_from(spool::Spool& spool, std::uint64_t number);

  base::WallTime last_;
  std::unordered_set<std::uint64_t> lines_;  // hashes
};

}  // namespace auweave::pipeline

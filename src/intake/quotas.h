// Quotas: how much of the files of one owner is read, in a folder in which users make files. A
// QuotaOfOwner counts for one owner. Values; one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>

#include "base/wall_time.h"
#include "tty/log_file.h"

namespace auweave::intake {

struct Quotas {
  std::size_t recordings = 1024;               // under way at once
  std::size_t begun = 256;                     // recordings that begin, a minute
  std::size_t bytes = 64UL * 1024 * 1024;      // bytes that are read, inflated, a minute
  std::size_t inflated = 256UL * 1024 * 1024;  // of one compressed file
  std::size_t ratio = 200;                     // of one compressed file
  std::size_t windows = 100'000;               // changes of the window, of one recording
  bool operator==(const Quotas&) const = default;

  [[nodiscard]] tty::LogLimits of_log() const { return {inflated, ratio, windows}; }
};

// SubUids: user ids that an account may use in its user namespaces (subuid(5)).
struct SubUids {
  std::uint32_t account = 0, first = 0, count = 0;
};
// Returns the account whose files count as of `owner`: of a sub uid the account that has it, else
// the owner.
[[nodiscard]] std::uint32_t account_of(std::uint32_t owner, std::span<const SubUids> sub_uids);

// Allowance: an amount a minute. What is not used is kept, up to the amount of a minute.
class Allowance {
 public:
  explicit Allowance(std::size_t a_minute)
      : a_minute_(static_cast<std::int64_t>(a_minute)), left_(a_minute_) {}

  // True if some is left at `now`.
  bool has_some(base::WallTime now);
  // Takes an amount, which may be more than is left.
  void take(std::uint64_t amount) { left_ -= static_cast<std::int64_t>(amount); }

 private:
  std::int64_t a_minute_, left_;
  base::WallTime seen_;
};

struct QuotaOfOwner {
  explicit QuotaOfOwner(const Quotas& quotas) : begun(quotas.begun), bytes(quotas.bytes) {}

  // True if the excess of `quota` is to be told: the last time was an hour ago or longer.
  bool tells(std::string_view quota, base::WallTime now);

  Allowance begun, bytes;

 private:
  std::map<std::string_view, base::WallTime> told_;  // the names are static texts
};

// Excess: a quota that was exceeded.
struct Excess {
  std::uint32_t owner = 0;
  std::string_view quota;
  std::uint64_t most = 0;
  base::WallTime at = {};
};

}  // namespace auweave::intake

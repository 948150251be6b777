#include "intake/quotas.h"

namespace auweave::intake {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;

}  // namespace

std::uint32_t account_of(std::uint32_t owner, std::span<const SubUids> sub_uids) {
  for (const SubUids& each : sub_uids) {
    if (owner >= each.first && owner - each.first < each.count) return each.account;
  }
  return owner;
}

bool Allowance::has_some(base::WallTime now) {
  // The clock may have been set, and the first call has no time before it.
  const std::int64_t gone = std::clamp<std::int64_t>(now.ms() - seen_.ms(), 0, kMinuteMs);
  const auto grown = static_cast<std::int64_t>(static_cast<double>(a_minute_) *
                                               static_cast<double>(gone) / kMinuteMs);
  // An amount so small that it is nothing is waited for.
  if (grown > 0 || now < seen_) seen_ = now;
  left_ = std::min(a_minute_, left_ + grown);
  return left_ > 0;
}

bool QuotaOfOwner::tells(std::string_view quota, base::WallTime now) {
  const auto told = told_.find(quota);
  const bool again = told != told_.end() && now.ms() - told->second.ms() < kHourMs;
  if (!again) told_[quota] = now;
  return !again;
}

}  // namespace auweave::intake

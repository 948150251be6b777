#include "plugin/rate.h"

namespace auweave::plugin {
namespace {

constexpr std::int64_t kSpanMs = 10'000;
constexpr std::size_t kMost = 11;

}  // namespace

double Rate::look(base::WallTime now, std::uint64_t count) {
  // A clock that was set back makes the older looks useless.
  if (!looks_.empty() && now <= looks_.back().time) looks_.clear();
  looks_.push_back({now, count});
  while (looks_.size() > 2 &&
         (looks_.size() > kMost || now.ms() - looks_[1].time.ms() >= kSpanMs)) {
    looks_.pop_front();
  }
  const Look& first = looks_.front();
  if (now == first.time) return 0;
  return static_cast<double>(count - first.count) * 1e9 /
         static_cast<double>(now.ns - first.time.ns);
}

}  // namespace auweave::plugin

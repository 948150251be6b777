#include "correlate/addresses.h"

namespace auweave::correlate {

bool is_loopback(std::string_view ip) { return ip.starts_with("127.") || ip == "::1"; }

std::string_view plain_address(std::string_view ip) {
  constexpr std::string_view mapped = "::ffff:";
  const bool is_mapped = ip.starts_with(mapped) && ip.find('.') != std::string_view::npos;
  return is_mapped ? ip.substr(mapped.size()) : ip;
}

void Addresses::Pairs::add(const std::string& ip, const std::string& host) {
  if (!pairs_.emplace(ip, host).second) return;
  order_.emplace_back(ip, host);
  if (order_.size() <= kMost) return;
  pairs_.erase(order_.front());
  order_.pop_front();
}

bool Addresses::Pairs::any(const std::string& ip) const {
  const auto first = pairs_.lower_bound({ip, ""});
  return first != pairs_.end() && first->first == ip;
}

}  // namespace auweave::correlate

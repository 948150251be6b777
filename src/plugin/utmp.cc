#include "plugin/utmp.h"

#include <arpa/inet.h>
#include <utmp.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

namespace auweave::plugin {
namespace {

// A text of utmp has no end mark if it fills its field (utmp(5)).
template <std::size_t n>
std::string text_in(const char (&room)[n]) {
  return {room, ::strnlen(room, n)};
}

std::string textual(int family, const void* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (::inet_ntop(family, address, text.data(), text.size()) == nullptr) return "";
  return text.data();
}

// Returns the entry's address as text. ut_addr_v6 has IPv4 in the first of its four words, or
// mapped into IPv6. Without an address ut_host is used if its text is one.
std::string address_of(const utmp& entry) {
  in6_addr address{};
  static_assert(sizeof(address) == sizeof(entry.ut_addr_v6));
  std::memcpy(&address, entry.ut_addr_v6, sizeof(address));
  const auto& words = entry.ut_addr_v6;
  const bool rest = std::any_of(words + 1, words + 4, [](auto word) { return word != 0; });
  if (!rest && words[0] != 0) return textual(AF_INET, &words[0]);
  if (IN6_IS_ADDR_V4MAPPED(&address)) return textual(AF_INET, &words[3]);
  if (rest) return textual(AF_INET6, &address);
  const std::string host = text_in(entry.ut_host);
  const bool is_address = ::inet_pton(AF_INET, host.c_str(), &address) == 1 ||
                          ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
  return is_address ? host : "";
}

}  // namespace

std::vector<UtmpEntry> read_utmp(const std::string& path) {
  std::vector<UtmpEntry> entries;
  std::ifstream file(path, std::ios::binary);
  utmp entry{};
  while (file.read(reinterpret_cast<char*>(&entry), sizeof(entry))) {
    if (entry.ut_type != USER_PROCESS) continue;
    const std::int64_t ms = std::int64_t{entry.ut_tv.tv_sec} * 1000 + entry.ut_tv.tv_usec / 1000;
    entries.push_back({model::Pid{entry.ut_pid}, text_in(entry.ut_line), address_of(entry),
                       base::WallTime::from_ms(ms)});
  }
  return entries;
}

}  // namespace auweave::plugin

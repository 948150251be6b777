// look_up: asks NSS for one entry, by one of getpwuid_r(3), getpwnam_r(3), getgrgid_r(3) and the like.
// A call may wait as long as NSS waits for a server.
#pragma once

#include <cerrno>
#include <cstddef>
#include <vector>

namespace auweave::audit {

// Calls `call` with the buffer that it needs, and `use` with the entry if there is one.
template <typename Entry, typename Call, typename Use>
void look_up(Call call, Use use) {
  std::vector<char> buffer(4096);
  while (true) {
    Entry entry{};
    Entry* found = nullptr;
    const int error = call(&entry, buffer.data(), buffer.size(), &found);
    if (error == ERANGE && buffer.size() < (1UL << 24U)) {
      buffer.resize(buffer.size() * 2);
    } else if (error != EINTR) {
      if (found != nullptr) use(*found);
      return;
    }
  }
}

}  // namespace auweave::audit

#include "support/ports.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include "base/unique_fd.h"

namespace auweave::support {
namespace {

// The range below the kernel's own choices for outgoing connections.
constexpr int kFirstPort = 20'000;
constexpr int kPortTriples = 4'000;
constexpr int kTriplesOfProcess = 16;

bool is_free(int port) {
  const base::UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
}

bool are_free(int first, int count) {
  for (int i = 0; i < count; ++i) {
    if (!is_free(first + i)) return false;
  }
  return true;
}

}  // namespace

int free_ports(int count) {
  static int asked = 0;
  for (int i = 0; i < kPortTriples; ++i) {
    const int place = (::getpid() * kTriplesOfProcess + asked++) % kPortTriples;
    const int port = kFirstPort + place * 3;
    if (are_free(port, count)) return port;
  }
  throw std::runtime_error("no free ports in a row");
}

}  // namespace auweave::support

#include "support/broker.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <vector>

#include "base/unique_fd.h"
#include "support/program.h"
#include "support/sanitizer.h"

namespace auweave::support {
namespace {

// The range below the kernel's own choices for outgoing connections.
constexpr int kFirstPort = 20'000;
constexpr int kPortTriples = 4'000;
constexpr int kTries = 3;

std::string script() { return source_folder() + "/tests/support/kafka-broker"; }

std::string last_line(const std::string& text) {
  const auto lines = lines_of(text);
  return lines.empty() ? "" : lines.back();
}

bool is_free(int port) {
  const base::UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
}

// The first of three free ports in a row, at a place of this process's own.
int free_ports() {
  for (int i = 0; i < kPortTriples; ++i) {
    const int port = kFirstPort + (::getpid() + i) % kPortTriples * 3;
    if (is_free(port) && is_free(port + 1) && is_free(port + 2)) return port;
  }
  throw std::runtime_error("no three free ports in a row");
}

std::string look_for_missing() {
  if (kThreadSanitizer) return kNoKafkaUnderTsan;
  if (!has_program("bash")) return "no bash in PATH";
  const Ran installed = run({"timeout", "300", script(), "install"});
  return installed.status == 0 ? "" : "no Kafka to test with: " + last_line(installed.err);
}

}  // namespace

std::string Broker::missing() {
  static const std::string reason = look_for_missing();
  return reason;
}

Broker::Broker() {
  std::string why;
  for (int i = 0; i < kTries; ++i) {
    if (start(free_ports(), why)) return;
  }
  throw std::runtime_error("no broker: " + why);
}

bool Broker::start(int port, std::string& why) {
  const Ran started = run({script(), "start", "--port", std::to_string(port), "--data",
                           folder_.path("kafka"), "--owner", std::to_string(::getpid())});
  why = started.err;
  address_ = last_line(started.out);
  return started.status == 0;
}

Broker::~Broker() { run({script(), "stop", "--kill", "--data", folder_.path("kafka")}); }

}  // namespace auweave::support

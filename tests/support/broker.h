// Broker: a real Kafka on loopback for as long as it lives (tests/support/kafka-broker).
#pragma once

#include <string>

#include "support/text_file.h"

namespace auweave::support {

class Broker {
 public:
  // Why no broker can run here, in a few words; "" when one can. The first call fetches the jars.
  static std::string missing();

  // Throws std::runtime_error when it does not start.
  Broker();
  // Stops it. When this never runs, because the test program crashed or was killed, the broker
  // notices by itself.
  ~Broker();
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;

  // "127.0.0.1:PORT"
  [[nodiscard]] const std::string& address() const { return address_; }

 private:
  bool start(int port, std::string& why);

  TemporaryFolder folder_;
  std::string address_;
};

}  // namespace auweave::support

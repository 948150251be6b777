// Broker: a real Kafka on loopback for as long as it lives (tests/support/kafka-broker), in the
// states a test asks for. Used by one thread. What fails throws std::runtime_error.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/program.h"
#include "support/text_file.h"

namespace auweave::support {

// The versions tests are run with. The last of the 3.x line is the last whose SCRAM takes Debian
// 12's librdkafka.
inline constexpr const char* kKafka3 = "3.9.2";
inline constexpr const char* kKafka4 = "4.3.1";

struct BrokerOptions {
  std::string version = kKafka3;
  // What the listener for clients wants.
  bool tls = false;
  bool mtls = false;  // implies tls
  bool sasl = false;
  std::vector<std::string> sets = {};  // the broker's own settings, "name=value"
  // Unless it is, nobody listens at its address until start(); its clients' properties are there.
  bool started = true;
};

class Broker {
 public:
  // Why no such broker can run here, in a few words; "" when one can. The first call fetches the
  // jars.
  static std::string missing(const std::string& version = kKafka3);

  explicit Broker(BrokerOptions options = {});
  // Stops it. When this never runs, because the test program crashed or was killed, the broker
  // notices by itself.
  ~Broker();
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;

  // At its address, with what it held before. All of these return when it is so.
  void start();
  void stop();     // in order
  void kill();     // as a crash
  void restart();  // what was stopped or killed too
  void pause();    // it takes connections and answers nothing
  void resume();

  // Alters a topic: "max.message.bytes=2000".
  void configure(const std::string& topic, const std::string& setting);

  // The listener for clients: "127.0.0.1:PORT".
  [[nodiscard]] const std::string& address() const { return address_; }
  // Of its process.
  [[nodiscard]] std::string pid() const;
  // Another that wants nothing, whatever clients need: for what is not under test.
  [[nodiscard]] const std::string& inside() const { return inside_; }

  // What a librdkafka client needs for address(). The mechanism, "PLAIN" or "SCRAM-SHA-512", is of
  // a broker with sasl alone; "" there is PLAIN.
  [[nodiscard]] std::map<std::string, std::string> properties(
      const std::string& mechanism = "") const;

 private:
  void settle(int port);
  [[nodiscard]] Ran script(const std::string& verb, const std::vector<std::string>& words) const;
  void demand(const std::string& verb, const std::vector<std::string>& words = {}) const;

  BrokerOptions options_;
  TemporaryFolder folder_;
  int port_ = 0;
  std::string address_;
  std::string inside_;
};

}  // namespace auweave::support

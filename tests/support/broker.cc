#include "support/broker.h"

#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

#include "support/ports.h"
#include "support/sanitizer.h"

namespace auweave::support {
namespace {

constexpr int kTries = 3;

std::string script_path() { return source_folder() + "/tests/support/kafka-broker"; }

std::string last_line(const std::string& text) {
  const auto lines = lines_of(text);
  return lines.empty() ? "" : lines.back();
}

std::string look_for_missing(const std::string& version) {
  if (kThreadSanitizer) return kNoKafkaUnderTsan;
  if (!has_program("bash")) return "no bash in PATH";
  const Ran installed = run({"timeout", "300", script_path(), "install", "--version", version});
  return installed.status == 0 ? "" : "no Kafka to test with: " + last_line(installed.err);
}

std::vector<std::string> words_of(const BrokerOptions& options, int port) {
  std::vector<std::string> words = {"--version", options.version,
                                    "--port",    std::to_string(port),
                                    "--owner",   std::to_string(::getpid())};
  if (options.tls) words.emplace_back("--tls");
  if (options.mtls) words.emplace_back("--mtls");
  if (options.sasl) words.emplace_back("--sasl");
  for (const std::string& setting : options.sets) words.insert(words.end(), {"--set", setting});
  return words;
}

}  // namespace

std::string Broker::missing(const std::string& version) {
  static std::map<std::string, std::string> reasons;
  const auto known = reasons.find(version);
  if (known != reasons.end()) return known->second;
  return reasons[version] = look_for_missing(version);
}

Broker::Broker(BrokerOptions options) : options_(std::move(options)) {
  Ran ran;
  // Somebody else may take the ports before the broker does.
  for (int i = 0; i < kTries && ran.status != 0; ++i) {
    settle(free_ports(3));
    ran = script(options_.started ? "start" : "prepare", words_of(options_, port_));
  }
  if (ran.status != 0) throw std::runtime_error("no broker: " + ran.err);
}

Broker::~Broker() { static_cast<void>(script("stop", {"--kill"})); }

void Broker::settle(int port) {
  port_ = port;
  address_ = "127.0.0.1:" + std::to_string(port);
  inside_ = "127.0.0.1:" + std::to_string(port + 1);
}

Ran Broker::script(const std::string& verb, const std::vector<std::string>& words) const {
  std::vector<std::string> argv = {script_path(), verb, "--data", folder_.path("kafka")};
  argv.insert(argv.end(), words.begin(), words.end());
  return run(argv);
}

void Broker::demand(const std::string& verb, const std::vector<std::string>& words) const {
  const Ran ran = script(verb, words);
  if (ran.status != 0) throw std::runtime_error("broker: " + verb + ": " + ran.err);
}

// A client that tries again and again may have its port for a moment: it connects to itself.
void Broker::start() {
  constexpr int kTries = 4;
  for (int left = kTries;; --left) {
    try {
      return demand("start", words_of(options_, port_));
    } catch (const std::runtime_error&) {
      if (left == 1) throw;
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
  }
}
void Broker::stop() { demand("stop"); }
void Broker::kill() { demand("stop", {"--kill"}); }
void Broker::pause() { demand("pause"); }
void Broker::resume() { demand("resume"); }

void Broker::restart() {
  stop();
  start();
}

void Broker::configure(const std::string& topic, const std::string& setting) {
  demand("config", {topic, setting});
}

std::map<std::string, std::string> Broker::properties(const std::string& mechanism) const {
  std::map<std::string, std::string> properties;
  for (const std::string& line : lines_of(read_file(folder_.path("kafka/client.conf")))) {
    const std::size_t at = line.find('=');
    properties.emplace(line.substr(0, at), line.substr(at + 1));
  }
  if (!mechanism.empty()) properties["sasl.mechanisms"] = mechanism;
  return properties;
}

std::string Broker::pid() const {
  return lines_of(read_file(folder_.path("kafka/broker.pid"))).at(0);
}

}  // namespace auweave::support

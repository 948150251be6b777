// ConnectWorker: a real Kafka Connect, as siem/kafka-connect/start.sh starts it, with the files there, of which
// only addresses and paths are replaced. Used by one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "live_program.h"
#include "support/program.h"
#include "support/text_file.h"

namespace auweave::e2e {

class ConnectWorker {
 public:
  // Why none can run here, in a few words; "" when one can. The first call fetches the jars.
  static std::string missing();

  // `broker`: "HOST:PORT". `file`: where it writes; a new one in a folder of its own when empty.
  explicit ConnectWorker(const std::string& broker, const std::string& file = "");

  // With what it wrote and committed before. Its connector is at work when this returns, or a test fails.
  void start();
  // In order. False: it did not end so.
  bool end();
  void kill();
  void pause() const;
  void resume() const;
  // Its task alone, by REST; it opens its file anew.
  void restart_task() const;

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] std::vector<std::string> lines() const;
  // Sum of the offsets from which it would go on.
  [[nodiscard]] std::int64_t committed() const;
  [[nodiscard]] std::string said() const { return worker_->said(); }

 private:
  [[nodiscard]] support::Ran ask(const std::string& method, const std::string& path) const;

  support::TemporaryFolder folder_;
  std::string file_;
  std::string address_;  // of its REST
  std::string program_;
  std::unique_ptr<LiveProgram> worker_;
};

}  // namespace auweave::e2e

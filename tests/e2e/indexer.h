// Indexer: a real rsyslogd that takes documents from Kafka to OpenSearch, with siem/rsyslog's
// configuration and a work folder of its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "live_program.h"
#include "support/text_file.h"

namespace auweave::e2e {

class Indexer {
 public:
  // Why rsyslogd, with what it needs for that, cannot run here; "" when it can.
  static std::string missing();

  // `broker`: "HOST:PORT". `group`: its consumer group; a new one reads all there is.
  Indexer(const std::string& broker, int search_port, const std::string& group);

  // Again, after an end, with what it has on disk.
  void start();
  // Ends it in order. What it said of trouble, "" for nothing.
  std::string end();
  void kill();
  // Lines of what it set aside: "not-ours", "refused" or "not-sent".
  [[nodiscard]] std::vector<std::string> aside(const std::string& name) const;

 private:
  support::TemporaryFolder folder_;
  std::unique_ptr<LiveProgram> rsyslogd_;
};

}  // namespace auweave::e2e

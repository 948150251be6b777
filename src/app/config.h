// Config: /etc/auweave/auweave.yaml, judged whole before anything starts: every mistake at once,
// each with file:line:column. Unknown keys are mistakes.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "deliver/kafka_sink.h"
#include "yaml/node.h"

namespace auweave::app {

struct FileSinkConfig {
  std::string path;
};

struct Config {
  std::string host;     // empty: the machine's name
  std::string boot_id;  // empty: the kernel's
  std::string accounts = "system";
  bool terminal_input = false;
  std::string mapping = "flat";
  std::vector<std::string> tlog;  // files
  std::vector<std::variant<deliver::KafkaSettings, FileSinkConfig>> sinks;
};

base::Result<Config> load_config(const std::string& path);
base::Result<Config> config_from(const yaml::Node& root);

}  // namespace auweave::app

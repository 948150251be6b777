// Config: /etc/auweave/auweave.yaml, judged whole before anything starts: every mistake at once,
// each with file:line:column. Unknown keys are mistakes.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "deliver/delivery.h"
#include "deliver/kafka_settings.h"
#include "yaml/node.h"

namespace auweave::config {

// A file that is followed, or a journal.
struct FollowedConfig {
  std::string file;
  std::string from = "end";  // or start: where to begin in what is there already
  std::string journal = {};  // "system", or a folder; empty: it is a file
  bool operator==(const FollowedConfig&) const = default;
};

// Recordings of script(1): the files of both patterns whose `*` is the same.
struct ScriptConfig {
  std::string data, timing;
  bool operator==(const ScriptConfig&) const = default;
};

struct FileSinkConfig {
  std::string path;
  bool operator==(const FileSinkConfig&) const = default;
};

struct SinkConfig {
  std::variant<deliver::KafkaSettings, FileSinkConfig> target;
  std::size_t queue = deliver::Delivery::kMostBytes;  // bytes that wait for it at most
  bool operator==(const SinkConfig&) const = default;
};

struct Config {
  std::string host;     // empty: the machine's name
  std::string boot_id;  // empty: the kernel's
  std::string accounts = "system";
  bool terminal_input = false;
  std::chrono::milliseconds lateness{10'000};
  std::string mapping = "flat";
  std::vector<FollowedConfig> tlog;
  std::optional<FollowedConfig> sshd_log;
  std::string audit_log = "/var/log/audit/audit.log";  // empty: none
  std::string sudo_io;                                 // folder of sudo's I/O logs; empty: none
  std::optional<ScriptConfig> script;
  std::vector<SinkConfig> sinks;
  std::string spool;  // folder; empty: none
  std::size_t spool_size = 1UL << 30U;
  std::string status_file = "/run/auweave/status.json";
  std::string metrics_file;                  // empty: none
  std::chrono::milliseconds health{60'000};  // 0: none
  std::string log = "auto";                  // or stderr, syslog
  bool operator==(const Config&) const = default;
};

// A file that others than its owner may write, or that is another user's, is an Error (config): it
// says where the audit trail goes.
base::Result<Config> load_config(const std::string& path);
base::Result<Config> config_from(const yaml::Node& root);
// Its status.file alone, whatever else is wrong with it; the default where this user may not read it.
base::Result<std::string> status_file_of(const std::string& path);
// "sasl.password" and the like.
[[nodiscard]] bool holds_a_password(const Config& config);

}  // namespace auweave::config

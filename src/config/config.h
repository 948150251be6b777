// Config: the content of /etc/auweave/auweave.yaml. The whole configuration is judged before the
// plugin starts, and the Error lists every mistake with file:line:column. An unknown key is a
// mistake of the configuration. A Config is a value.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "config/persons.h"
#include "deliver/delivery.h"
#include "deliver/kafka_settings.h"
#include "intake/quotas.h"
#include "session/must_record.h"
#include "yaml/node.h"

namespace auweave::config {

// FollowedConfig: an input that is followed, a file or a journal of systemd. Exactly one of `file`
// and `journal` is set.
struct FollowedConfig {
  std::string file;
  std::string from = "end";  // "end" or "start": where the first reading begins
  std::string journal = {};  // "system", or a folder of journal files; empty: the input is a file
  bool operator==(const FollowedConfig&) const = default;
};

// ScriptConfig: the paths of script(1)'s recordings. Each path has one `*`, and a data file and a
// timing file are one recording if their `*` stand for the same text.
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
  std::size_t queue = deliver::Delivery::kMostBytes;  // most bytes of waiting documents
  bool operator==(const SinkConfig&) const = default;
};

struct Config {
  std::string host;     // empty: the machine's name
  std::string boot_id;  // empty: the kernel's boot id
  std::string accounts = "system";
  PersonsByKey persons;
  session::MustRecord must_record;
  bool terminal_input = false;
  std::chrono::milliseconds lateness{10'000};
  std::size_t flood_limit = 64UL * 1024;  // bytes of output a recording and second
  std::string mapping = "flat";
  std::vector<FollowedConfig> tlog;
  std::optional<FollowedConfig> sshd_log;
  std::string audit_log = "/var/log/audit/audit.log";  // empty: no audit.log is read
  std::string sudo_io;                                 // folder of sudo's I/O logs; empty: none
  std::optional<ScriptConfig> script;
  intake::Quotas quotas;
  std::vector<SinkConfig> sinks;
  std::string spool;  // folder of the spool; empty: no spool
  std::size_t spool_size = 1UL << 30U;
  std::string status_file = "/run/auweave/status.json";
  std::string metrics_file;                  // empty: no metrics are written
  std::chrono::milliseconds health{60'000};  // period of health documents; 0: none
  std::string log = "auto";                  // "auto", "stderr" or "syslog"
  bool operator==(const Config&) const = default;
};

// The function load_config() reads and judges the file at `path`. Error: the configuration cannot
// be read, has mistakes, belongs to a user who is neither root nor this process's user, or is
// writable by others than its owner. The owner matters, because the configuration decides where the
// audit trail goes. The function config_from() judges YAML that is loaded already, and checks no
// owner.
base::Result<Config> load_config(const std::string& path);
base::Result<Config> config_from(const yaml::Node& root);
// Returns `status.file` of the configuration at `path` and ignores mistakes elsewhere in the file.
// Returns the default status file if the user may not read the configuration or the key is missing.
// Error: the file is missing or no YAML.
base::Result<std::string> status_file_of(const std::string& path);
// True if a Kafka sink has a property with a secret: "ssl.key.pem", or a name that contains
// "password" or "secret".
[[nodiscard]] bool holds_a_password(const Config& config);

}  // namespace auweave::config

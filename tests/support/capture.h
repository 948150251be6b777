// The captures of tests/fixtures/captures: real sessions with what really happened beside them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "support/json.h"

namespace auweave::support {

struct Capture {
  std::string name;
  rapidjson::Document truth;
  std::string enriched;  // audit.log as auditd wrote it
  std::string plugin;    // what a plugin got on stdin: the same with EOE
  std::string tlog;      // empty where nothing was recorded

  [[nodiscard]] std::string boot_id() const { return text(truth, "boot_id"); }
};

Capture load_capture(const std::string& name);
std::vector<std::string> capture_names();

// What the log itself says of each event, read without the program: by "SEC.MS:SERIAL".
struct LoggedEvent {
  std::optional<std::uint32_t> ses;  // of its SYSCALL or LOGIN, else of its only record
  std::string first_type;
  std::uint64_t serial = 0;
};
std::map<std::string, LoggedEvent> logged_events(const std::string& log);

}  // namespace auweave::support

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
  std::string own_tlog;  // of a recorder that writes a file of its own
  // What sshd said, of each host. Its messages are its own; the time, host and pid before them are
  // ours, from the audit records and from /proc, since `sshd -E` writes none.
  std::vector<std::string> sshd;

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

// A recorder that was started, as the log itself says; in the order of the log.
struct RecorderExec {
  std::uint64_t serial = 0;
  std::int64_t time_ms = 0;
  std::int64_t pid = 0;
  std::uint32_t ses = 0;
};
std::vector<RecorderExec> recorder_execs(const std::string& log);

// What the truth says of a session; null: nothing.
const rapidjson::Value* session_row(const Capture& capture, std::uint32_t ses);

}  // namespace auweave::support

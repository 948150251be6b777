// AuditdLike: feeds a plugin as auditd does. Each record is a write of its own; each start of the
// plugin gets a new socket pair, and what the one before had not read is gone; audit.log is written
// beside, whatever becomes of the plugin. One thread may feed while another kills and starts.
#pragma once

#include <chrono>
#include <fstream>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "live_program.h"

namespace auweave::e2e {

class AuditdLike {
 public:
  AuditdLike(std::vector<std::string> plugin, const std::string& audit_log);

  void start();
  // As kill -9 does; what it had not read is lost to it.
  void kill_plugin();
  // SIGTERM and the end of its input at once, as when auditd stops. Nothing: it goes on all the same.
  std::optional<support::Ran> stop();

  struct Fed {
    std::uint64_t records = 0;
    double seconds = 0;
    std::chrono::microseconds longest_wait{0};  // that one write took
  };
  // All lines of a log, `per_second` of them, or as fast as they are taken (0). What `dropped` holds true of
  // is in audit.log only, as when the queue to the plugin is full.
  Fed feed(
      std::string_view log, std::uint64_t per_second,
      const std::function<bool(std::string_view)>& dropped = [](std::string_view) {
        return false;
      });
  // As when auditd rotates: audit.log is audit.log.1 now, and a new one begins.
  void rotate();

  [[nodiscard]] LiveProgram& plugin() { return *running_; }

 private:
  void send(std::string_view record);

  std::vector<std::string> plugin_;
  std::string path_;
  std::ofstream audit_log_;
  std::mutex lock_;  // of the next
  std::optional<LiveProgram> running_;
};

}  // namespace auweave::e2e

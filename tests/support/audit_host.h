// AuditHost: this machine as a bastion with a real auditd and a plugin, for as long as it lives
// (tests/support/audit-host).
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "support/text_file.h"

namespace auweave::support {

class AuditHost {
 public:
  // A program that auditd starts, and its arguments: two at most, it takes no more.
  struct Plugin {
    std::string path;
    std::string arguments;
  };

  // Why none can run here with that plugin, in a few words; "" when one can.
  static std::string missing(const std::string& plugin_path);
  // Where the recordings of all sessions go.
  static std::string recordings() { return "/run/auw-host/tlog.jsonl"; }

  // Throws std::runtime_error when it does not come up.
  explicit AuditHost(const Plugin& plugin);
  // Puts back what the machine was. When this never runs, because the test program crashed or was
  // killed, the host notices by itself.
  ~AuditHost();
  AuditHost(const AuditHost&) = delete;
  AuditHost& operator=(const AuditHost&) = delete;

  // What sshd and others say to syslog.
  static std::string auth_log() { return "/run/auw-host/auth.log"; }

  // People at work; returns what they did, as JSON lines (tests/support/audit-acts).
  [[nodiscard]] std::string act(const std::string& scene) const;
  // The password of every account.
  [[nodiscard]] std::string password() const;

  // An account's public key.
  [[nodiscard]] std::string key(const std::string& account) const {
    return folder_.path("host/keys/" + account + ".pub");
  }
  [[nodiscard]] pid_t auditd() const;
  // What auditd writes.
  [[nodiscard]] std::string log() const { return folder_.path("host/audit.log"); }
  // What auditd started and still has.
  [[nodiscard]] std::vector<pid_t> plugins() const;

 private:
  TemporaryFolder folder_;
};

// False for a zombie too.
bool is_alive(pid_t process);

}  // namespace auweave::support

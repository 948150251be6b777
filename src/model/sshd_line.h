// SshdLine: what one line of sshd's own log tells of a connection. A value.
#pragma once

#include <cstdint>
#include <string>

#include "base/syslog.h"
#include "model/ids.h"

namespace auweave::model {

struct SshdLine {
  enum class What {
    connection,  // "Connection from …" (LogLevel VERBOSE)
    partial,     // "Partial publickey for …": one of several that are asked for
    accepted,    // "Accepted publickey for …"
    shell_began,  // "Starting session: …" (LogLevel VERBOSE): a shell, or what else a channel is for
    shell_left,  // "Close session: …" (LogLevel VERBOSE): what ran on a channel of it has ended
    closed,      // "Connection closed by …": the client went without a word, as a killed one does
    lost,  // "Connection reset by …", "Timeout, client not responding …", "Read error …"
  } what = What::connection;
  // The last four, of how a connection ended: sshd's process for who had logged in tells them, with that
  // account's rights.
  [[nodiscard]] bool is_of_child() const { return what >= What::shell_began; }
  base::SyslogTime time;
  std::string host;  // as syslog has it; empty: it does not tell
  // Of the connection's sshd: the one in its audit records; or of the child that this started for it.
  Pid pid;
  std::string src_ip;
  std::uint16_t src_port = 0;
  std::int64_t channel = 0;  // of what began or left; sshd gives the number of one that left again
  std::string server_ip;     // of a connection
  std::uint16_t server_port = 0;
  std::string method;       // "publickey", "password"
  std::string key;          // "SHA256:…"; of a certificate, that of its key
  std::string cert_id;      // of a certificate: what its authority calls it
  std::string cert_serial;  // a number of up to 64 bits
  std::string cert_ca;      // fingerprint of its authority's key

  template <typename Archive>
  void state(Archive& archive) {
    archive(what, time, host, pid, src_ip, src_port, channel, server_ip, server_port, method, key,
            cert_id, cert_serial, cert_ca);
  }
};

}  // namespace auweave::model

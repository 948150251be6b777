// SshdLine: one line of sshd's own log about a connection. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/syslog.h"
#include "model/ids.h"

namespace auweave::model {

struct SshdLine {
  enum class What {
    connection,   // "Connection from …" (LogLevel VERBOSE)
    partial,      // "Partial publickey for …": one of several required methods succeeded
    accepted,     // "Accepted publickey for …"
    shell_began,  // "Starting session: …" (LogLevel VERBOSE): a channel's shell or program began
    shell_left,   // "Close session: …" (LogLevel VERBOSE): a channel's shell or program ended
    closed,  // "Connection closed by …": the client left without a goodbye, as a killed client does
    lost,    // "Connection reset by …", "Timeout, client not responding …", "Read error …"
    goodbye,  // "Received disconnect from …": the client said that it leaves
  } what = What::connection;
  // True for shell_began, shell_left, closed, lost and goodbye, lines that the child of sshd for the
  // user who has logged in writes, with the user's own rights.
  [[nodiscard]] bool is_of_child() const { return what >= What::shell_began; }
  base::SyslogTime time;
  std::string host;  // host in the syslog header; empty: the header has none
  // The account that wrote the line, as the kernel told journald; nothing for a line of a file,
  // which any program that can write to syslog may have written.
  std::optional<Uid> writer;
  // The sshd process that handles the connection and is in its audit records, or the child that
  // this process started for the user.
  Pid pid;
  std::string user;  // the account that the line names; empty: the line names none
  std::string src_ip;
  std::uint16_t src_port = 0;
  std::int64_t channel = 0;  // the channel that began or ended; sshd reuses numbers
  std::string server_ip;     // sshd's own address, of a `connection` line
  std::uint16_t server_port = 0;
  std::string method;   // "publickey", "password"
  std::string key;      // "SHA256:…", the fingerprint of the key (also of a certificate's key)
  std::string cert_id;  // the certificate's name, given by its authority
  std::string cert_serial;  // serial number of the certificate, up to 64 bits
  std::string cert_ca;      // fingerprint of the authority's key

  template <typename Archive>
  void state(Archive& archive) {
    archive(what, time, host, writer, pid, user, src_ip, src_port, channel, server_ip, server_port,
            method, key, cert_id, cert_serial, cert_ca);
  }
};

}  // namespace auweave::model

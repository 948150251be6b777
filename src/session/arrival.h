// Arrival: a value that has the facts about one connection to sshd that are in no fixed place of
// the audit trail, from the connection's own records where they tell them, else from the lines of
// sshd's log that fit these records.
//
// Any program that can write to syslog can write lines like those of sshd. So an Arrival names no
// account and decides no join. Lines that tell different facts of one connection contradict each
// other, and then no line of them is believed. A line of which journald knows that root wrote it is
// better evidence than any line of a file: after such a line the lines of files do not count.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/wall_time.h"
#include "model/sshd_line.h"

namespace auweave::session {

// Recorded: what the audit records of the connection themselves tell. A line that tells another
// account or another port is about another connection.
struct Recorded {
  std::string account;  // the account that sshd asks PAM about
  std::optional<std::int64_t> src_port;
  std::string server_ip;
  std::optional<std::int64_t> server_port;
  std::string auth_key;

  template <typename Archive>
  void state(Archive& archive) {
    archive(account, src_port, server_ip, server_port, auth_key);
  }
};

// KeyFacts: the key of a line, and the certificate if the key is one's.
struct KeyFacts {
  std::string key, cert_id, cert_serial, cert_ca;
  bool operator==(const KeyFacts&) const = default;

  template <typename Archive>
  void state(Archive& archive) {
    archive(key, cert_id, cert_serial, cert_ca);
  }
};

// Logged: what the lines tell. Each fact but the port is of one kind of line alone.
struct Logged {
  std::optional<std::int64_t> src_port;
  std::optional<base::WallTime> connected;  // `connection`
  std::string server_ip;                    // `connection`
  std::optional<std::int64_t> server_port;  // `connection`
  std::string method;                       // `accepted`; empty: no such line
  KeyFacts accepted, partial;

  template <typename Archive>
  void state(Archive& archive) {
    archive(src_port, connected, server_ip, server_port, method, accepted, partial);
  }
};

class Arrival {
 public:
  Recorded recorded;

  [[nodiscard]] std::optional<base::WallTime> connected() const { return log_.connected; }
  [[nodiscard]] std::optional<std::int64_t> src_port() const {
    return recorded.src_port.has_value() ? recorded.src_port : log_.src_port;
  }
  [[nodiscard]] const std::string& server_ip() const {
    return recorded.server_ip.empty() ? log_.server_ip : recorded.server_ip;
  }
  [[nodiscard]] std::optional<std::int64_t> server_port() const {
    return recorded.server_ip.empty() ? log_.server_port : recorded.server_port;
  }
  [[nodiscard]] const std::string& auth_method() const { return log_.method; }
  [[nodiscard]] const std::string& auth_key() const {
    return recorded.auth_key.empty() ? key_facts().key : recorded.auth_key;
  }
  // Returns the certificate's facts, or empty ones if the records tell another key than the line.
  [[nodiscard]] const KeyFacts& certificate() const;
  // True if lines contradict each other, and none of them is believed.
  [[nodiscard]] bool contradicted() const { return contradicted_; }
  // True if a line tells that somebody was accepted.
  [[nodiscard]] bool accepted() const { return !log_.method.empty(); }

  // Adds a line that fits the connection. `time` is the moment of the line.
  void add(const model::SshdLine& line, base::WallTime time);
  // Says that lines about the connection's end contradict each other.
  void contradict();
  // Forgets all lines.
  void forget_lines() { *this = Arrival(std::move(recorded)); }

  Arrival() = default;
  explicit Arrival(Recorded of_records) : recorded(std::move(of_records)) {}

  template <typename Archive>
  void state(Archive& archive) {
    archive(recorded, log_, by_journal_, contradicted_);
  }

 private:
  // The key that was accepted at last counts. `partial` is the one before, of several methods that
  // are required.
  [[nodiscard]] const KeyFacts& key_facts() const {
    return log_.accepted.key.empty() ? log_.partial : log_.accepted;
  }
  [[nodiscard]] bool differs(const model::SshdLine& line, base::WallTime time) const;

  Logged log_;
  bool by_journal_ = false;  // the lines so far are lines of the journal
  bool contradicted_ = false;
};

}  // namespace auweave::session

// LoginTries: attempts to log in that came to nothing. A value; one thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/document.h"
#include "story/settings.h"

namespace auweave::story {

// Those of one address that follow each other closely.
struct FailedLogins {
  base::WallTime first, last;
  std::string src_ip, target;
  std::vector<std::pair<std::string, std::uint64_t>> names;  // account tried: how often
  std::uint64_t tries = 0;
  std::uint64_t connections = 0;
};

class LoginTries {
 public:
  // An event of sshd before LOGIN.
  void add(const model::EventDocument& event);
  // The connection logged in after all: its failures are the session's.
  void became_session(const std::string& connection_id) { tries_.erase(connection_id); }

  [[nodiscard]] std::vector<FailedLogins> series(const Filter& filter) const;

  // Of more the oldest by id are forgotten.
  static constexpr std::size_t kMost = 100'000;

 private:
  struct Try {
    base::WallTime first, last;
    std::string src_ip, target;
    std::map<std::string, std::uint64_t> names;
    std::uint64_t passwords = 0;  // that were wrong
    std::uint64_t logins = 0;     // that failed
  };
  static void join(const Try& attempt, FailedLogins& series);

  std::map<std::string, Try> tries_;  // by connection_id
};

}  // namespace auweave::story

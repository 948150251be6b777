// LoginTries: a value of one thread, the attempts to log in that failed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/document.h"
#include "story/settings.h"

namespace auweave::story {

// FailedLogins: a series of failed attempts from one address, each at most ten minutes after the
// one before.
struct FailedLogins {
  base::WallTime first, last;
  std::string src_ip, target;
  std::vector<std::pair<std::string, std::uint64_t>> names;  // account tried -> number of attempts
  std::uint64_t tries = 0;
  std::uint64_t connections = 0;
};

class LoginTries {
 public:
  // Adds an event that sshd wrote before LOGIN, if the event is a failed attempt to log in.
  void add(const model::EventDocument& event);
  // Forgets the failed attempts of a connection that logged in after all, because the session
  // counts the attempts.
  void became_session(const std::string& connection_id) { tries_.erase(connection_id); }

  // Returns the series that the filter lets through, in the order of time.
  [[nodiscard]] std::vector<FailedLogins> series(const Filter& filter) const;

  // A LoginTries keeps at most kMost connections; a further connection evicts the connection with
  // the smallest id.
  static constexpr std::size_t kMost = 100'000;

 private:
  struct Try {
    base::WallTime first, last;
    std::string src_ip, target;
    std::map<std::string, std::uint64_t> names;
    std::uint64_t passwords = 0;  // number of wrong passwords
    std::uint64_t logins = 0;     // number of failed logins
  };
  static void join(const Try& attempt, FailedLogins& series);

  std::map<std::string, Try> tries_;  // by connection_id
};

}  // namespace auweave::story

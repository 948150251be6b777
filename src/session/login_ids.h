// LoginIds: what a host's records tell of processes before they get another login id (auid), and
// which processes have none any more. A LOGIN of a process that has a login id already is a login,
// or an account taken by root (a write to /proc/self/loginuid; kernel/audit.c: audit_set_loginuid).
//
// | evidence                                             | then                                     |
// |------------------------------------------------------|------------------------------------------|
// | the process is known as a program that begins no     | changed: actor and session stay          |
// | sessions (an execve of it in the old session, or the |                                          |
// | SYSCALL of the LOGIN itself)                         |                                          |
// | else: the program begins sessions, by its whole      | login: the new account is the actor      |
// | path; its connection is known; PAM let the account   |                                          |
// | in by the same process before                        |                                          |
// | nothing is known of the process                      | unsure: the new account, and told so     |
//
// A value, used by its Table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bounded_map.h"
#include "model/event_facts.h"

namespace auweave::session {

class LoginIds {
 public:
  enum class Change { none, login, changed, unsure };

  // Enters what an event tells of its process.
  void note(const model::EventFacts& facts);
  // Judges a LOGIN; `connected`: its process has a connection. None: the process had no login id.
  [[nodiscard]] Change judge(const model::EventFacts& facts, bool connected) const;

  // Enters a process of the session `ses` that gave up its login id.
  void stray(model::Pid pid, model::Ses ses) { strays_.enter(pid.value, ses.value); }
  // Returns the session of a process without login id that a stray of the session began, or that is
  // one, and follows its children. A program that begins sessions is no stray: its process has the id
  // that a stray had.
  [[nodiscard]] std::optional<model::Ses> stray_of(const model::EventFacts& facts);
  void restart();

  template <typename Archive>
  void state(Archive& archive) {
    archive(programs_, let_in_, strays_);
  }

  static constexpr std::size_t kMostPrograms = 16'384;
  static constexpr std::size_t kMostLetIn = 4'096;
  static constexpr std::size_t kMostStrays = 4'096;

 private:
  struct Ran {
    std::uint32_t ses = 0;
    bool begins_sessions = false;

    template <typename Archive>
    void state(Archive& archive) {
      archive(ses, begins_sessions);
    }
  };
  base::BoundedMap<std::int64_t, Ran> programs_{kMostPrograms};     // the last execve, by pid
  base::BoundedMap<std::int64_t, std::string> let_in_{kMostLetIn};  // account, by pid
  base::BoundedMap<std::int64_t, std::uint32_t> strays_{kMostStrays};
};

}  // namespace auweave::session

// Happening: a value, a part of an audit event that the story tells.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/wall_time.h"
#include "model/document.h"
#include "programs/program.h"

namespace auweave::story {

struct Happening {
  enum class What {
    executed,        // `text` is the command
    denied,          // an action was not allowed, or failed
    connected,       // `text` is ip:port and the program
    became,          // sudo, su … began to act as `user`
    returned,        // sudo, su … ended
    asked_sudo,      // sudo let a command pass (told if execs are not audited)
    refused,         // sudo refused a command
    wrong_password,  // a wrong password for sudo, su …
    noteworthy,      // accounts, configuration, anomalies
    changed,         // a watched file was changed, or another rule matched
  } what = What::executed;
  base::WallTime time;
  base::WallTime last;  // time of the last repetition
  std::int64_t pid = 0;
  std::int64_t ppid = 0;
  std::string text;
  std::string plain;    // of a command: its words joined by blanks, if that differs from `text`
  std::string program;  // name of the acting program
  // The acting program's row in the table of programs, or null if the table has no such program, or
  // the program's file lies in a folder in which anybody may put a file.
  const programs::Program* known = nullptr;
  bool reads_lines = false;  // the execve of a shell that got no command
  std::string user;          // account whose rights were used; for `became` the new account
  std::string recording_id;
  std::string event_id;     // of the first repetition
  std::uint64_t count = 1;  // number of repetitions in a row
};

// Returns the happening of an event. Returns no happening if the event is not worth telling, or if
// another event tells the happening.
std::optional<Happening> happening_of(const model::EventDocument& event);

// True if the acting program acts as another account: sudo, su, pkexec.
bool changes_user(const Happening& happening);
// True if the happening is the execve of tlog, the session recorder.
bool is_recorder(const Happening& happening);

}  // namespace auweave::story

// Happening: one thing of an audit event that is worth telling. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/wall_time.h"
#include "model/document.h"

namespace auweave::story {

struct Happening {
  enum class What {
    executed,        // `text` is the command
    denied,          // something was not allowed, or failed
    connected,       // `text` is ip:port and by whom
    became,          // sudo or su began to act as `user`
    returned,        // and ended
    asked_sudo,      // sudo let a command pass (told where execs are not audited)
    refused,         // sudo did not
    wrong_password,  // of sudo or su
    noteworthy,      // accounts, configuration, anomalies
    changed,         // a watched file was changed, and what else rules tell of
  } what = What::executed;
  base::WallTime time;
  base::WallTime last;  // of those in a row
  std::int64_t pid = 0;
  std::int64_t ppid = 0;
  std::string text;
  std::string plain;    // of a command: its words joined by blanks, where that is another text
  std::string program;  // name of the program that did it
  std::string user;     // whose rights it used; of became whom it acts as
  std::string recording_id;
  base::Digest event_id{};  // of the first of those in a row
  std::uint64_t count = 1;  // times in a row
};

// Nothing: this event is not worth telling, or another one tells it.
std::optional<Happening> happening_of(const model::EventDocument& event);

// A program that gives other rights, by its name.
bool is_elevator(std::string_view program);
// A recorder's execve.
bool is_recorder(const Happening& happening);
// A shell's execve that was given nothing to run: it reads lines, from a person or from a pipe.
bool reads_lines(const Happening& happening);

}  // namespace auweave::story

// Happening: one thing of an audit event that is worth telling. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/wall_time.h"
#include "model/document.h"
#include "programs/program.h"

namespace auweave::story {

struct Happening {
  enum class What {
    executed,        // `text` is the command
    denied,          // something was not allowed, or failed
    connected,       // `text` is ip:port and by whom
    became,          // sudo, su … began to act as `user`
    returned,        // and ended
    asked_sudo,      // sudo let a command pass (told where execs are not audited)
    refused,         // sudo did not
    wrong_password,  // given to sudo, su …
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
  // Its row of the table of programs; null: it has none, or lies where anybody may put a file.
  const programs::Program* known = nullptr;
  bool reads_lines = false;  // an execve of a shell that was given nothing to run
  std::string user;          // whose rights it used; of became whom it acts as
  std::string recording_id;
  base::Digest event_id{};  // of the first of those in a row
  std::uint64_t count = 1;  // times in a row
};

// Nothing: this event is not worth telling, or another one tells it.
std::optional<Happening> happening_of(const model::EventDocument& event);

// A program that acts as another account did it: sudo, su, pkexec.
bool changes_user(const Happening& happening);
// A session recorder's (tlog's) execve.
bool is_recorder(const Happening& happening);

}  // namespace auweave::story

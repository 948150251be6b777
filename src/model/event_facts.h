// EventFacts: what the session table needs to know of an event. A value of views, valid as long as
// the event.
#pragma once

#include <optional>
#include <string_view>

#include "model/ids.h"

namespace auweave::model {

struct EventFacts {
  std::string_view type;  // of the leading record
  std::optional<Ses> ses;
  std::optional<Uid> auid;
  std::string_view auid_name;  // the number as text where no name is known
  std::optional<Pid> pid;
  std::optional<Pid> ppid;
  std::string_view exe;
  std::string_view tty;         // "pts/2"
  std::string_view address;     // addr= of a record that has one; never "?"
  std::string_view account;     // acct= where it names somebody
  std::string_view operation;   // op= of a user record
  bool authentication = false;  // its category
  std::optional<bool> success;
  std::string_view ticket;  // that the session is for from now on; empty: it says none
  bool executed = false;    // an execve that has its EXECVE record
};

}  // namespace auweave::model

// EventFacts: the facts of one event that the session table needs. EventFacts consists of views,
// which are valid as long as the event is. A value.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "model/ids.h"
#include "model/program_files.h"

namespace auweave::model {

struct EventFacts {
  std::string_view type;  // type of the leading record
  std::optional<Ses> ses;
  std::optional<Uid> auid;
  // Of a LOGIN: the session and the account that the process had before; nothing: unset.
  std::optional<Ses> old_ses;
  std::optional<Uid> old_auid;
  std::string_view old_auid_name;
  std::string_view auid_name;  // name of the auid; the number as text if no name is known
  std::optional<Pid> pid;
  std::optional<Pid> ppid;
  std::string_view exe;        // empty, too: the name counts for nothing (weave::KnownPrograms)
  std::string_view tty;        // "pts/2"
  std::string_view address;    // addr= of the record that has it; never "?"
  std::string_view account;    // acct= if it names an account
  std::string_view operation;  // op= of a user record
  // Of a record of sshd: the client's port, sshd's own address and port (rport=, laddr=, lport=), and
  // the fingerprint of the key (fp=) that was accepted.
  std::optional<std::int64_t> peer_port;
  std::string_view server_ip;
  std::optional<std::int64_t> server_port;
  std::string_view key_print;
  bool authentication = false;  // the event's category is authentication
  std::optional<bool> success;
  std::string_view ticket;  // ticket that the event gives the session; empty: it gives none
  bool executed = false;    // the event has an EXECVE record
  std::span<const std::string_view> argv;  // of the EXECVE record; empty if an argument is missing
  // Name of the process's uid, if the event is an execve and uid and euid differ. The account that
  // the process acted as before the execve of a setuid program.
  std::string_view real_user;
  Refused refused = Refused::no;  // of a recorder that was executed
};

}  // namespace auweave::model

// Session: one login session, a connection: what came before it. Values owned by the Table.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::session {

// An audited execve of the recorder (tlog-rec-session): what vouches for a recording.
struct Recorder {
  model::Pid pid;
  std::uint64_t serial = 0;  // of its execve; names the recording
  base::WallTime time;
};

// The programs whose execve makes one: by their whole path, since a name is anybody's.
[[nodiscard]] bool is_recorder(std::string_view exe);

struct Session {
  std::string id;  // <host>:<first 8 hex of boot id, or ~ and 7>:<ses>
  std::string host;
  std::string boot_id;  // with dashes; empty: unknown
  model::Ses ses;
  std::optional<model::Uid> auid;
  std::string actor;
  std::string src_ip;
  std::string service;  // entered through: "sshd", "cron", "login"
  std::string tty;
  std::string connection_id;
  std::optional<base::WallTime> connected;
  std::optional<base::WallTime> opened;  // LOGIN's time; nothing when it was not seen
  std::optional<base::WallTime> closed;
  std::optional<model::Pid> login_pid;
  std::int64_t failures_before = 0;
  base::WallTime last_seen;

  std::optional<base::WallTime> first_exec;  // its execs are audited from here on
  std::vector<Recorder> recorders;

  [[nodiscard]] bool login_unseen() const { return !opened.has_value(); }
};

// A connection to sshd that has not logged in (yet).
struct Connection {
  std::string id;  // <host>/<sshd pid>/<epoch ms of its first record>
  base::WallTime first;
  std::string src_ip;
  std::int64_t failures = 0;  // USER_LOGIN res=failed that name somebody
};

}  // namespace auweave::session

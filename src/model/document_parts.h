// The parts of documents (model/document.h) that mappings may write as objects of their own. A part
// consists of views, as documents do, unless it has texts of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/wall_time.h"

namespace auweave::model {

using Text = std::string_view;
using Texts = std::vector<std::string_view>;
using Number = std::optional<std::int64_t>;

// MaskedCount: how many secrets a rule masked in a document. Reserved: no part fills it yet.
struct MaskedCount {
  Text rule;
  std::int64_t count = 0;
};

// MacDecision: what a security module (SELinux, AppArmor, fapolicyd, IMA …) decided.
struct MacDecision {
  Text module;    // "selinux", "apparmor", "fanotify" (fapolicyd), "ima", "seccomp" …
  Text decision;  // "denied", "granted", "killed", "measured"; of seccomp also how it answered
  std::optional<bool> permissive;  // true: it denied in words, and let it pass
  Text operation;                  // what was asked, as the module calls it
  Text object_class;
  Texts permissions;
  Text source, target;  // contexts of the process and of the object, or the profiles
  Text object;          // path, capability or port that was asked for
  Text reason;          // rule or cause
  Text hash;            // of the file, as IMA has it
  Text user;            // who asked, where a program decided for somebody (USER_AVC)
};

// SessionFacts: the session of an event, for mappings that write the session as a nested object.
struct SessionFacts {
  Number ses;
  Number auid;
  Text service;
  std::optional<base::WallTime> opened;
};

// ParentFacts: the parent of the event's process, as far as earlier records told of the parent.
struct ParentFacts {
  Text id;  // event_id of the parent's execve
  Text exe, command, user;
  std::optional<base::WallTime> started;
};

struct ProcessFacts {
  Number pid, ppid, uid, gid, euid, egid, suid, sgid, fsuid, fsgid;
  Text user, group, effective_group;  // names of uid, gid, egid
  Text title;                         // PROCTITLE, its NUL bytes as blanks
  // Of the event's own process: event_id, command line and time of the process's execve.
  Text id, command;
  std::optional<base::WallTime> started;
  ParentFacts parent;
};

struct PathFacts {
  Number item;
  Text name;
  Text nametype;
  Text inode, device, mode;
  Number uid, gid;
  Text owner, group;
};

struct SyscallFacts {
  Number number;
  Text arch;
  Texts args;  // a0..a3, in hex as the kernel wrote them
  Number exit;
};

// Executed: a program that a command ran.
struct Executed {
  std::vector<std::string> argv;  // the exact bytes of the arguments
  std::string exe;
  Number pid, ppid;
  base::WallTime started;
  std::string effective_user;
  bool failed = false;   // the execve failed, so argv is unknown
  bool refused = false;  // sudo, su … did not let its user do what was asked for

  template <typename Archive>
  void state(Archive& archive) {
    archive(argv, exe, pid, ppid, started, effective_user, failed, refused);
  }
};

// RecordingPlace: a moment in a recording, counted from the execve of the recorder.
struct RecordingPlace {
  std::string recording_id;
  std::int64_t offset_ms = 0;

  template <typename Archive>
  void state(Archive& archive) {
    archive(recording_id, offset_ms);
  }
};

// RecordingFacts: a recording of a session, as known when the document is made.
struct RecordingFacts {
  std::string recording_id;
  Text rec;     // the recording's own name; empty: no chunk came
  Text source;  // empty: the recording is of the session's terminal (tlog)
  std::optional<base::WallTime> started;
  std::optional<bool> verified;  // nothing while chunks may still come
  Text vouched_by;               // the weakest of the chunks' vouchers
  std::string inside;  // recording_id of the outer recording; empty: the recording is in no other
  Number chunks;
  Number chunks_lost;
};

}  // namespace auweave::model

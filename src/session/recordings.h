// Recordings: the terminal recordings of one session, which is inside which, and which of them a
// process runs in. Values; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/wall_time.h"
#include "model/ids.h"
#include "session/chunk_numbers.h"

namespace auweave::session {

// The programs whose execve starts one: by their whole path, since a name is anybody's.
[[nodiscard]] bool is_recorder(std::string_view exe);

struct Recording {
  // Its recorder's audited execve, which vouches for it; nothing, and 0, where exec is not audited.
  std::optional<model::Pid> pid;
  std::uint64_t serial = 0;
  base::WallTime started;  // the execve; else as its chunks tell it
  // Serial of the recording whose terminal it runs in; 0: none. By its ancestors; where they are not
  // known, the outermost that started last.
  std::uint64_t outer = 0;
  std::string rec;         // the source's own name; empty until a chunk came
  std::uint64_t chunks = 0;
  std::uint64_t bytes_out = 0;
  std::optional<ChunkNumbers> numbers;  // from its first chunk on
  bool contradicted = false;            // two different chunks came with one number

  [[nodiscard]] bool verified() const { return pid.has_value(); }
  // <session_id>/<serial>, or /<rec> where nothing vouches for it.
  [[nodiscard]] std::string id(std::string_view session_id) const {
    return std::string(session_id).append("/").append(serial != 0 ? std::to_string(serial) : rec);
  }
};

class Recordings {
 public:
  // A recorder was executed.
  const Recording& start(model::Pid pid, std::optional<model::Pid> parent, std::uint64_t serial,
                         base::WallTime time);
  // A process of the session was seen: it is inside what its parent is inside.
  void see(model::Pid pid, std::optional<model::Pid> parent);
  // A process of the service that the session was entered through (sshd): inside of none, and so is
  // a recorder that it starts.
  void see_entrance(model::Pid pid);

  // The outermost recording a moment of that process is in: by its ancestors; where they are not
  // known (a fork leaves no record, and sudo forks) the one that started last. Null: none has
  // started.
  [[nodiscard]] const Recording* outermost(std::optional<model::Pid> pid) const;

  // The recording of a chunk: that of its recorder's pid, by the name a chunk gave it before, else
  // the one without a name that started last before `began`. Null: no such recorder was seen.
  Recording* vouched(model::Pid pid, std::string_view rec, base::WallTime began);
  // True when another recording of this pid and time has a name already.
  [[nodiscard]] bool taken(model::Pid pid, base::WallTime began) const;
  // One that nothing vouches for, by its name; entered when it is new.
  Recording& unvouched(std::string_view rec, base::WallTime began);
  [[nodiscard]] Recording* find(std::string_view rec);

  [[nodiscard]] const std::vector<Recording>& all() const { return recordings_; }
  [[nodiscard]] bool empty() const { return recordings_.empty(); }

  // Of more the oldest inner ones are forgotten; the first stays.
  static constexpr std::size_t kMost = 256;
  // Shells live long and are seen with each child, so that few processes need to be remembered.
  static constexpr std::size_t kMostProcesses = 64;
  static constexpr std::size_t kMostEntrances = 16;

 private:
  struct Process {
    model::Pid pid;
    std::uint64_t inside = 0;  // serial of its innermost recording; 0: none
  };
  Recording& enter(Recording recording);
  [[nodiscard]] const Recording* by_serial(std::uint64_t serial) const;
  [[nodiscard]] const Process* process(std::optional<model::Pid> pid) const;
  void remember(model::Pid pid, std::uint64_t inside);

  std::vector<Recording> recordings_;  // in the order they started
  std::vector<Process> processes_;     // seen last at the end
  std::vector<Process> entrances_;
};

}  // namespace auweave::session

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

// Kernel time stamps are up to a tick older than the clock tlog reads, never newer by more.
inline constexpr std::int64_t kClockSlackMs = 1000;

// What came of a recording.
struct RecordingTotals {
  std::uint64_t chunks = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t lost = 0;
  bool contradicted = false;
};

struct Recording {
  // As model::TtyChunk::source: tlog records a session's terminal, all others one command.
  std::string source = "tlog";
  // Its recorder's audited execve (sudo's: its USER_CMD), which vouches for it; nothing, and 0, where
  // exec is not audited.
  // Of a recorder that was found running, kFoundRunning and its pid in place of the serial.
  std::optional<model::Pid> pid;
  std::uint64_t serial = 0;
  base::WallTime started;  // that record; else as its chunks tell it
  // Serial of the recording whose terminal it runs in; 0: none. By its ancestors; where they are not
  // known, the outermost that started last.
  std::uint64_t outer = 0;
  std::string rec;                      // the source's own name; empty until a chunk came
  std::optional<ChunkNumbers> numbers;  // from its first chunk on
  // The earliest chunk that came with the number of another.
  std::optional<base::WallTime> contradicted;
  bool of_before = false;  // it started before what is woven: chunks of it may be elsewhere

  static constexpr std::uint64_t kFoundRunning = 1ULL << 63U;

  [[nodiscard]] bool found_running() const { return serial >= kFoundRunning; }
  // Its chunks came from the first one on, as far as can be known.
  [[nodiscard]] bool from_start() const {
    return !of_before || (numbers.has_value() && numbers->first() == 1);
  }
  [[nodiscard]] bool of_terminal() const { return source == "tlog"; }
  [[nodiscard]] bool verified() const { return pid.has_value(); }
  void count(base::WallTime time, std::uint64_t bytes);
  void contradict(base::WallTime time);
  // By chunks up to `end`, or by all: a recording may be read ahead of the record that ends its
  // session, and what it shows of after that must not depend on how far.
  [[nodiscard]] RecordingTotals totals(std::optional<base::WallTime> end) const;
  template <typename Archive>
  void state(Archive& archive) {
    archive(source, pid, serial, started, outer, rec, numbers, contradicted, of_before, chunks_,
            bytes_out_, latest_);
  }
  // <session_id>/<serial>, or /<rec> where no execve vouches for it.
  [[nodiscard]] std::string id(std::string_view session_id) const {
    const bool by_serial = serial != 0 && !found_running();
    return std::string(session_id).append("/").append(by_serial ? std::to_string(serial) : rec);
  }

 private:
  struct Counted {
    base::WallTime time;
    std::uint64_t bytes = 0;

    template <typename Archive>
    void state(Archive& archive) {
      archive(time, bytes);
    }
  };
  static constexpr std::size_t kMostLatest = 256;
  std::uint64_t chunks_ = 0;
  std::uint64_t bytes_out_ = 0;
  std::vector<Counted> latest_;  // of the chunks, those that came last
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

  // A recorder that runs already, by the name its chunks have; `around`: the recorder, running too,
  // whose terminal it runs in.
  void find_running(model::Pid pid, std::string rec, base::WallTime started,
                    std::optional<model::Pid> around);
  // A process that runs already, of which nothing was seen; `around` as above.
  void find_process(model::Pid pid, std::optional<model::Pid> around);
  // All there are started before what is woven.
  void begin_after_them();

  // The outermost recording a moment of that process is in: by its ancestors; where they are not
  // known (a fork leaves no record, and sudo forks) the one that started last. Null: none has
  // started.
  [[nodiscard]] const Recording* outermost(std::optional<model::Pid> pid) const;

  // The innermost recording of a terminal that process is in; where its ancestors are not known, as
  // above. Null: none has started.
  [[nodiscard]] const Recording* around(std::optional<model::Pid> pid) const;

  // The recording of a chunk: that of its recorder's pid, by the name a chunk gave it before, else
  // the one without a name that started last before `began`. Null: no such recorder was seen.
  Recording* vouched(model::Pid pid, std::string_view rec, base::WallTime began);
  // True when a recorder of this pid was seen: a chunk that it does not vouch for is another's.
  [[nodiscard]] bool taken(model::Pid pid) const;
  // One that nothing vouches for, by its name; entered when it is new.
  Recording& unvouched(std::string_view rec, base::WallTime began);
  // One that is not tlog's, among the others by when it started.
  void enter_other(const Recording& recording);
  // By its name and its recorder's serial (0: nothing vouches for it): anybody can give one that is
  // not vouched for another's name.
  [[nodiscard]] Recording* find(std::string_view rec, std::uint64_t serial);
  // Null: 0, or forgotten.
  [[nodiscard]] const Recording* by_serial(std::uint64_t serial) const;

  // Serials of the recordings it is inside of, innermost first.
  [[nodiscard]] std::vector<std::uint64_t> around(const Recording& recording) const;

  [[nodiscard]] const std::vector<Recording>& all() const { return recordings_; }
  [[nodiscard]] bool empty() const { return recordings_.empty(); }

  template <typename Archive>
  void state(Archive& archive) {
    archive(recordings_, processes_, entrances_);
  }

  // Of more the oldest are forgotten: those that are not tlog's, else inner ones; tlog's first stays.
  static constexpr std::size_t kMost = 256;
  // Shells live long and are seen with each child, so that few processes need to be remembered.
  static constexpr std::size_t kMostProcesses = 64;
  static constexpr std::size_t kMostEntrances = 16;

 private:
  struct Process {
    model::Pid pid;
    std::uint64_t inside = 0;  // serial of its innermost recording; 0: none

    template <typename Archive>
    void state(Archive& archive) {
      archive(pid, inside);
    }
  };
  Recording& enter(Recording recording);
  Recording* running_since(model::Pid pid, base::WallTime time);
  const Recording& name(Recording& recording, std::uint64_t serial, base::WallTime time);
  [[nodiscard]] const Recording* of_recorder(std::optional<model::Pid> pid) const;
  void make_room();
  [[nodiscard]] const Process* process(std::optional<model::Pid> pid) const;
  void remember(model::Pid pid, std::uint64_t inside);

  std::vector<Recording> recordings_;  // in the order they started
  std::vector<Process> processes_;     // seen last at the end
  std::vector<Process> entrances_;
};

}  // namespace auweave::session

// Recordings: the terminal recordings of one session: which recording is inside which, and in which
// recordings a process runs. Values; one thread.
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

// The time stamps of the kernel are up to a tick older than the clock that tlog reads.
inline constexpr std::int64_t kClockSlackMs = 1000;

// Totals: sums over the chunks of a recording.
struct RecordingTotals {
  std::uint64_t chunks = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t lost = 0;
  bool contradicted = false;
};

struct Recording {
  // model::TtyChunk::source. tlog records the terminal of a session; every other source records one
  // command.
  std::string source = "tlog";
  // The recorder's audited execve (sudo's: the USER_CMD), which vouches for the recording. Without
  // audited execs `pid` is empty and `serial` 0. If the recorder was found running, `serial` is
  // kFoundRunning and the pid.
  std::optional<model::Pid> pid;
  std::uint64_t serial = 0;
  base::WallTime started;  // time of that record, or of the first chunk
  // Serial of the recording in whose terminal this recording runs; 0: no such recording. The
  // ancestors of the recorder decide. If the ancestors are unknown, the outermost recording that
  // started last is taken.
  std::uint64_t outer = 0;
  std::string rec;                      // the source's own name; empty until a chunk came
  std::optional<ChunkNumbers> numbers;  // from the first chunk on
  // Time of the earliest chunk that came with the number of another chunk.
  std::optional<base::WallTime> contradicted;
  bool of_before = false;  // the recording started before the weaver; its chunks may be elsewhere

  static constexpr std::uint64_t kFoundRunning = 1ULL << 63U;

  [[nodiscard]] bool found_running() const { return serial >= kFoundRunning; }
  // True if the chunks came from the first one on, as far as can be known.
  [[nodiscard]] bool from_start() const {
    return !of_before || (numbers.has_value() && numbers->first() == 1);
  }
  [[nodiscard]] bool of_terminal() const { return source == "tlog"; }
  [[nodiscard]] bool verified() const { return pid.has_value(); }
  void count(base::WallTime time, std::uint64_t bytes);
  void contradict(base::WallTime time);
  // Returns the totals of the chunks up to `end`, or of all chunks. A recording may be read ahead
  // of the record that ends its session, and later chunks must not count, however far the reading
  // is.
  [[nodiscard]] RecordingTotals totals(std::optional<base::WallTime> end) const;
  template <typename Archive>
  void state(Archive& archive) {
    archive(source, pid, serial, started, outer, rec, numbers, contradicted, of_before, chunks_,
            bytes_out_, latest_);
  }
  // Returns <session_id>/<serial>, or <session_id>/<rec> if no execve vouches for the recording.
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
  std::vector<Counted> latest_;  // the chunks that came last
};

class Recordings {
 public:
  // A recorder was executed. Returns its recording.
  const Recording& start(model::Pid pid, std::optional<model::Pid> parent, std::uint64_t serial,
                         base::WallTime time);
  // A process of the session was seen. The process is inside the recording that its parent is
  // inside.
  void see(model::Pid pid, std::optional<model::Pid> parent);
  // A process of the session's entrance service (sshd) was seen. This process, and a recorder that
  // the process starts, are inside no recording.
  void see_entrance(model::Pid pid);

  // Enters a recorder that runs already, with the name that its chunks have. `around` is the
  // running recorder in whose terminal the recorder runs.
  void find_running(model::Pid pid, std::string rec, base::WallTime started,
                    std::optional<model::Pid> around);
  // Enters a process that runs already, and of which no event was seen. `around` is the running
  // recorder in whose terminal the process runs.
  void find_process(model::Pid pid, std::optional<model::Pid> around);
  // Marks every recording as started before the weaver.
  void begin_after_them();

  // Returns the outermost recording around a process. The ancestors decide. If the ancestors are
  // unknown (a fork leaves no record, and sudo forks), the outermost recording that started last is
  // taken. Returns null before the first recording.
  [[nodiscard]] const Recording* outermost(std::optional<model::Pid> pid) const;

  // Returns the innermost terminal recording around a process, or null if the process is inside no
  // recording. If the ancestors are unknown, the outermost recording that started last is taken.
  [[nodiscard]] const Recording* around(std::optional<model::Pid> pid) const;

  // Returns the recording of a chunk from the recorder `pid`: the recording named `rec`, or else
  // the unnamed recording that started last before `began`. Returns null if no such recorder was
  // seen.
  Recording* vouched(model::Pid pid, std::string_view rec, base::WallTime began);
  // True if a recorder with this pid was seen. A chunk of this pid without a vouched() recording
  // was written by another program.
  [[nodiscard]] bool taken(model::Pid pid) const;
  // Returns the recording with this name that no record vouches for. Enters a new recording if
  // there is none.
  Recording& unvouched(std::string_view rec, base::WallTime began);
  // Enters a recording of a source other than tlog, in the order of the starts.
  void enter_other(const Recording& recording);
  // Returns the recording with this name and this serial of its recorder (0: nothing vouches for
  // it), or null. Both are needed, because any program can claim another recording's name.
  [[nodiscard]] Recording* find(std::string_view rec, std::uint64_t serial);
  // Returns the recording with this serial. Returns null if `serial` is 0 or the recording was
  // forgotten.
  [[nodiscard]] const Recording* by_serial(std::uint64_t serial) const;

  // Returns the serials of the recordings around a recording, innermost first.
  [[nodiscard]] std::vector<std::uint64_t> around(const Recording& recording) const;

  [[nodiscard]] const std::vector<Recording>& all() const { return recordings_; }
  [[nodiscard]] bool empty() const { return recordings_.empty(); }

  template <typename Archive>
  void state(Archive& archive) {
    archive(recordings_, processes_, entrances_);
  }

  // Largest number of recordings of a session. Above kMost the oldest recording of a source other
  // than tlog is forgotten, or else the second oldest recording. The first recording stays, because
  // it is the outermost.
  static constexpr std::size_t kMost = 256;
  // Shells live long and are seen with each child, so few processes need to be remembered.
  static constexpr std::size_t kMostProcesses = 64;
  static constexpr std::size_t kMostEntrances = 16;

 private:
  struct Process {
    model::Pid pid;
    std::uint64_t inside = 0;  // serial of the process's innermost recording; 0: none

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

  std::vector<Recording> recordings_;  // recordings, in the order of their start
  std::vector<Process> processes_;     // the process seen last is at the end
  std::vector<Process> entrances_;
};

}  // namespace auweave::session

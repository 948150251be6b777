// Recordings: the recordings of one session: which recording is inside which, and in which
// recordings a process runs. A Recordings is a value for one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/wall_time.h"
#include "model/ids.h"
#include "model/program_files.h"
#include "model/voucher.h"
#include "session/chunk_numbers.h"
#include "session/shown.h"

namespace auweave::session {

// Slack in comparing times, because the kernel's time stamps are up to a tick older than the clock
// that tlog reads.
inline constexpr std::int64_t kClockSlackMs = 1000;

// RecordingTotals: sums over the chunks of a recording.
struct RecordingTotals {
  std::uint64_t chunks = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t lost = 0;
  bool contradicted = false;
  model::Voucher voucher = model::Voucher::none;  // the weakest of the chunks' vouchers
};

// Contradiction: two chunks of a recording have one number, and nobody knows which of them the
// recorder wrote.
struct Contradiction {
  base::WallTime time;     // of the earliest chunk that came with the number of another one
  std::uint64_t from = 0;  // the lowest such number
  bool of_all = false;     // it is known of both chunks that the recorder wrote them

  template <typename Archive>
  void state(Archive& archive) {
    archive(time, from, of_all);
  }
};

struct Recording {
  // The source, as in model::TtyChunk::source: "tlog" records the terminal of a session, every
  // other source records one command.
  std::string source = "tlog";
  // The members `pid` and `serial` are those of the recorder's audited execve (sudo's: of the
  // USER_CMD), which vouches for the recording. Without an audited execve `pid` is empty and
  // `serial` 0. If the recorder was found running, `serial` is kFoundRunning combined with the pid.
  std::optional<model::Pid> pid;
  std::uint64_t serial = 0;
  base::WallTime started;  // time of the vouching record, or of the first chunk
  // Serial of the recording in whose terminal this recording runs; 0: none. The ancestors of the
  // recorder decide what `outer` is; if the ancestors are unknown, `outer` is the outermost
  // recording that started last.
  std::uint64_t outer = 0;
  std::string rec;                      // the source's own name; empty until a chunk came
  std::optional<ChunkNumbers> numbers;  // from the first chunk on
  // Set when a chunk came with the number of another chunk.
  std::optional<Contradiction> contradicted;
  bool of_before = false;  // the recording started before the weaver; its chunks may be elsewhere
  Shown shown;

  static constexpr std::uint64_t kFoundRunning = 1ULL << 63U;

  [[nodiscard]] bool found_running() const { return serial >= kFoundRunning; }
  // True if the recording's chunks came from the first chunk on, as far as can be known.
  [[nodiscard]] bool from_start() const {
    return !of_before || (numbers.has_value() && numbers->first() == 1);
  }
  [[nodiscard]] bool of_terminal() const { return source == "tlog"; }
  // True if the recorder is known, by its audited execve or as a running process.
  [[nodiscard]] bool has_recorder() const { return pid.has_value(); }
  // Returns who vouches for a chunk of the recording. `by_record` is the voucher of the recording's
  // source if its audit record is there (tty::Recorder::voucher).
  [[nodiscard]] model::Voucher voucher_of(model::Writer writer, model::Voucher by_record) const;
  void count(base::WallTime time, std::uint64_t bytes, model::Voucher voucher);
  // Notes that a chunk came with the number of another one. Returns true if chunks are disowned by
  // it that were not before.
  bool contradict(const Contradiction& contradiction);
  // True if the chunk stands behind a contradiction, and nobody who is sure to know says that the
  // recorder wrote it.
  [[nodiscard]] bool disowns(std::uint64_t number, model::Voucher voucher) const {
    return contradicted.has_value() && number >= contradicted->from &&
           (contradicted->of_all || !model::verifies(voucher));
  }
  // Returns the totals of the chunks up to `end`, or of all chunks. Chunks after `end` must not
  // count, because a recording may be read ahead of the record that ends its session.
  [[nodiscard]] RecordingTotals totals(std::optional<base::WallTime> end) const;
  template <typename Archive>
  void state(Archive& archive) {
    archive(source, pid, serial, started, outer, rec, numbers, contradicted, of_before, shown,
            chunks_, bytes_out_, voucher_, latest_);
  }
  // Returns <session_id>/<serial>, or <session_id>/<rec> if the serial of the recorder's execve is
  // unknown.
  [[nodiscard]] std::string id(std::string_view session_id) const {
    const bool by_serial = serial != 0 && !found_running();
    return std::string(session_id).append("/").append(by_serial ? std::to_string(serial) : rec);
  }

 private:
  struct Counted {
    base::WallTime time;
    std::uint64_t bytes = 0;
    model::Voucher voucher = model::Voucher::none;

    template <typename Archive>
    void state(Archive& archive) {
      archive(time, bytes, voucher);
    }
  };
  static constexpr std::size_t kMostLatest = 256;
  std::uint64_t chunks_ = 0;
  std::uint64_t bytes_out_ = 0;
  // The weakest voucher of the chunks that are no more in latest_.
  model::Voucher voucher_ = model::Voucher::audit_record;
  std::vector<Counted> latest_;  // the chunks that came last
};

class Recordings {
 public:
  // Enters the recording of a recorder that was executed, and returns the recording.
  const Recording& start(model::Pid pid, std::optional<model::Pid> parent, std::uint64_t serial,
                         base::WallTime time);
  // Notes a process of the session, which is inside the recording that its parent is inside.
  void see(model::Pid pid, std::optional<model::Pid> parent);
  // Notes a process of the session's entrance service (sshd), which is inside no recording, as is a
  // recorder that the process starts.
  void see_entrance(model::Pid pid);

  // Notes that a recorder was executed that vouches for no recording, or asks why it does not.
  void refuse(model::Pid pid, model::Refused why);
  [[nodiscard]] model::Refused refused(model::Pid pid) const;

  // Enters a recorder that runs already, with the name that its chunks have. `around` is the
  // running recorder in whose terminal the recorder runs.
  void find_running(model::Pid pid, std::string rec, base::WallTime started,
                    std::optional<model::Pid> around);
  // Enters a process that runs already, and of which no event was seen. `around` is the running
  // recorder in whose terminal the process runs.
  void find_process(model::Pid pid, std::optional<model::Pid> around);
  // Marks every recording as started before the weaver.
  void begin_after_them();

  // Returns the outermost recording of a terminal around a process, or null before the session's
  // first vouched recording of a terminal. If no recording is known around the process (a fork
  // leaves no record, and sudo forks), the outermost recording that started last is taken.
  [[nodiscard]] const Recording* outermost(std::optional<model::Pid> pid) const;

  // Returns the innermost terminal recording around a process, or null if the process is inside no
  // recording. If nothing is known of the process, the outermost recording that started last is
  // taken.
  [[nodiscard]] const Recording* around(std::optional<model::Pid> pid) const;

  // Returns the recording of a chunk from the recorder `pid`: the recording named `rec`, or else
  // the unnamed recording that started last before `began`, or else null.
  Recording* vouched(model::Pid pid, std::string_view rec, base::WallTime began);
  // True if a recorder with this pid was seen. A chunk whose pid is taken() but that has no
  // vouched() recording is suspect.
  [[nodiscard]] bool taken(model::Pid pid) const;
  // Returns the recording with this name that no record vouches for, and enters the recording if it
  // is new.
  Recording& unvouched(std::string_view rec, base::WallTime began);
  // Enters a recording of a source other than tlog, in the order of the starts.
  void enter_other(const Recording& recording);
  // Returns the recording with this name and this serial of its recorder (0: nothing vouches for
  // it), or null. Name and serial are both needed, because any program can claim another
  // recording's name.
  [[nodiscard]] Recording* find(std::string_view rec, std::uint64_t serial);
  // Returns the recording with this serial, or null if `serial` is 0 or the recording was
  // forgotten.
  [[nodiscard]] const Recording* by_serial(std::uint64_t serial) const;

  // Returns the serials of the recordings around a recording, innermost first.
  [[nodiscard]] std::vector<std::uint64_t> around(const Recording& recording) const;

  [[nodiscard]] const std::vector<Recording>& all() const { return recordings_; }
  [[nodiscard]] bool empty() const { return recordings_.empty(); }

  template <typename Archive>
  void state(Archive& archive) {
    archive(recordings_, processes_, entrances_, refused_);
  }

  // Largest number of recordings of a session. Above kMost the oldest recording of a source other
  // than tlog is forgotten, or else the second oldest recording. A first recording of tlog is never
  // forgotten, because it is the outermost.
  static constexpr std::size_t kMost = 256;
  // Largest number of remembered processes, which is small because shells live long and are seen
  // with each child.
  static constexpr std::size_t kMostProcesses = 64;
  static constexpr std::size_t kMostEntrances = 16;
  static constexpr std::size_t kMostRefused = 64;

 private:
  struct Process {
    model::Pid pid;
    std::uint64_t inside = 0;  // serial of the process's innermost recording; 0: none

    template <typename Archive>
    void state(Archive& archive) {
      archive(pid, inside);
    }
  };
  struct Refusal {
    model::Pid pid;
    model::Refused why = model::Refused::no;

    template <typename Archive>
    void state(Archive& archive) {
      archive(pid, why);
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
  std::vector<Refusal> refused_;  // the recorder refused last is at the end
};

}  // namespace auweave::session

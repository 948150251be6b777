// RecordJoin: joins recordings that name neither their session nor a pid to sessions, by the audit
// record of the command that made the recording, never by terminal and time alone. One audit record
// vouches for one recording, which is called a log. A RecordJoin is deterministic, has one owner
// and runs on one thread.
//
// The row of the log's source (tty/recorders.cc) says what a record and a log must have in common,
// and how far apart they may be. A USER_CMD of sudo must have the log's command line, and the log's
// terminal if the record names a terminal. An execve of a recorder must name the log's file or
// leave the default name, and must have the log's terminal if the execve names a terminal and the
// recorder's logs tell terminals. The log's file must belong to the account as which the recorder
// ran, or to the account that logged in, where it is known whose the file is.
//
// | a record fits        | of a session | the log is                                              |
// |----------------------|--------------|---------------------------------------------------------|
// | yes                  | yes          | joined, verified, when waited for                       |
// | yes                  | no           | suspect: sudo ran outside of any login session          |
// | yes, another's       |              | suspect: of logs that fit one record the nearest has it |
// | no                   |              | suspect, when waited for: sudo ran unaudited            |
// | several              | of several   | suspect, if the log does not tell its terminal          |
//
// A log is decided when event time is `lateness_ms` and a clock's slack past the log's beginning.
// When a log is decided all records and logs that could fit it have come, so the order of reading
// changes nothing. Chunks wait until their log is decided, and go out at once afterwards.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "correlate/chunk_join.h"
#include "model/tty_chunk.h"
#include "session/table.h"
#include "tty/recorders.h"

namespace auweave::correlate {

class RecordJoin {
 public:
  using Output = ChunkJoin::Output;

  // `table` and `output` must outlive the RecordJoin. `lateness_ms` is the event time for which a
  // log waits for its record.
  RecordJoin(session::Table& table, std::int64_t lateness_ms, Output& output)
      : table_(table), lateness_ms_(lateness_ms), output_(output) {}

  // Notes the time of any record of the audit trail. A log from before the trail's first record that
  // no record fits is suspect because the trail begins after the log.
  void see(base::WallTime time) { trail_begins_ = std::min(trail_begins_.value_or(time), time); }
  // AuditRecord: the audit record of a command that makes a recording.
  struct AuditRecord {
    const session::Session* session;  // null if the command ran outside of any session
    const model::EventKey& key;
    const model::EventFacts& facts;      // facts.tty is empty if the record names no terminal
    std::optional<model::Uid> uid = {};  // of the process: whose files it makes
  };
  // Takes a USER_CMD record: sudo ran `command`.
  void vouch_command(const AuditRecord& record, std::string_view command);
  // Takes an execve of a recorder that writes a file (tty::Vouched::by_recorder).
  void vouch_recorder(const tty::Recorder& recorder, const AuditRecord& record,
                      std::span<const std::string_view> argv);
  // `host_clock` is what the host's clock shows, where it is known: a log that claims to have begun
  // later is decided at once, because its time may never come.
  void add(model::TtyChunk chunk, base::WallTime watermark,
           std::optional<base::WallTime> host_clock = {});
  // Decides the logs that are due. `watermark` is event time.
  void advance(base::WallTime watermark);
  // Decides the logs that began later than `watermark`, to which event time went back.
  void set_back(base::WallTime watermark);
  // Decides all logs, because the input has ended. `watermark` is event time.
  void finish(base::WallTime watermark);

  // Returns the number of repeated chunks, which were dropped.
  [[nodiscard]] std::uint64_t repeated() const { return repeated_; }

  template <typename Archive>
  void state(Archive& archive) {
    archive(trail_begins_, commands_, logs_, waiting_, decided_, held_bytes_, repeated_);
    if constexpr (Archive::kLoads) {
      for (auto each = decided_.begin(); each != decided_.end(); ++each) {
        const auto log = logs_.find(*each);
        if (log == logs_.end()) return archive.fail();
        log->second.used = each;
      }
    }
  }

  // Bounds of memory. Above kMostCommands the oldest records of the session that has most are
  // forgotten. Above kMostLogs or kMostHeldBytes the oldest logs of the owner that has most are
  // decided, so that nobody's files decide another's early.
  static constexpr std::size_t kMostCommands = 16'384;
  static constexpr std::size_t kMostLogs = 16'384;
  static constexpr std::size_t kMostHeldBytes = 32UL * 1024 * 1024;
  // Of a recorder's arguments the first and the last kMostArguments may be the name of its file: a
  // caller may give as many as the kernel lets pass.
  static constexpr std::size_t kMostArguments = 64;
  // Records and logs that are looked at for one log.
  static constexpr std::size_t kMostLooks = 1024;

 private:
  struct Command {
    std::uint64_t typed = 0;           // hash of the command line
    std::uint64_t resolved = 0;        // hash of the command line without the program's folder
    std::string source;                // tty::Recorder::source
    std::vector<std::uint64_t> files;  // of a recorder: hashes of the file names it may write
    std::string tty;
    bool of_session = false;
    std::string host, session_id;
    model::Ses ses;
    std::optional<model::Pid> pid;
    std::uint64_t outer = 0;  // serial of the terminal recording around the command; 0: none
    bool taken = false;       // the record vouches for a log already
    std::optional<model::Uid> uid, auid;  // of a recorder: whose files it may have made

    template <typename Archive>
    void state(Archive& archive) {
      archive(typed, resolved, source, files, tty, of_session, host, session_id, ses, pid, outer,
              taken, uid, auid);
    }
  };
  // Audit records by their time and serial. A multimap is needed, because records of two hosts may
  // have equal times and serials.
  using Commands = std::multimap<std::pair<std::int64_t, std::uint64_t>, Command>;
  struct Log {
    std::string source;
    model::RecordedCommand ran;
    std::uint64_t command = 0;  // hash, to be compared with Command::typed, resolved or files
    std::string host;
    bool decided = false;
    std::string suspicion;  // set if no record vouches for the log
    // The members from session_host to shift_ns are set if a record vouches for the log.
    std::string session_host, session_id;
    model::Ses ses;
    session::Recording recording;
    std::int64_t shift_ns = 0;                   // to be added to the times of the log's chunks
    std::uint64_t next = 0;                      // number of the next chunk of this log
    std::list<std::string>::iterator used = {};  // the log's place in decided_
    std::vector<model::TtyChunk> held;           // chunks that wait until the log is decided

    template <typename Archive>
    void state(Archive& archive) {
      archive(source, ran, command, host, decided, suspicion, session_host, session_id, ses,
              recording, shift_ns, next, held);
    }
  };
  using Logs = std::map<std::string, Log>;  // by key_of(): source, rec, beginning and host
  using Pair = std::pair<Commands::iterator, Logs::iterator>;

  void vouch(const AuditRecord& record, Command command);
  // Owned: whether a record counts as fitting whose recorder made no files of the log's owner.
  enum class Owned { by_recorder, by_anybody };
  [[nodiscard]] static bool fits(const Log& log, const Commands::value_type& command,
                                 Owned owned = Owned::by_recorder);
  [[nodiscard]] std::vector<Commands::iterator> fitting(const Log& log,
                                                        Owned owned = Owned::by_recorder);
  std::vector<Pair> pairs_around(Logs::iterator log, bool& all);
  std::vector<Logs::iterator> rivals(const Commands::value_type& record, std::int64_t most);
  // Matched: the record that vouches for a log, if one does; of_several: not all pairs were looked
  // at, and they are of several sessions.
  struct Matched {
    std::optional<Commands::iterator> record;
    bool of_several = false;
  };
  Matched record_of(Logs::iterator log);
  // Returns the row of a source. A log whose source has no row fits no record.
  [[nodiscard]] static const tty::Recorder& row_of(std::string_view source);
  [[nodiscard]] bool is_of_several(const Log& log);
  void decide(Logs::iterator log, base::WallTime watermark);
  void accept(Log& log, Commands::value_type& record);
  void publish(Log& log, const model::TtyChunk& chunk);
  [[nodiscard]] std::string_view suspicion_of(const Log& log, base::WallTime watermark);
  void make_room(base::WallTime watermark);
  void decide_of_greatest(base::WallTime watermark);
  void forget_records();

  session::Table& table_;
  std::int64_t lateness_ms_;
  Output& output_;
  std::optional<base::WallTime> trail_begins_;
  Commands commands_;
  Logs logs_;
  std::set<std::pair<std::int64_t, std::string>> waiting_;  // undecided logs: beginning, key
  std::list<std::string> decided_;  // keys of decided logs, the key used last at the end
  std::size_t held_bytes_ = 0;
  std::uint64_t repeated_ = 0;
};

}  // namespace auweave::correlate

// RecordJoin: recordings that name neither their session nor a pid ⋈ sessions, by the audit record of
// what made them; never by terminal and time alone. One record vouches for one recording ("log").
// Deterministic; one owner, one thread.
//
// What a record has to have in common with a log, and how far apart they may be, is in the row of the log's source
// (tty/recorders.cc): a USER_CMD of sudo's the terminal and the command line, a recorder's execve the terminal, where
// the log tells one, and the name of a file.
//
// | a record fits        | of a session | the log is                                              |
// |----------------------|--------------|---------------------------------------------------------|
// | yes                  | yes          | joined, verified, when waited for                       |
// | yes                  | no           | suspect: sudo ran outside of any login session          |
// | yes, another's       |              | suspect: of logs that fit one record the nearest has it |
// | no                   |              | suspect, when waited for: sudo ran unaudited            |
//
// A log is decided when event time is `lateness` and a clock's slack past its beginning, so that whatever
// else could fit has come: the order in which records and logs are read changes nothing. Its chunks wait
// for that; later ones go out at once.
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

  // `lateness_ms` of event time, as for ChunkJoin. Both outlive it.
  RecordJoin(session::Table& table, std::int64_t lateness_ms, Output& output)
      : table_(table), lateness_ms_(lateness_ms), output_(output) {}

  // A record of the audit trail, of any kind: from there on it is known.
  void see(base::WallTime time) { trail_begins_ = std::min(trail_begins_.value_or(time), time); }
  // A USER_CMD of a command that sudo ran. `session` null: it is of none. Its tty empty: it tells none.
  void vouch_command(const session::Session* session, const model::EventKey& key,
                     const model::EventFacts& facts, std::string_view command);
  // An execve of a program that records to a file (tty::Vouched::by_recorder).
  void vouch_recorder(const tty::Recorder& recorder, const session::Session* session,
                      const model::EventKey& key, const model::EventFacts& facts,
                      std::span<const std::string_view> argv);
  void add(model::TtyChunk chunk, base::WallTime watermark);
  // The audit trail's time moved on.
  void advance(base::WallTime watermark);
  // Nothing comes any more, of neither kind. Event time is `watermark`.
  void finish(base::WallTime watermark);

  // Chunks that came again, and were dropped.
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

  // Memory stays bounded: of more the oldest are forgotten, or have waited long enough.
  static constexpr std::size_t kMostCommands = 16'384;
  static constexpr std::size_t kMostLogs = 16'384;
  static constexpr std::size_t kMostHeldBytes = 32UL * 1024 * 1024;

 private:
  struct Command {
    std::uint64_t typed = 0;           // hash of the command line
    std::uint64_t resolved = 0;        // the same, without the folder of its program
    std::string source;                // as tty::Recorder::source
    std::vector<std::uint64_t> files;  // a recorder's: hashes of the names it may be told to write
    std::string tty;
    bool of_session = false;
    std::string host, session_id;
    model::Ses ses;
    std::optional<model::Pid> pid;
    std::uint64_t outer = 0;  // serial of the terminal recording it ran in; 0: none
    bool taken = false;       // it vouches for a log

    template <typename Archive>
    void state(Archive& archive) {
      archive(typed, resolved, source, files, tty, of_session, host, session_id, ses, pid, outer,
              taken);
    }
  };
  // By time and serial: what tells one from all others of a kernel. Two hosts' may be equal.
  using Commands = std::multimap<std::pair<std::int64_t, std::uint64_t>, Command>;
  struct Log {
    std::string source;
    model::RecordedCommand ran;
    std::uint64_t command = 0;  // hash, as of Command::typed, resolved or files
    std::string host;
    bool decided = false;
    std::string suspicion;  // of one that nothing vouches for
    // Of one that is vouched for:
    std::string session_host, session_id;
    model::Ses ses;
    session::Recording recording;
    std::int64_t shift_ns = 0;                   // its times are so much too early
    std::uint64_t next = 0;                      // number of the next chunk
    std::list<std::string>::iterator used = {};  // in decided_
    std::vector<model::TtyChunk> held;           // until it is decided

    template <typename Archive>
    void state(Archive& archive) {
      archive(source, ran, command, host, decided, suspicion, session_host, session_id, ses,
              recording, shift_ns, next, held);
    }
  };
  using Logs = std::map<std::string, Log>;  // by what tells it from all others
  using Pair = std::pair<Commands::iterator, Logs::iterator>;

  void vouch(const session::Session* session, const model::EventKey& key,
             const model::EventFacts& facts, Command record);
  [[nodiscard]] static bool fits(const Log& log, const Commands::value_type& command);
  [[nodiscard]] std::vector<Commands::iterator> fitting(const Log& log);
  std::vector<Pair> pairs_around(Logs::iterator log);
  std::optional<Commands::iterator> record_of(Logs::iterator log);
  void decide(Logs::iterator log, base::WallTime watermark);
  void accept(Log& log, Commands::value_type& record);
  void publish(Log& log, const model::TtyChunk& chunk);
  void make_room(base::WallTime watermark);

  session::Table& table_;
  std::int64_t lateness_ms_;
  Output& output_;
  std::optional<base::WallTime> trail_begins_;
  Commands commands_;
  Logs logs_;
  std::set<std::pair<std::int64_t, std::string>> waiting_;  // undecided: when they began, key
  std::list<std::string> decided_;                          // keys; what is used goes to the end
  std::size_t held_bytes_ = 0;
  std::uint64_t repeated_ = 0;
};

}  // namespace auweave::correlate

// CommandJoin: makes the commands of all sessions from process actions and chunks. Actions and
// chunks wait until event time is `lateness_ms` and a clock's slack past them, which is when
// RecordJoin releases the first chunks of a log. The wait lets the records and chunks that belong
// beside an action or chunk come first, in whatever order. A CommandJoin is deterministic, has one
// owner and runs on one thread.
//
// Memory: waiting input and the output of open commands have at most kMostHeldBytes together. Above
// kMostHeldBytes the oldest input is taken early. Open commands have at most half of it: above that
// those of the sessions that hold most are let go. The emulators of all recordings have at most
// kMostCells: above that the recordings are let go of the sessions of the account that has most. A session without a next step is idle. Of the
// idle sessions the kMostIdle that were used last are kept as objects; the others rest as the bytes
// of their saved state, in a sixth of the memory, and wake when they are used.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "correlate/chunk_join.h"
#include "correlate/command_owner.h"
#include "correlate/session_commands.h"
#include "correlate/terminals.h"
#include "session/session.h"

namespace auweave::correlate {

struct EmittedCommand {
  const CommandOwner* owner = nullptr;
  const Command* command = nullptr;
  PartState state = PartState::closed;
  std::vector<model::RecordingPlace> recordings;  // places of the command's start, innermost first
  bool disowned = false;  // a recording is disowned that showed the command, or its time
  Attached attached;      // who had a client at the terminal server below which the command ran
};

class CommandJoin {
 public:
  class Output {
   public:
    virtual ~Output() = default;
    virtual void command(const EmittedCommand& emitted) = 0;
  };

  CommandJoin(std::int64_t lateness_ms, Output& output)
      : lateness_ms_(lateness_ms), output_(output) {}

  void add(const session::Session& session, ProcessAction action);
  void add(const JoinedChunk& joined);
  // Takes a contradiction of chunks. Commands that are made of disowned chunks, and are told from now
  // on, say so.
  void add(const ContradictedChunks& contradicted);
  void closed(const session::Session& session);
  // Takes the actions and chunks that are due. `watermark` is event time.
  void advance(base::WallTime watermark);
  // Takes all input of a session that the table dropped, and tells its open commands.
  void forget(const std::string& session_id);
  // Takes what waits for times after `watermark`, to which event time went back.
  void set_back(base::WallTime watermark);
  // Takes all waiting actions and chunks, and emits the open commands, because the input has ended.
  void finish();

  // True if an action or chunk of `time` is late: the join has gone past `time` when event time is
  // `watermark`.
  [[nodiscard]] bool is_late(base::WallTime time, base::WallTime watermark) const;
  // Decides the session's commands up to the session's end, because the close of the session is
  // final.
  void finalize(const session::Session& session);
  // Returns the number of the session's commands, up to the session's end if it has ended, or 0 if
  // the join does not have the session.
  [[nodiscard]] std::uint64_t commands_of(const std::string& session_id);
  // Returns the time from which on the session's lines were entered at prompts that no recording
  // shows, or no time.
  [[nodiscard]] std::optional<base::WallTime> unseen_of(const std::string& session_id);
  [[nodiscard]] const Terminals& terminals() const { return terminals_; }
  // Returns the number of sessions that rest.
  [[nodiscard]] std::size_t resting() const;
  // Returns the cells of the emulators of all sessions, as counted after each step of a session.
  [[nodiscard]] std::int64_t cells() const { return cells_; }

  template <typename Archive>
  void state(Archive& archive) {
    archive(ended_, held_, terminals_);
    std::vector<std::string> ids;
    for (const auto& [id, entry] : sessions_) ids.push_back(id);
    archive(ids);
    for (const std::string& id : ids) {
      Entry& entry = sessions_[id];
      save_or_load(archive, entry);
      archive(entry);
      if constexpr (Archive::kLoads) {
        open_ += entry.open = entry.awake->commands.open_bytes();
        cells_ += entry.cells = entry.awake->commands.cells();
        if (entry.is_queued) {
          queue_.emplace(entry.queued, id);
        } else {
          be_idle(entry);
        }
      }
    }
  }

  static constexpr std::size_t kMostHeldBytes = 16UL * 1024 * 1024;
  static constexpr std::int64_t kMostCells = 1024L * 1024;  // of 40 bytes
  // Largest number of ended sessions that are kept, because a session's programs may run on.
  static constexpr std::size_t kMostEnded = 256;
  // Largest number of idle sessions that are kept as objects.
  static constexpr std::size_t kMostIdle = 256;

 private:
  // Awake: the commands of a session and their owner, as objects.
  struct Awake {
    explicit Awake(CommandJoin& join)
        : commands([this, &join](const Command& command,
                                 PartState state) { join.tell(*this, command, state); },
                   Panes(join.terminals_, owner)) {}
    CommandOwner owner;
    SessionCommands commands;

    template <typename Archive>
    void state(Archive& archive) {
      archive(owner, commands);
    }
  };
  struct Entry {
    std::unique_ptr<Awake> awake;  // null: the session rests
    std::string resting;           // the saved state of the session that rests
    base::WallTime queued;         // the session's moment in queue_
    bool is_queued = false;
    std::size_t held = 0;    // bytes held, as last counted
    std::size_t open = 0;    // bytes of open commands, as last counted
    std::int64_t cells = 0;  // cells of emulators, as last counted
    bool ended = false;
    bool is_idle = false;                   // is in idle_
    std::list<Entry*>::iterator idle = {};  // its place in idle_

    template <typename Archive>
    void state(Archive& archive) {
      archive(queued, is_queued, held, ended);
    }
  };
  using Moment = std::pair<base::WallTime, std::string>;

  Entry& entry_of(const session::Session& session);
  // Returns the session of an entry, which wakes if it rests.
  Awake& awake(Entry& entry);
  // Makes the entry's session the idle one that was used last. Above kMostIdle another one rests.
  void be_idle(Entry& entry);
  void be_busy(Entry& entry);
  static void rest(Entry& entry);
  template <typename Archive>
  void save_or_load(Archive& archive, Entry& entry) {
    if constexpr (requires { archive.append(entry.resting); }) {
      if (entry.awake == nullptr) return archive.append(entry.resting);
    }
    archive(awake(entry));
  }
  void changed(const std::string& id, Entry& entry);
  [[nodiscard]] base::WallTime due(base::WallTime watermark) const;
  Entry* take_next();
  void run(base::WallTime until);
  [[nodiscard]] base::WallTime turn(base::WallTime until) const;
  void bound();
  void let_go_of_greatest();
  void let_go_of_emulators();
  void forget_ended();
  void tell(Awake& awake, const Command& command, PartState state);

  std::int64_t lateness_ms_;
  Output& output_;
  Terminals terminals_;
  std::map<std::string, Entry> sessions_;
  // Moments at which sessions have their next step (SessionCommands::next). A moment in queue_ that
  // is not `queued` of the session's Entry is skipped.
  std::priority_queue<Moment, std::vector<Moment>, std::greater<>> queue_;
  std::list<std::string> ended_;
  std::list<Entry*> idle_;  // idle sessions that are awake, the least recently used first
  std::size_t held_ = 0;
  std::size_t open_ = 0;
  std::int64_t cells_ = 0;
};

}  // namespace auweave::correlate

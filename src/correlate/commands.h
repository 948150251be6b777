// Commands: the open commands of a session, and when each command is emitted: once when the command
// is over, and in parts while the command goes on. A Commands is deterministic, because time is an
// argument; it has one owner and runs on one thread.
//
// | seen                                    | then                                               |
// |-----------------------------------------|----------------------------------------------------|
// | 30 s, and it is not over                | a part `open`                                      |
// | 64 KiB of output, or 60 s with news     | a part `output`                                    |
// | its prompt is back, and 100 ms          | `closed`                                           |
// | a program without a line: 10 s nothing  | `closed`, and the command is kept as quiet          |
// | a quiet command does more, 10 s nothing | `closed` again, at most once in 60 s                |
// | the session ends                        | `closed`                                           |
// | the input ends                          | a part `open`, once more                           |
// | more than kMostOpen are open, or they   | `closed`, and Command::let_go says so: the oldest  |
// |  hold more than kMostOpenBytes          |  without a line, else the oldest                   |
//
// What a step costs does not depend on how many commands are open: a step asks only those that it
// touched (find(), begin(), wake()), and those whose moment has come.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "correlate/command.h"
#include "correlate/moments.h"

namespace auweave::correlate {

enum class PartState { open, output, closed };

class Commands {
 public:
  using Tell = std::function<void(const Command&, PartState)>;
  explicit Commands(Tell tell) : tell_(std::move(tell)) {}

  // Enters a command, whose address stays until the command is closed. If an open command has the
  // id of the new command, begin() closes the open command first. A caller may change a command
  // that begin(), find() or wake() returned until it calls next(), tick(), bound() or size().
  Command& begin(Command command);
  // Returns the open command with this id, or null.
  [[nodiscard]] Command* find(const std::optional<CommandNumber>& id);
  // Returns the open or quiet command with this id, or null. A quiet command is open again.
  Command* wake(const std::optional<CommandNumber>& id);
  // Closes and emits the open command with this id, if there is one.
  void close(const CommandNumber& id);
  void shows(Command& command, std::string_view row, bool goes_on);
  // Returns the next moment at which a command has a part to emit, or no moment if no command
  // waits.
  [[nodiscard]] std::optional<base::WallTime> next();
  // Emits or closes the commands whose moment (see next()) is not after `now`. `over` decides
  // whether a command whose prompt is back is over.
  void tick(base::WallTime now, const std::function<bool(Command&)>& over);
  // Closes and lets go of commands until the open ones are within their bounds.
  void bound();
  // Closes and lets go of the command with this id, because nothing will tell when it is over.
  void let_go(const std::optional<CommandNumber>& id);
  // Closes and lets go of the oldest commands, until the open ones hold at most `bytes`.
  void let_go_down_to(std::size_t bytes);
  // Closes all commands, because the session has ended.
  void close_all(base::WallTime now);
  // Closes the commands that are over and the programs without a line, and emits as
  // `open` the commands that go on and have news or were never emitted, because the input has ended.
  void finish(const std::function<bool(Command&)>& over);
  // Emits the output of all open commands and lets go of the quiet ones, because memory is short.
  void shed();

  [[nodiscard]] std::uint64_t begun() const { return begun_; }
  [[nodiscard]] bool empty() const { return open_.empty(); }
  // Returns the bytes of the open and the quiet commands.
  [[nodiscard]] std::size_t size();

  template <typename Archive>
  void state(Archive& archive) {
    archive(open_, quiet_, quiet_bytes_, begun_);
    if constexpr (Archive::kLoads) {
      by_id_.clear();
      by_age_.clear();
      moments_.clear();
      touched_.clear();
      open_bytes_ = 0;
      for (auto each = open_.begin(); each != open_.end(); ++each) index(each);
    }
  }

  static constexpr std::int64_t kFirstPartMs = 30'000;
  static constexpr std::int64_t kNextPartMs = 60'000;
  static constexpr std::int64_t kSettleMs = 100;
  static constexpr std::int64_t kQuietMs = 10'000;
  // Bounds of the quiet commands. The command that has been quiet longest is let go, and what its
  // programs execute after that is a command of its own, whose parent it is.
  static constexpr std::size_t kMostQuiet = 64;
  static constexpr std::size_t kMostQuietBytes = 64UL * 1024;
  // Bounds of the open commands.
  static constexpr std::size_t kMostOpen = 4096;
  static constexpr std::size_t kMostOpenBytes = 4UL * 1024 * 1024;

 private:
  struct Open {
    Command command;
    std::uint64_t order = 0;                // of its beginning, or waking
    std::size_t size = 0;                   // as counted in open_bytes_
    std::optional<base::WallTime> entered;  // the time of its entry in moments_
    bool touched = false;                   // is in touched_

    template <typename Archive>
    void state(Archive& archive) {
      archive(command);
    }
  };
  using Opens = std::list<Open>;
  using Key = std::pair<std::uint64_t, Open*>;  // by the order
  using Due = std::map<std::uint64_t, Open*>;   // by the order
  using Over = std::function<bool(Command&)>;

  void index(Opens::iterator open);
  void unindex(Opens::iterator open);
  void touch(Open& open);
  void settle();
  [[nodiscard]] Due due(base::WallTime now) const;
  void tick_one(Open& open, base::WallTime now, const Over& over);
  void rest(base::WallTime now, Opens::iterator open);
  void part(Command& command, PartState state);
  [[nodiscard]] static std::optional<base::WallTime> moment_of(const Command& command);
  [[nodiscard]] static bool is_due(const Open& open, base::WallTime now);

  Tell tell_;
  Opens open_;                                      // in the order of their beginning
  std::map<CommandNumber, Opens::iterator> by_id_;  // of open_
  // Of open_: first the commands without a line, in their order, then the lines.
  std::map<std::pair<bool, std::uint64_t>, Open*> by_age_;
  Moments<Key> moments_;
  std::vector<Open*> touched_;  // may have another moment and size than were entered
  std::size_t open_bytes_ = 0;
  std::uint64_t orders_ = 0;
  Opens quiet_;  // emitted as closed, in the order of that
  std::size_t quiet_bytes_ = 0;
  std::uint64_t begun_ = 0;
};

}  // namespace auweave::correlate

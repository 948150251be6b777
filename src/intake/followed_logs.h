// FollowedLogs: recordings with timing (of sudo, script), read from their beginning while they
// grow. Recordings that began before the LogFinder was made are not read. A FollowedLogs has one
// owner and runs on one thread.
//
// The owners of the files take turns, and a turn reads one item or kMostSteps steps of one recording:
// whatever one owner's files hold, other owners' recordings are read. Recordings that have not
// changed for a while are looked at in turn, kQuietARound in each round.
//
// Memory and descriptors: at most kMostActive recordings that have not ended (fewer where the
// limit of descriptors is low), of each owner at most
// Quotas::recordings, and kMostOpen of them with buffers. Above that the recordings that changed
// least lately are let go, of the owner that has most. The finder keeps what is known of finished
// recordings.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/wall_time.h"
#include "intake/log_finder.h"
#include "intake/quotas.h"

namespace auweave::intake {

class FollowedLogs {
 public:
  // `sub_uids` tells which owners count as another account.
  FollowedLogs(std::unique_ptr<LogFinder> finder, std::function<base::WallTime()> wall_time,
               Quotas quotas = {}, std::vector<SubUids> sub_uids = {});
  // A FollowedLogs is not copied, because its parts point to each other.
  FollowedLogs(const FollowedLogs&) = delete;
  FollowedLogs& operator=(const FollowedLogs&) = delete;
  FollowedLogs(FollowedLogs&&) noexcept = default;
  FollowedLogs& operator=(FollowedLogs&&) noexcept = default;
  ~FollowedLogs() = default;

  // Returns the next chunk or damage of any recording, or no value if no recording has more for
  // now, or if kMostTurns turns gave nothing. Error (io): the finder cannot look for recordings.
  base::Result<std::optional<tty::Recorded>> next();
  // Returns the rest of the recordings, one item a call, incomplete chunks included, when the
  // recordings will not be read further.
  std::optional<tty::Recorded> rest();
  // Returns a quota that was exceeded since the last call, or nothing.
  std::optional<Excess> take_excess();

  [[nodiscard]] const std::string& name() const { return finder_->name(); }
  [[nodiscard]] bool there() const { return finder_->there(); }
  [[nodiscard]] std::uint64_t begun() const { return begun_; }
  [[nodiscard]] std::size_t active() const { return hot_.size() + quiet_.size(); }

  static constexpr std::size_t kMostActive = 4096;
  static constexpr std::size_t kMostOpen = 64;
  static constexpr int kQuietARound = 128;
  static constexpr int kMostTurns = 256;  // turns without an item in one call of next()

 private:
  // Looks: the properties of a file that change when the file is written.
  struct Looks {
    std::uint64_t size = 0;
    std::int64_t changed_ns = -1;
    std::uint32_t mode = 0;
    bool operator==(const Looks&) const = default;
  };
  struct Active {
    FoundLog of;
    std::uint32_t account = 0;         // whose quota counts
    base::WallTime found;              // when the finder found the recording
    std::optional<tty::TimedLog> log;  // absent while the recording's header cannot be read
    base::WallTime tried;              // when the header was last looked for
    bool told = false;                 // the recording's beginning was reported
    bool over = false;                 // nothing more is read
    bool queued = false;               // in its owner's queue
    bool reading = false;              // the files may have more bytes
    bool given_up = false;             // only present bytes are read: too many are active
    bool quiet = false;                // in quiet_, not in hot_
    Looks looks;                       // of the timing file, when last looked at
    base::WallTime changed;            // when the timing file was last seen changed
    std::uint64_t charged = 0;         // bytes read that its owner's quota knows
    std::list<Active>::iterator self;  // its place in hot_ or quiet_
    std::optional<std::list<Active*>::iterator> open;  // its place in open_: it has buffers
  };
  using Actives = std::list<Active>;
  struct Owner {
    explicit Owner(const Quotas& quotas) : quota(quotas) {}
    QuotaOfOwner quota;
    std::deque<Active*> queue;  // what is to be read
    std::size_t active = 0;
    bool trusted = false;
  };

  // --- followed_logs.cc: finding, and who is read when
  base::Status begin_round(base::WallTime now);
  base::Status look(base::WallTime now);
  bool begin(const FoundLog& found, base::WallTime now);
  void wake(Active& active, base::WallTime now);
  void wake_some(base::WallTime now);
  void queue(Active& active);
  Active* next_queued(base::WallTime now);
  void let_go_some(base::WallTime now);
  void let_go(std::uint32_t account, std::size_t count);
  void drop(Active& active);
  Owner& owner_of(std::uint32_t account);
  void exceed(std::uint32_t account, std::string_view quota, std::uint64_t most,
              base::WallTime now);

  // --- followed_logs_read.cc: reading one recording
  // Returns true if read() put an item into ready_, as do the next functions.
  bool read(Active& active, base::WallTime now);
  bool open(Active& active, base::WallTime now);
  bool read_log(Active& active, base::WallTime now);
  bool take(Active& active, base::Result<std::optional<model::TtyChunk>> chunk);
  bool tell_begun(Active& active);
  bool tell_damage(Active& active, const base::Error& error);
  void note_read(Active& active, base::WallTime now);
  std::optional<tty::Recorded> take_ready();
  void hold_buffers(Active& active);
  void free_buffers(Active& active);

  static constexpr std::int64_t kLookMs = 1000;
  static constexpr std::int64_t kHeaderMs = 10'000;  // time that a recorder has to write a header
  static constexpr std::int64_t kTryMs = 1000;  // how often a header is looked for, after a second
  static constexpr std::int64_t kLateMs = 5'000;    // time after which shown bytes are in the files
  static constexpr std::int64_t kQuietMs = 60'000;  // time of quiet after which reading is rare

  std::unique_ptr<LogFinder> finder_;
  std::function<base::WallTime()> wall_time_;
  Quotas quotas_;
  std::vector<SubUids> sub_uids_;
  base::WallTime next_look_;
  Actives hot_, quiet_;
  std::list<Active*> open_;                // with buffers, the one that was read last at the end
  std::size_t most_active_;                // kMostActive, or what the limit of descriptors allows
  std::map<std::uint32_t, Owner> owners_;  // accounts that have recordings, or had
  std::uint32_t turn_ = 0;                 // the owner whose turn was last
  int turns_left_ = 0;                     // of this round
  bool at_end_ = true;                     // of a round: nobody has more
  std::vector<tty::Recorded> ready_;       // the item that is given next, or none
  std::deque<Excess> excesses_;
  std::uint64_t begun_ = 0;
};

}  // namespace auweave::intake

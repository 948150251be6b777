// FollowedLogs: recordings with timing (of sudo, script), read from their beginning while they
// grow. Recordings that began before the LogFinder was made are not read. A FollowedLogs has one
// owner and runs on one thread.
//
// Memory: at most kMostActive recordings that have not ended, of which at most kMostOpen have open
// files. A recording without open files is opened again when it grows. The finder keeps the names
// of finished recordings.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/wall_time.h"
#include "intake/log_finder.h"

namespace auweave::intake {

class FollowedLogs {
 public:
  FollowedLogs(std::unique_ptr<LogFinder> finder, std::function<base::WallTime()> wall_time);

  // Returns the next chunk or damage of any recording, or no value if no recording has more for
  // now. Error (io): the finder cannot look for recordings.
  base::Result<std::optional<tty::Recorded>> next();
  // Returns the rest of the recordings, one item a call, incomplete chunks included, when the
  // recordings will not be read further.
  std::optional<tty::Recorded> rest();

  [[nodiscard]] const std::string& name() const { return finder_->name(); }
  [[nodiscard]] bool there() const { return finder_->there(); }
  [[nodiscard]] std::uint64_t begun() const { return begun_; }
  [[nodiscard]] std::size_t active() const { return active_.size(); }

  static constexpr std::size_t kMostActive = 4096;
  static constexpr std::size_t kMostOpen = 64;

 private:
  // Looks: the properties of a file that change when the file is written.
  struct Looks {
    std::int64_t size = -1, changed_ns = 0;
    std::uint32_t mode = 0;
    bool operator==(const Looks&) const = default;
  };
  struct Active {
    std::string rec;
    base::WallTime found;              // when the finder found the recording
    std::optional<tty::TimedLog> log;  // absent while the recording's header cannot be read
    bool told = false;                 // the recording's beginning was reported
    bool open = false;                 // the log's files may be open
    bool reading = false;              // the files may have more bytes
    bool given_up = false;             // only present bytes are read: too many are active
    Looks looks;                       // of the timing file, when last read
    base::WallTime changed;            // when the timing file was last seen changed
  };
  using Actives = std::list<Active>;

  base::Status look(base::WallTime now);
  void begin(const std::string& rec, base::WallTime now);
  // Returns true if read() put an item into ready_, as do the next five functions.
  bool read(Active& active, base::WallTime now);
  bool read_log(Active& active, base::WallTime now);
  bool read_files(Active& active, base::WallTime now);
  bool take(Active& active, base::Result<std::optional<model::TtyChunk>> chunk);
  bool tell_begun(Active& active);
  bool tell_damage(Active& active, const base::Error& error);
  std::optional<tty::Recorded> take_ready();
  Actives::iterator done(Actives::iterator active);
  void give_up_some();
  void close_some();

  static constexpr std::int64_t kLookMs = 1000;
  static constexpr std::int64_t kHeaderMs = 10'000;  // time that a recorder has to write a header
  static constexpr std::int64_t kLateMs = 5'000;    // time after which shown bytes are in the files
  static constexpr std::int64_t kQuietMs = 60'000;  // time of quiet after which reading is rare

  std::unique_ptr<LogFinder> finder_;
  std::function<base::WallTime()> wall_time_;
  base::WallTime next_look_;
  Actives active_;
  std::vector<tty::Recorded> ready_;     // the item that is given next, or none
  std::optional<Actives::iterator> at_;  // position in a round over active_
  std::uint64_t round_ = 0;
  std::uint64_t begun_ = 0;
};

}  // namespace auweave::intake

// FollowedLogs: recordings with timing (sudo's, script's), from when they begin, as they grow. Those that
// were there before are left alone. One owner, one thread.
//
// Memory: kMostActive logs that are not ended, kMostOpen of them with open files (the others are opened
// again when they grow), and the names of others, which the finder keeps.
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

  // What has come of any of them; nothing: no more is there now. Error (io): they cannot be looked for.
  base::Result<std::optional<tty::Recorded>> next();
  // The same of logs that will not be read further: what is left of them, too.
  std::optional<tty::Recorded> rest();

  [[nodiscard]] const std::string& name() const { return finder_->name(); }
  [[nodiscard]] bool there() const { return finder_->there(); }
  [[nodiscard]] std::uint64_t begun() const { return begun_; }
  [[nodiscard]] std::size_t active() const { return active_.size(); }

  static constexpr std::size_t kMostActive = 4096;
  static constexpr std::size_t kMostOpen = 64;

 private:
  // Of a file, what changes when it does.
  struct Looks {
    std::int64_t size = -1, changed_ns = 0;
    std::uint32_t mode = 0;
    bool operator==(const Looks&) const = default;
  };
  struct Active {
    std::string rec;
    base::WallTime found;
    std::optional<tty::TimedLog> log;  // none while its header cannot be read
    bool told = false;                 // that it began
    bool open = false;
    bool reading = false;    // more may be there
    bool given_up = false;   // too many are active: what is there is read, and no more
    Looks looks;             // of the timing, when it was read last
    base::WallTime changed;  // when it was seen to have
  };
  using Actives = std::list<Active>;

  base::Status look(base::WallTime now);
  void begin(const std::string& rec, base::WallTime now);
  // True: they have put something into ready_.
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
  static constexpr std::int64_t kHeaderMs = 10'000;  // a header is written in that time
  static constexpr std::int64_t kLateMs = 5'000;     // what was shown is in the files by then
  static constexpr std::int64_t kQuietMs = 60'000;   // then it is looked at less often

  std::unique_ptr<LogFinder> finder_;
  std::function<base::WallTime()> wall_time_;
  base::WallTime next_look_;
  Actives active_;
  std::vector<tty::Recorded> ready_;     // one that is given next, or none
  std::optional<Actives::iterator> at_;  // in a round over them
  std::uint64_t round_ = 0;
  std::uint64_t begun_ = 0;
};

}  // namespace auweave::intake

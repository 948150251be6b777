// FollowedLogs: sudo's I/O logs in a folder, from when they begin, as they grow. Logs that were there
// before are left alone. New ones are found by looking into folders that changed. One owner, one thread.
//
// Memory: kMostActive logs that sudo has not ended, kMostOpen of them with open files (the others are
// opened again when they grow), and the names of kMostDone others.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/wall_time.h"
#include "tty/sudo_logs.h"

namespace auweave::intake {

class FollowedLogs {
 public:
  struct Settings {
    std::string root;
    bool terminal_input = false;
    std::function<base::WallTime()> wall_time;
  };
  explicit FollowedLogs(Settings settings);

  // What has come of any of them; nothing: no more is there now. Error (io): the folder cannot be read.
  base::Result<std::optional<tty::Recorded>> next();
  // The same of logs that will not be read further: what is left of them, too.
  std::optional<tty::Recorded> rest();

  [[nodiscard]] const std::string& root() const { return settings_.root; }
  [[nodiscard]] bool there() const { return there_; }
  [[nodiscard]] std::uint64_t begun() const { return begun_; }
  [[nodiscard]] std::size_t active() const { return active_.size(); }

  static constexpr std::size_t kMostActive = 4096;
  static constexpr std::size_t kMostOpen = 64;
  static constexpr std::size_t kMostDone = 16'384;

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
    std::optional<tty::SudoLog> log;  // none while its header cannot be read
    bool told = false;                // that it began
    bool open = false;
    bool reading = false;    // more may be there
    bool given_up = false;   // too many are active: what is there is read, and no more
    Looks looks;             // of `timing`, when it was read last
    base::WallTime changed;  // when it was seen to have
  };
  using Actives = std::list<Active>;

  base::Status look(base::WallTime now);
  void look_into(const std::string& folder, base::WallTime now);
  [[nodiscard]] bool is_new_folder(const std::string& folder) const;
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
  static constexpr std::int64_t kRacyNs =
      2'000'000'000;                                 // a folder changed lately may change unseen
  static constexpr std::int64_t kHeaderMs = 10'000;  // sudo needs to write a header, at most
  static constexpr std::int64_t kLateMs = 5'000;     // what sudo has shown is in its files by then
  static constexpr std::int64_t kQuietMs = 60'000;   // then it is looked at less often

  Settings settings_;
  base::WallTime since_;
  base::WallTime next_look_;
  bool there_ = false;
  std::map<std::string, std::int64_t> folders_;  // that may hold logs: when they changed, in ns
  std::deque<std::pair<std::string, std::int64_t>> done_;  // logs, and when their folder changed
  std::set<std::string> known_;                            // logs that are active or in done_
  std::int64_t floor_ns_ = 0;                              // logs not newer than this are done
  Actives active_;
  std::vector<tty::Recorded> ready_;     // one that is given next, or none
  std::optional<Actives::iterator> at_;  // in a round over them
  std::uint64_t round_ = 0;
  std::uint64_t begun_ = 0;
};

}  // namespace auweave::intake

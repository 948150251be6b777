// LogFinder: finds recordings with timing that begin after the finder was made. FollowedLogs uses a
// LogFinder. A LogFinder has one owner and runs on one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/wall_time.h"
#include "tty/timed_logs.h"

namespace auweave::intake {

class LogFinder {
 public:
  virtual ~LogFinder() = default;

  // Returns the names of new recordings, sorted within a folder. For a missing folder look()
  // returns no names and no Error, because the folder may appear later. Error (io): the folder
  // cannot be read.
  virtual base::Result<std::vector<std::string>> look(base::WallTime now) = 0;
  // Opens a recording, with the Errors of open_sudo_log() and open_script_log().
  [[nodiscard]] virtual base::Result<tty::TimedLog> open(const std::string& rec) const = 0;
  // Notes that the recording will not be read further, so that look() never returns it again.
  virtual void done(const std::string& rec) = 0;
  [[nodiscard]] virtual tty::Damage damage(const std::string& rec, std::uint64_t line,
                                           const base::Error& error) const = 0;
  // Returns the folder in which the finder looks.
  [[nodiscard]] virtual const std::string& name() const = 0;
  // True if the folder exists.
  [[nodiscard]] virtual bool there() const = 0;
};

// FoundLogs: the names of recordings that are not new. FoundLogs has the names of all found
// recordings that are not done, and of the last kMostDone that are done. A file that is not younger
// than a forgotten recording counts as not new.
class FoundLogs {
 public:
  explicit FoundLogs(base::WallTime since)
      // A file's time may be a tick of the kernel older than the clock, so one second is allowed.
      : floor_ns_(since.ns - 1'000'000'000) {}

  [[nodiscard]] bool has(const std::string& name) const { return names_.contains(name); }
  [[nodiscard]] bool is_new(const std::string& name, std::int64_t changed_ns) const {
    return changed_ns > floor_ns_ && !has(name);
  }
  [[nodiscard]] bool is_old(std::int64_t changed_ns) const { return changed_ns <= floor_ns_; }
  void add(const std::string& name) { names_.insert(name); }
  void done(const std::string& name, std::int64_t changed_ns);

  static constexpr std::size_t kMostDone = 16'384;

 private:
  std::set<std::string> names_;
  std::deque<std::pair<std::string, std::int64_t>> done_;  // name, and when the file changed
  std::int64_t floor_ns_;
};

// Returns the names in a folder, sorted, which is the order in which sudo counts its logs.
[[nodiscard]] std::vector<std::string> names_in(const std::string& path);
// Returns the time at which a file was last changed, or no time if the file cannot be found.
[[nodiscard]] std::optional<std::int64_t> changed_ns(const std::string& path);

}  // namespace auweave::intake

// LogFinder: finds recordings with timing that began after it, for FollowedLogs. One owner, one thread.
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

  // Names of those that are new, in the order in which they began as far as names tell it. Nothing that
  // is not there yet is an error. Error (io): what is there cannot be read.
  virtual base::Result<std::vector<std::string>> look(base::WallTime now) = 0;
  // Errors as open_sudo_log() and open_script_log().
  [[nodiscard]] virtual base::Result<tty::TimedLog> open(const std::string& rec) const = 0;
  // It will not be read further: it is never new again.
  virtual void done(const std::string& rec) = 0;
  [[nodiscard]] virtual tty::Damage damage(const std::string& rec, std::uint64_t line,
                                           const base::Error& error) const = 0;
  // The folder, or pattern, that it was given.
  [[nodiscard]] virtual const std::string& name() const = 0;
  // What holds them is there.
  [[nodiscard]] virtual bool there() const = 0;
};

// Names that are not new: of those that were found all that are not done, and the last kMostDone of the
// others; behind these, what changed no later.
class FoundLogs {
 public:
  explicit FoundLogs(base::WallTime since)
      // A file's time may be a tick of the kernel older than the clock.
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
  std::deque<std::pair<std::string, std::int64_t>> done_;  // and when they changed
  std::int64_t floor_ns_;
};

// What is in a folder, sorted: as sudo counts.
[[nodiscard]] std::vector<std::string> names_in(const std::string& path);
// Nothing: it is not there.
[[nodiscard]] std::optional<std::int64_t> changed_ns(const std::string& path);

}  // namespace auweave::intake

// LogFinder: finds recordings with timing that begin after the finder was made. FollowedLogs uses a
// LogFinder. A LogFinder has one owner and runs on one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/folder.h"
#include "base/result.h"
#include "base/wall_time.h"
#include "tty/timed_logs.h"

namespace auweave::intake {

// FoundLog: a recording that was found, as what its timing file was then. A file that takes the name
// of another is another recording.
struct FoundLog {
  std::string rec;
  std::uint32_t owner = 0;
  std::uint64_t identity = 0;  // a hash of what tells the file from all others
  std::int64_t made_ns = 0;    // when the file was made, as the kernel tells
};
[[nodiscard]] FoundLog found_log(std::string rec, const base::FileFacts& facts);

class LogFinder {
 public:
  virtual ~LogFinder() = default;

  // Returns new recordings, a recording that was not taken again each time, sorted as far as they
  // were found in one call. One call of look() looks at a bounded number of names. For a missing
  // folder look() returns nothing and no Error, because the folder may appear later. Error (io): the
  // folder cannot be read.
  virtual base::Result<std::vector<FoundLog>> look(base::WallTime now) = 0;
  // True if the last look() has not seen all names.
  [[nodiscard]] virtual bool more() const = 0;
  // Opens a recording, with the Errors of open_sudo_log() and open_script_log().
  [[nodiscard]] virtual base::Result<tty::TimedLog> open(const FoundLog& found) const = 0;
  // True if the recording, which open() opened, began before the finder was made.
  [[nodiscard]] virtual bool is_older(const tty::TimedLog&) const { return false; }
  // Notes that the recording is read, so that look() returns it no more.
  virtual void take(const FoundLog& found) = 0;
  // Notes that a taken recording will not be read further.
  virtual void done(const FoundLog& found) = 0;
  // True if no quota is for the owner's files, because the owner is root or the account that keeps
  // the recordings.
  [[nodiscard]] virtual bool trusts(std::uint32_t owner) const = 0;
  [[nodiscard]] virtual tty::Damage damage(const std::string& rec, std::uint64_t line,
                                           const base::Error& error) const = 0;
  // Returns the folder in which the finder looks.
  [[nodiscard]] virtual const std::string& name() const = 0;
  // True if the folder exists.
  [[nodiscard]] virtual bool there() const = 0;
};

// FoundLogs: the recordings that are not new. FoundLogs has all taken recordings that are not done,
// and of each owner the last kMostDone that are done. A file that is not younger than a forgotten
// recording of its owner counts as not new. Only the kernel's times count, which no owner can choose.
class FoundLogs {
 public:
  explicit FoundLogs(base::WallTime since)
      // A file's time may be some ticks of the kernel older than the clock.
      : since_ns_(since.ns - 20'000'000) {}

  [[nodiscard]] bool has(const FoundLog& found) const { return known_.contains(found.identity); }
  [[nodiscard]] bool is_new(const FoundLog& found) const {
    return found.made_ns > floor_of(found.owner) && !has(found);
  }
  void add(const FoundLog& found) { known_.insert(found.identity); }
  void done(const FoundLog& found);

  static constexpr std::size_t kMostDone = 16'384;
  static constexpr std::size_t kMostKnown = 262'144;

 private:
  struct OfOwner {
    std::int64_t floor_ns = 0;
    std::deque<std::pair<std::uint64_t, std::int64_t>> done;  // identity, made_ns
  };
  [[nodiscard]] std::int64_t floor_of(std::uint32_t owner) const;
  void forget_one(OfOwner& of);

  std::int64_t since_ns_;
  std::unordered_set<std::uint64_t> known_;
  std::map<std::uint32_t, OfOwner> owners_;
};

}  // namespace auweave::intake

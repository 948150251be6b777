// Followed: an input that grows and is read while it grows: a file, a folder of recordings, or a
// systemd journal. The Follower reads Followed inputs. A Followed has one owner and runs on one
// thread, but for source().
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "intake/followed_file.h"
#include "intake/followed_journal.h"
#include "intake/followed_logs.h"
#include "intake/inbox_item.h"

namespace auweave::intake {

// FollowedState: the state of a followed input, for the status file.
struct FollowedState {
  std::string path;
  bool there = false;
  std::uint64_t position = 0, size = 0, lines = 0, truncations = 0;
  std::optional<std::uint64_t> logs = {};    // of a folder of recordings: how many recordings began
  std::uint64_t growing = 0;                 // how many of the recordings may still grow
  std::optional<base::WallTime> until = {};  // of a journal: the time of the last entry
  // Since when the input has not answered, if it has not for Follower::kStuck. Only the Follower
  // fills it.
  std::optional<base::WallTime> stuck_since = {};
};

class Followed {
 public:
  virtual ~Followed() = default;

  // Returns the weaver's number of the input. Any thread may call source().
  [[nodiscard]] virtual std::uint32_t source() const = 0;
  // Returns the next item, or no item if the input has no more items for now. Error (io): the input
  // cannot be read. After an Error the next call of next() tries again.
  virtual base::Result<std::optional<FollowedItem>> next() = 0;
  // Returns the rest of an input that is not read further, one item a call.
  virtual std::optional<FollowedItem> rest() = 0;
  // True if every byte that the input had when reading began, or at the last mark(), was given. For
  // recordings and journals at_mark() is always false: next() returning no item is their only end.
  [[nodiscard]] virtual bool at_mark() const { return false; }
  virtual void mark() {}
  // Returns in words how much stays unread when the input is not read further. An empty text means
  // that no part stays unread.
  [[nodiscard]] virtual std::string unread() const { return ""; }
  // Returns the input's state. The member `lines` is not filled, because the Follower counts the
  // lines.
  [[nodiscard]] virtual FollowedState state() const = 0;
};

// Each followed() makes a Followed input. `source` is the weaver's number of the input.
std::unique_ptr<Followed> followed(FollowedFile file, std::uint32_t source);
std::unique_ptr<Followed> followed(FollowedLogs logs, std::uint32_t source);
std::unique_ptr<Followed> followed(FollowedJournal journal, std::uint32_t source);

}  // namespace auweave::intake

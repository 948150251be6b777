// Followed: something that grows, and is read as it does, for the Follower: a file, a folder of logs, a
// journal. One owner, one thread.
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

// For people, and for whoever watches a plugin.
struct FollowedState {
  std::string path;
  bool there = false;
  std::uint64_t position = 0, size = 0, lines = 0, truncations = 0;
  std::optional<std::uint64_t> logs = {};    // of a folder of logs: how many have begun
  std::uint64_t growing = 0;                 // how many of them may still grow
  std::optional<base::WallTime> until = {};  // of a journal: the time of the last entry
};

class Followed {
 public:
  virtual ~Followed() = default;

  // What comes next; nothing: no more is there now. Error (io): the next call tries again.
  virtual base::Result<std::optional<FollowedItem>> next() = 0;
  // What is left of it when it is not read further.
  virtual std::optional<FollowedItem> rest() = 0;
  // What was there when reading began, or at the last mark(), has been given; never true of what tells
  // its end only by giving nothing.
  [[nodiscard]] virtual bool at_mark() const { return false; }
  virtual void mark() {}
  // What stays unread when it is not read further, in words; empty: nothing.
  [[nodiscard]] virtual std::string unread() const { return ""; }
  // But for `lines`, which the Follower counts.
  [[nodiscard]] virtual FollowedState state() const = 0;
};

// `source`: the weaver's number of it.
std::unique_ptr<Followed> followed(FollowedFile file, std::uint32_t source);
std::unique_ptr<Followed> followed(FollowedLogs logs, std::uint32_t source);
std::unique_ptr<Followed> followed(FollowedJournal journal, std::uint32_t source);

}  // namespace auweave::intake

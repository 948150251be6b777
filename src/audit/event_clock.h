// EventClock: tells event time, which is the latest believable time of an audit trail. An EventClock
// reads no clock: it knows the records' times, their serials, and what the clock of auweave's host
// showed when the records came. One thread.
//
// | seen                                        | event time                                     |
// |---------------------------------------------|------------------------------------------------|
// | a time up to kNearMs ahead                  | goes there                                     |
// | a time further ahead                        | goes there when a second event agrees; when    |
// |                                             | kAgree events do, if it is over kFarMs ahead   |
// | newer serials with a time kBackMs back, in  | goes back: the clock of their node was set back |
// | kAgree prompt records in a row              |                                                |
// | a time ahead of the host's own clock        | stays at the host's own clock                  |
//
// A serial is given when the record is written, but the time is that of the call's entry
// (auditsc_get_stamp in kernel/auditsc.c). A call that waited an hour has an old time and a new
// serial, so only prompt records count: messages, LOGIN, and EXECVE.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/by_name.h"
#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::audit {

// ClockStep: the clock of `node` showed `from`, and then the earlier time `to`.
struct ClockStep {
  std::string node;
  base::WallTime from, to;
  std::uint64_t serial = 0;  // of the event that settled it

  template <typename Archive>
  void state(Archive& archive) {
    archive(node, from, to, serial);
  }
};

class EventClock {
 public:
  // Notes a record of type `type` (linux/audit.h).
  void note(std::string_view node, const model::EventKey& key, int type);
  // Tells what the clock of auweave's host shows. Event time is never further ahead than kAheadMs
  // of it, and goes back with it.
  void limit(base::WallTime now);
  // Returns event time in ms since the epoch, or 0 before the first believable record.
  [[nodiscard]] std::int64_t ms() const { return now_ms_; }
  // Returns a step that is not taken yet, or nothing.
  std::optional<ClockStep> take_step() {
    if (!step_.has_value()) return std::nullopt;
    return std::exchange(step_, std::nullopt);
  }

  template <typename Archive>
  void state(Archive& archive) {
    archive(nodes_, ahead_, now_ms_, limit_ms_, step_);
  }

  static constexpr std::int64_t kNearMs = 60'000;
  static constexpr std::int64_t kFarMs = 7LL * 24 * 3'600'000;
  static constexpr std::int64_t kBackMs = 10'000;
  static constexpr std::int64_t kAheadMs = 1'000;
  static constexpr std::uint32_t kAgree = 4;
  // Of more nodes, those that were silent longest are forgotten: no step of theirs is seen.
  static constexpr std::size_t kMostNodes = 1024;

 private:
  // Claim: events of a node, in a row, that agree about a time which is not the node's.
  struct Claim {
    std::int64_t ms = 0;
    std::uint64_t serial = 0;  // of the latest of them
    std::uint32_t events = 0;

    template <typename Archive>
    void state(Archive& archive) {
      archive(ms, serial, events);
    }
    void add(std::int64_t at, std::uint64_t of);
  };
  struct Node {
    std::int64_t latest_ms = 0;
    std::uint64_t serial = 0;  // the newest
    Claim ahead, back;
    std::uint32_t denied = 0;  // prompt events since the claim `ahead` that are at the node's time

    template <typename Archive>
    void state(Archive& archive) {
      archive(latest_ms, serial, ahead, back, denied);
    }
  };

  // True if the time counts as the node's, which it may do only once more events agree.
  bool is_settled_ahead(Node& node, const model::EventKey& key);
  void follow_serial(Node& node, std::string_view name, const model::EventKey& key);
  void deny(Node& node, std::string_view name, const model::EventKey& key);
  void go_back(Node& node, const model::EventKey& key);

  base::ByName<Node> nodes_{kMostNodes};
  Claim ahead_;  // of events of all nodes
  // The event noted last, of which only prompt records tell more.
  std::string last_node_;
  model::EventKey last_key_;
  std::int64_t now_ms_ = 0;
  std::int64_t limit_ms_ = std::numeric_limits<std::int64_t>::max();
  std::optional<ClockStep> step_;
};

}  // namespace auweave::audit

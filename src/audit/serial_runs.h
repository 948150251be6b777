// SerialRuns: learns which serials of each boot a log has, to tell events that were cut out of it. The
// serials of one boot have no gaps (docs/decisions/0015). auditd numbers its own records (DAEMON_*) by
// itself, so they do not count. A boot ends where serials begin again. A SerialRuns is a value of
// bounded memory, for one thread; its state is not saved.
//
// A log of which at least half of a boot's serials are there is a log with gaps; with fewer it is an
// excerpt. Less than kFewest events prove nothing.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/loss_watch.h"
#include "base/by_name.h"
#include "model/ids.h"

namespace auweave::audit {

// SkippedSerials: what a log lacks of one boot of one host.
struct SkippedSerials {
  std::string host;
  SerialGap whole;              // from the first event to the last
  std::uint64_t events = 0;     // that the log has
  std::vector<SerialGap> gaps;  // the first kMostListed; none of an excerpt
  SerialGap rest;               // from the first gap that is not listed to the last
  std::uint64_t rest_events = 0, rest_gaps = 0;

  [[nodiscard]] std::uint64_t missing() const { return whole.last - whole.first + 1 - events; }
  [[nodiscard]] bool is_excerpt() const { return events < missing(); }
};

class SerialRuns {
 public:
  // Notes a record's event.
  void note(std::string_view host, const model::EventKey& key, std::string_view type);
  // True if serials are missing between the event `serial` at `until` and the events before it since
  // `from`, of a boot that is no excerpt so far.
  [[nodiscard]] bool lacks(std::string_view host, std::uint64_t serial, base::WallTime from,
                           base::WallTime until) const;
  // Returns what is missing of each boot, oldest first for each host, and begins anew.
  std::vector<SkippedSerials> take();

  static constexpr std::uint64_t kFewest = 16;
  static constexpr std::size_t kMostListed = 1000;  // gaps of a boot
  static constexpr std::size_t kMostRuns = 4096;    // of a boot; of more, the first are joined
  static constexpr std::size_t kMostHosts = 256;  // of more, those silent longest are told no more
  static constexpr std::size_t kMostBoots = 1024;
  // Serials come a little out of order (LossWatch).
  static constexpr std::uint64_t kDisorder = LossWatch::kDisorder;

 private:
  // Run: serials without a gap.
  struct Run {
    std::uint64_t last = 0;
    base::WallTime from, to;  // of the first and the last event
  };
  using Runs = std::map<std::uint64_t, Run>;  // by first serial
  struct Boot {
    std::string host;
    Runs runs;
    std::uint64_t newest = 0, events = 0;
    base::WallTime latest;
    // A serial that may be of another boot, until a second one agrees.
    std::optional<model::EventKey> other;
    // Gaps before the runs, of which the boot had too many.
    std::vector<SerialGap> gaps;
    SerialGap rest;
    std::uint64_t rest_events = 0, rest_gaps = 0;
    std::uint64_t first = 0;
    base::WallTime began;
  };

  void add(Boot& boot, std::uint64_t serial, base::WallTime time);
  void join_first(Boot& boot) const;
  void list(Boot& boot, const SerialGap& gap) const;
  [[nodiscard]] SkippedSerials told(Boot boot) const;
  // True if other hosts have just the events of the gap, in its time: they share a kernel with `host`.
  [[nodiscard]] bool others_have(std::string_view host, const SerialGap& gap) const;
  void end(Boot& boot);
  [[nodiscard]] bool is_told(const Boot& boot) const;
  void tell(const Boot& boot);
  // True if the event is of another boot than `boot`, as far as one event tells.
  [[nodiscard]] static bool is_elsewhere(const Boot& boot, const model::EventKey& key);

  base::ByName<Boot> hosts_{kMostHosts};
  std::vector<SkippedSerials> over_;
};

}  // namespace auweave::audit

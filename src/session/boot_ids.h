// BootIds: tells to which boot of which machine a moment belongs. A BootIds is a value for one
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/wall_time.h"

namespace auweave::session {

class BootIds {
 public:
  // Sets the boot id that each host has from its first record until its first restart.
  void set_first(std::string boot_id) { first_ = std::move(boot_id); }

  // Sets the boot id that the running machine tells, and that holds at all times and for every
  // host.
  void set_live(std::string boot_id) {
    first_ = std::move(boot_id);
    live_ = true;
  }

  // Adds a boot that recordings tell of: tlog's `rec` has the boot id, and its times give the
  // boot's beginning. With an empty `host` the boot counts for all hosts.
  void learn(std::string_view boot_id, base::WallTime began, std::string_view host = {});

  // Returns the boot id of `host` at `time`, or "" if unknown: the latest boot that began before
  // `time`. `restarts` is the number of restarts of the host that were seen. `before_restart` is
  // the time of the last record before the latest restart; after a restart, boots that began before
  // `before_restart` are over.
  [[nodiscard]] std::string_view at(std::string_view host, base::WallTime time,
                                    std::uint64_t restarts, base::WallTime before_restart) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(first_, live_, boots_);
  }

 private:
  struct Boot {
    base::WallTime began;
    std::string id;
    std::string host;

    template <typename Archive>
    void state(Archive& archive) {
      archive(began, id, host);
    }
  };
  std::string first_;
  bool live_ = false;
  std::vector<Boot> boots_;  // boots, in the order of their beginning
};

}  // namespace auweave::session

// BootIds: which boot of which machine a moment belongs to. A value; one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/wall_time.h"

namespace auweave::session {

class BootIds {
 public:
  // The boot id that holds from the first record on, of any host until that is seen to have restarted.
  void set_first(std::string boot_id) { first_ = std::move(boot_id); }

  // A machine's own boot id, told while it runs: it holds for ever.
  void set_live(std::string boot_id) {
    first_ = std::move(boot_id);
    live_ = true;
  }

  // A boot that recordings tell of: each knows the boot it was made in and when that began. `host`
  // empty: whose it is they do not tell.
  void learn(std::string_view boot_id, base::WallTime began, std::string_view host = {});

  // The boot of `host` at `time`: the latest that began before it. `restarts` counts the restarts seen so
  // far; a boot that began before the last record ahead of the latest one is over. Empty: unknown.
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
  std::vector<Boot> boots_;  // by time
};

}  // namespace auweave::session

// InputNote: something that the plugin found about a followed input, as a value that the spool keeps.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/wall_time.h"
#include "model/ids.h"

namespace auweave::model {

struct InputNote {
  std::uint32_t source = 0;  // the weaver's number of the input
  base::WallTime at;         // when it was found, by the plugin's clock
  std::string quota = {};    // the quota that `owner` exceeded; empty: the input is stuck
  std::uint64_t most = 0;    // what the quota allows
  std::optional<Uid> owner = {};
  base::WallTime since = {};  // of an input that is stuck: when its read began

  template <typename Archive>
  void state(Archive& archive) {
    archive(source, at, quota, most, owner, since);
  }
};

}  // namespace auweave::model

// PluginNote: something that the plugin tells of itself or of its host, as a value that the spool keeps.
#pragma once

#include <optional>
#include <string>

#include "base/wall_time.h"

namespace auweave::model {

struct PluginNote {
  base::WallTime at;   // when it was, by the plugin's clock
  std::string what;    // PipelineDocument::what
  std::string detail;  // for people
  std::optional<base::WallTime> first_time = {}, last_time = {};

  template <typename Archive>
  void state(Archive& archive) {
    archive(at, what, detail, first_time, last_time);
  }
};

}  // namespace auweave::model

// SourcePlace: a value, the place in a source from which the source is to be read on.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "intake/inbox_item.h"

namespace auweave::pipeline {

struct SourcePlace {
  intake::FilePlace file;
  std::string cursor;  // of an entry of systemd's journal

  template <typename Archive>
  void state(Archive& archive) {
    archive(file, cursor);
  }
};
using SourcePlaces = std::map<std::uint32_t, SourcePlace>;  // by the weaver's number of the source

}  // namespace auweave::pipeline

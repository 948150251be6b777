// SourcePlace: where a source was, to be followed on from there. A value.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "intake/taken.h"

namespace auweave::pipeline {

struct SourcePlace {
  intake::FilePlace file;
  std::string cursor;  // of a journal of systemd's

  template <typename Archive>
  void state(Archive& archive) {
    archive(file, cursor);
  }
};
using SourcePlaces = std::map<std::uint32_t, SourcePlace>;  // by the weaver's number

}  // namespace auweave::pipeline

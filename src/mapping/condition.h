// Condition: what a `when:` of a mapping says of a document (docs/mapping.md). Compiled once
// (condition_reader.h), then only read. Internal to mapping/.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ip_range.h"
#include "mapping/field.h"
#include "mapping/value.h"
#include "pattern/pattern.h"

namespace auweave::mapping {

struct Condition {
  enum class Kind { all, any, none, in, matches, cidr, exists, has } kind = Kind::all;
  // all, any, none (of them); has: what holds for one of the field's objects
  std::vector<Condition> parts{};
  const Field* field = nullptr;              // the others; of a list, one text that fits is enough
  std::vector<std::string> texts{};          // in: few, so that looking at each beats hashing
  std::vector<pattern::Pattern> patterns{};  // matches: any of them
  std::vector<base::IpRange> ranges{};       // cidr: so too
};

[[nodiscard]] bool holds(const Condition& condition, const Subject& subject, Scratch& scratch);

}  // namespace auweave::mapping

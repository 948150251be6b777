// Condition: a `when:` of a mapping, which holds for a document or does not (docs/mapping.md). A
// condition is compiled once (condition_reader.h), then only read. Only mapping/ uses condition.h.
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
  // Parts that a condition of kind all, any or none tests together. A condition of kind `has` tests
  // its first part for each object of the field, and one object that fits is enough.
  std::vector<Condition> parts{};
  // Field tested by a condition of kind in, matches, cidr, exists or has; one fitting text is
  // enough.
  const Field* field = nullptr;
  std::vector<std::string> texts{};          // in: so few texts that a search beats hashing
  std::vector<pattern::Pattern> patterns{};  // matches: one matching pattern is enough
  std::vector<base::IpRange> ranges{};       // cidr: one range with the address is enough
};

// True if the condition holds for the subject.
[[nodiscard]] bool holds(const Condition& condition, const Subject& subject, Scratch& scratch);

}  // namespace auweave::mapping

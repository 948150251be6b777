// Transforms: what is done to a value on its way (`to:` in a mapping, docs/mapping.md). Internal to
// mapping/.
#pragma once

#include "mapping/recipe.h"
#include "mapping/value.h"

namespace auweave::mapping {

// Nothing when the value has no such form ("abc" as a number). A list is transformed text by text,
// but for join.
[[nodiscard]] Value apply(const Transform& transform, const Value& value, Scratch& scratch);

}  // namespace auweave::mapping

// Transforms: changes of a value before it is written (`to:` in a mapping, docs/mapping.md). Only
// mapping/ uses transform.h.
#pragma once

#include "mapping/recipe.h"
#include "mapping/value.h"

namespace auweave::mapping {

// Returns the transformed value. Returns no value if the transform does not fit the value ("abc" as
// a number) or leaves an empty text. Each text of a list is transformed by itself, except that join
// and count take the whole list.
[[nodiscard]] Value apply(const Transform& transform, const Value& value, Scratch& scratch);

}  // namespace auweave::mapping

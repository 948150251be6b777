// The table kTransforms has the transforms that a mapping may name after `to:`. Tests compare
// docs/schema/mapping.schema.json and docs/mapping.md with kTransforms.
#pragma once

#include <array>
#include <string_view>

#include "mapping/recipe.h"

namespace auweave::mapping {

// TransformArgument: the argument of a transform, such as the separator in `{join: " "}`.
enum class TransformArgument { none, separator, bytes, number, key_file };

struct NamedTransform {
  std::string_view name;
  Transform::Kind kind;
  TransformArgument argument;
};

inline constexpr std::array kTransforms = {
    NamedTransform{"lower", Transform::Kind::lower, TransformArgument::none},
    NamedTransform{"upper", Transform::Kind::upper, TransformArgument::none},
    NamedTransform{"basename", Transform::Kind::basename, TransformArgument::none},
    NamedTransform{"dirname", Transform::Kind::dirname, TransformArgument::none},
    NamedTransform{"int", Transform::Kind::integer, TransformArgument::none},
    NamedTransform{"text", Transform::Kind::text, TransformArgument::none},
    NamedTransform{"ip", Transform::Kind::ip, TransformArgument::none},
    NamedTransform{"epoch_ms", Transform::Kind::epoch_ms, TransformArgument::none},
    NamedTransform{"epoch_s", Transform::Kind::epoch_s, TransformArgument::none},
    NamedTransform{"count", Transform::Kind::count, TransformArgument::none},
    NamedTransform{"join", Transform::Kind::join, TransformArgument::separator},
    NamedTransform{"split", Transform::Kind::split, TransformArgument::separator},
    NamedTransform{"truncate", Transform::Kind::truncate, TransformArgument::bytes},
    NamedTransform{"plus", Transform::Kind::plus, TransformArgument::number},
    NamedTransform{"times", Transform::Kind::times, TransformArgument::number},
    NamedTransform{"hash", Transform::Kind::hash, TransformArgument::key_file},
};

}  // namespace auweave::mapping

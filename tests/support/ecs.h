// The Elastic Common Schema, for tests.
#pragma once

#include <map>
#include <string>

namespace auweave::support {

struct EcsField {
  std::string type;
  bool array = false;
};
// By name, as tests/fixtures/standards has them.
const std::map<std::string, EcsField>& ecs_fields();

}  // namespace auweave::support

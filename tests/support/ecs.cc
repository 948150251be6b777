#include "support/ecs.h"

#include "support/text_file.h"

namespace auweave::support {

const std::map<std::string, EcsField>& ecs_fields() {
  static const auto fields = [] {
    std::map<std::string, EcsField> all;
    for (const std::string& line : lines_of(read_file(fixture("standards/ecs-fields.tsv")))) {
      const std::size_t first = line.find('\t');
      const std::size_t second = line.find('\t', first + 1);
      if (line.starts_with('#') || second == std::string::npos) continue;
      all[line.substr(0, first)] = {line.substr(first + 1, second - first - 1),
                                    line.substr(second + 1) == "array"};
    }
    return all;
  }();
  return fields;
}

}  // namespace auweave::support

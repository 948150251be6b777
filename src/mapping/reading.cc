#include "mapping/reading.h"

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"

namespace auweave::mapping {

using yaml::Node;
using Kind = Node::Kind;

const Field* Fields::find(const Node& name, Reading& reading) const {
  if (name.kind != Kind::scalar) {
    reading.problems.add(name, "a field's name is expected here");
    return nullptr;
  }
  const Field* field = find_field(all, name.text);
  if (field != nullptr) return field;
  std::vector<std::string_view> names;
  for (const Field& each : all) names.push_back(each.name);
  reading.problems.add(name,
                       of + " has no field '" + name.text + "'" + base::meant(name.text, names));
  return nullptr;
}

bool only_keys(const Node& map, std::span<const std::string_view> known, Reading& reading) {
  if (map.kind != Kind::map) {
    reading.problems.add(map, "KEY: VALUE pairs are expected here");
    return false;
  }
  bool good = true;
  for (const auto& [name, value] : map.members) {
    if (std::find(known.begin(), known.end(), name.text) != known.end()) continue;
    reading.problems.add(name, "unknown key '" + name.text + "'" + base::meant(name.text, known));
    good = false;
  }
  return good;
}

const std::string* read_text(const Node& node, Reading& reading) {
  if (node.kind == Kind::scalar && !node.text.empty()) return &node.text;
  reading.problems.add(node, "a text is expected here");
  return nullptr;
}

std::optional<std::uint64_t> read_count(const Node& node, Reading& reading) {
  const auto number = node.kind == Kind::scalar ? base::parse_unsigned(node.text) : std::nullopt;
  if (number.value_or(0) > 0) return number;
  reading.problems.add(node, "a number of at least 1 is expected here");
  return std::nullopt;
}

std::optional<std::size_t> read_size(const Node& node, Reading& reading) {
  constexpr std::size_t kMost = 1UL << 30U;
  if (node.kind == Kind::scalar) {
    const std::size_t digits =
        std::min(node.text.find_first_not_of("0123456789"), node.text.size());
    const std::string_view unit = std::string_view(node.text).substr(digits);
    const std::size_t factor = unit.empty() ? 1 : unit == "KiB" ? 1UL << 10U : 1UL << 20U;
    const auto number = base::parse_unsigned(std::string_view(node.text).substr(0, digits));
    const bool known = unit.empty() || unit == "KiB" || unit == "MiB";
    if (known && number.has_value() && *number > 0 && *number <= kMost / factor)
      return *number * factor;
  }
  reading.problems.add(node, "a number of bytes such as 512, 32KiB or 1MiB is expected here");
  return std::nullopt;
}

}  // namespace auweave::mapping

#include "mapping/fields_reader.h"

#include <set>

#include "mapping/recipe_reader.h"

namespace auweave::mapping {
using yaml::Node;

void read_fields(const Node& node, const Fields& fields, const FieldsInto& into, Reading& reading) {
  const auto add = [&](const Node& path, const Node& value) {
    if (value.kind == Node::Kind::null)
      return reading.problems.add(path, "'" + path.text + "' names no field");
    auto recipe = read_recipe(value, fields, reading);
    if (!recipe.has_value()) return;
    if (into.rule == Choice::kAlways) into.tree.renew(path.text);
    into.tree.add(path, path.text, Choice{into.rule, std::move(*recipe), value.place()}, reading);
  };
  if (node.items.empty() && node.members.empty())
    return reading.problems.add(node, "a list of fields, or PATH: FIELD pairs, are expected here");
  std::set<std::string> seen;
  for (const Node& item : node.items) {
    if (item.kind == Node::Kind::scalar && !seen.insert(item.text).second) {
      reading.problems.add(item, "'" + item.text + "' is written twice");
    } else if (item.kind != Node::Kind::scalar) {
      reading.problems.add(item, "a field's name is expected here");
    } else {
      add(item, item);
    }
  }
  for (const auto& [path, value] : node.members) add(path, value);
}

}  // namespace auweave::mapping

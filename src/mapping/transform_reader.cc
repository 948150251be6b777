#include "mapping/transform_reader.h"

#include "base/nearest.h"
#include "base/text.h"
#include "mapping/key_file.h"
#include "mapping/transform_table.h"

namespace auweave::mapping {
namespace {

using yaml::Node;
using Kind = Transform::Kind;

using Argument = TransformArgument;

const NamedTransform* find(const Node& name, Reading& reading) {
  std::vector<std::string_view> names;
  for (const NamedTransform& known : kTransforms) {
    if (known.name == name.text) return &known;
    names.push_back(known.name);
  }
  reading.problems.add(name,
                       "unknown transform '" + name.text + "'" + base::meant(name.text, names));
  return nullptr;
}

// What it makes of a type; nothing: it is not for that type.
std::optional<Type> made_of(Kind kind, Type type) {
  const auto only = [&](Type from, Type to) {
    return type == from ? std::optional(to) : std::nullopt;
  };
  switch (kind) {
    case Kind::integer:
      return only(Type::text, Type::integer);
    case Kind::text:
      return type == Type::texts ? std::nullopt : std::optional(Type::text);
    case Kind::epoch_ms:
    case Kind::epoch_s:
      return only(Type::time, Type::integer);
    case Kind::join:
      return only(Type::texts, Type::text);
    case Kind::count:
      return only(Type::texts, Type::integer);
    case Kind::split:
      return only(Type::text, Type::texts);
    case Kind::times:
    case Kind::plus:
      return only(Type::integer, Type::integer);
    default:
      return type == Type::texts ? only(Type::texts, Type::texts) : only(Type::text, Type::text);
  }
}

bool read_number(const Node& node, Transform& transform, Reading& reading) {
  const auto number = base::parse_signed(node.text);
  if (!number.has_value()) reading.problems.add(node, "a number is expected here");
  transform.number = number.value_or(1);
  return number.has_value();
}

bool read_argument(Argument argument, const Node& node, Transform& transform, Reading& reading) {
  if (argument == Argument::bytes) {
    const auto size = read_size(node, reading);
    // Room for a character and the mark that more was there.
    if (size.has_value() && *size < 8) reading.problems.add(node, "at least 8 bytes are needed");
    transform.number = static_cast<std::int64_t>(size.value_or(0));
    return size.value_or(0) >= 8;
  }
  if (argument == Argument::number) return read_number(node, transform, reading);
  const std::string* text = read_text(node, reading);
  if (text == nullptr) return false;
  transform.text = *text;
  return argument != Argument::key_file || read_key(node, transform.text, reading);
}

// The transforms of one recipe that are read so far, and the type that they make of its value.
struct Chain {
  Type& type;
  std::vector<Transform> all;
};

bool add(const Node& name, const Node* argument, Chain& chain, Reading& reading) {
  const NamedTransform* known = find(name, reading);
  if (known == nullptr) return false;
  const std::string text(known->name);
  if ((known->argument == Argument::none) != (argument == nullptr)) {
    reading.problems.add(name, argument == nullptr
                                   ? "`" + text + "` needs a value: {" + text + ": ...}"
                                   : "`" + text + "` takes no value");
    return false;
  }
  const auto made = made_of(known->kind, chain.type);
  if (!made.has_value()) {
    reading.problems.add(name,
                         "`" + text + "` cannot be done to " + std::string(type_name(chain.type)));
    return false;
  }
  chain.type = *made;
  Transform transform{.kind = known->kind};
  const bool good =
      argument == nullptr || read_argument(known->argument, *argument, transform, reading);
  chain.all.push_back(std::move(transform));
  return good;
}

bool add_item(const Node& item, Chain& chain, Reading& reading) {
  if (item.kind == Node::Kind::scalar) return add(item, nullptr, chain, reading);
  if (item.kind == Node::Kind::map && item.members.size() == 1)
    return add(item.members[0].name, &item.members[0].value, chain, reading);
  reading.problems.add(item, "a transform such as lower or {truncate: 1KiB} is expected here");
  return false;
}

}  // namespace

std::optional<std::vector<Transform>> read_transforms(const Node& node, Type& type,
                                                      Reading& reading) {
  Chain chain{type, {}};
  bool good = true;
  if (node.kind == Node::Kind::list && !node.items.empty()) {
    for (const Node& item : node.items) good = good && add_item(item, chain, reading);
  } else {
    good = add_item(node, chain, reading);
  }
  return good ? std::optional(std::move(chain.all)) : std::nullopt;
}

}  // namespace auweave::mapping

#include "mapping/recipe_reader.h"

#include <algorithm>
#include <array>

#include "base/nearest.h"
#include "mapping/condition_reader.h"
#include "mapping/fields_reader.h"
#include "mapping/path_tree.h"
#include "mapping/table_reader.h"
#include "mapping/transform_reader.h"

namespace auweave::mapping {
namespace {

using yaml::Node;
using Kind = Recipe::Kind;

constexpr std::array<std::string_view, 6> kOrigins = {"from", "first", "all",
                                                      "list", "const", "each"};
constexpr std::array<std::string_view, 11> kKeys = {
    "from", "first", "list", "all", "const", "each", "to", "values", "default", "when", "fields"};

// All that an object has, under its own names.
Recipe every_object(const Field& field) {
  Recipe recipe{.kind = Kind::each, .type = Type::objects, .field = &field};
  for (const Field& inner : field.inner) {
    Choice choice;
    if (inner.type == Type::objects) {
      choice.recipe = every_object(inner);
    } else {
      choice.recipe = Recipe{.kind = Kind::field, .type = inner.type, .field = &inner};
    }
    Step step{Step::What::leaf, json::Key(inner.name), {}};
    step.choices.push_back(std::move(choice));
    recipe.steps.add(std::move(step));
  }
  return recipe;
}

class RecipeReader {
 public:
  RecipeReader(const Fields& fields, Reading& reading) : fields_(fields), reading_(reading) {}

  std::optional<Recipe> read(const Node& node) {
    if (node.kind == Node::Kind::scalar) return of_field(node);
    if (node.kind == Node::Kind::map && !node.members.empty()) return of_map(node);
    problem(node, node.kind == Node::Kind::list
                      ? "a list: write {all: [...]}, {first: [...]} or {const: [...]}"
                      : "a field's name, or {from: ...}, is expected here");
    return std::nullopt;
  }

 private:
  void problem(const Node& at, const std::string& what) { reading_.problems.add(at, what); }

  std::optional<Recipe> of_field(const Node& name) {
    const Field* field = fields_.find(name, reading_);
    if (field == nullptr) return std::nullopt;
    if (field->type == Type::objects) return every_object(*field);
    return Recipe{.kind = Kind::field, .type = field->type, .field = field};
  }

  std::optional<Recipe> of_map(const Node& map) {
    if (!good_keys(map)) return std::nullopt;
    const Node* origin = nullptr;
    std::string_view key;
    for (const std::string_view each : kOrigins) {
      const Node* found = map.find(each);
      if (found == nullptr) continue;
      if (origin != nullptr) {
        problem(map, "only one of from, first, all, list, const and each can be used");
        return std::nullopt;
      }
      origin = found;
      key = each;
    }
    if (origin == nullptr) {
      problem(map, "one of from, first, all, list, const and each is expected here");
      return std::nullopt;
    }
    if (key == "each") return each(map, *origin);
    return finished(map, begun(key, *origin));
  }

  bool good_keys(const Node& map) {
    for (const auto& [name, value] : map.members) {
      if (std::find(kKeys.begin(), kKeys.end(), name.text) != kKeys.end()) continue;
      // The most usual slip: a nested object in place of a dotted path.
      const bool path = base::nearest(name.text, kKeys).empty();
      problem(name, path ? "unknown key '" + name.text +
                               "'; nested objects are written as paths, such as 'user." +
                               name.text + "'"
                         : "unknown key '" + name.text + "'" + base::meant(name.text, kKeys));
      return false;
    }
    return true;
  }

  std::optional<Recipe> begun(std::string_view key, const Node& origin) {
    if (key == "from") return from(origin);
    if (key == "const") return constant(origin);
    return several(key == "first" ? Kind::first : key == "all" ? Kind::all : Kind::list, origin);
  }

  std::optional<Recipe> from(const Node& name) {
    auto recipe = of_field(name);
    if (!recipe.has_value()) return std::nullopt;
    if (recipe->type == Type::objects) {
      problem(name, "'" + name.text + "' can only be written as it is, or taken apart with `each`");
      return std::nullopt;
    }
    return recipe;
  }

  std::optional<Recipe> constant(const Node& node) {
    auto value = read_constant(node, reading_);
    if (!value.has_value()) return std::nullopt;
    Recipe recipe{.kind = Kind::constant, .type = value->type()};
    recipe.constant = std::move(*value);
    return recipe;
  }

  std::optional<Recipe> several(Kind kind, const Node& list) {
    Recipe recipe{.kind = kind, .type = Type::texts};
    if (list.kind != Node::Kind::list || list.items.empty()) {
      problem(list, "a list of fields is expected here");
      return std::nullopt;
    }
    bool good = true;
    for (const Node& item : list.items) {
      auto part = read(item);
      good = good && part.has_value() && fits(recipe, *part, item);
      if (part.has_value()) recipe.parts.push_back(std::move(*part));
    }
    if (!good) return std::nullopt;
    if (kind == Kind::first) recipe.type = recipe.parts.front().type;
    return recipe;
  }

  // Whether another part can be in a `first` or an `all`.
  bool fits(const Recipe& recipe, const Recipe& part, const Node& at) {
    if (part.type == Type::objects) {
      problem(at, std::string(type_name(part.type)) + " cannot be one of several");
      return false;
    }
    if (recipe.kind != Kind::first || recipe.parts.empty()) return true;
    const Type type = recipe.parts.front().type;
    if (type == part.type) return true;
    problem(at, "this is " + std::string(type_name(part.type)) + ", the first is " +
                    std::string(type_name(type)) + " ({from: ..., to: text} makes a text)");
    return false;
  }

  std::optional<Recipe> finished(const Node& map, std::optional<Recipe> recipe) {
    for (const std::string_view key : {"when", "fields"}) {
      if (const Node* node = map.find(key))
        problem(*node, "`" + std::string(key) + "` goes with `each`");
    }
    if (!recipe.has_value()) return std::nullopt;
    const Node* to = map.find("to");
    if (to != nullptr) {
      auto transforms = read_transforms(*to, recipe->type, reading_);
      if (!transforms.has_value()) return std::nullopt;
      recipe->to = std::move(*transforms);
    }
    if (const Node* values = map.find("values")) look_up(*values, *recipe);
    if (const Node* otherwise = map.find("default")) by_default(*otherwise, *recipe);
    return recipe;
  }

  void look_up(const Node& values, Recipe& recipe) {
    recipe.table = table(values);
    if (recipe.table == nullptr) return;
    const bool list = recipe.type == Type::texts;
    recipe.type = type_of(*recipe.table).value_or(Type::text);
    if (!list) return;
    if (recipe.type != Type::text && recipe.type != Type::texts)
      problem(values, "what stands for the texts of a list must be texts");
    recipe.type = Type::texts;
  }

  const Table* table(const Node& values) {
    if (values.kind != Node::Kind::scalar) return reading_.keep(read_table(values, reading_));
    const auto named = reading_.named.find(values.text);
    if (named != reading_.named.end()) return named->second;
    std::vector<std::string_view> names;
    for (const auto& [name, known] : reading_.named) names.emplace_back(name);
    problem(values, names.empty()
                        ? "there are no `tables` here"
                        : "no table '" + values.text + "'" + base::meant(values.text, names));
    return nullptr;
  }

  void by_default(const Node& node, Recipe& recipe) {
    auto value = read_constant(node, reading_);
    if (!value.has_value()) return;
    const bool texts = recipe.type == Type::texts || recipe.type == Type::text;
    const bool text = value->type() == Type::texts || value->type() == Type::text;
    if (value->type() != recipe.type && !(texts && text)) {
      problem(node, "the default is " + std::string(type_name(value->type())) + ", the value " +
                        std::string(type_name(recipe.type)));
    }
    recipe.otherwise = std::move(*value);
  }

  std::optional<Recipe> each(const Node& map, const Node& name) {
    for (const std::string_view key : {"to", "values", "default"}) {
      if (const Node* node = map.find(key))
        problem(*node, "`" + std::string(key) + "` does not go with `each`");
    }
    const Field* field = fields_.find(name, reading_);
    if (field == nullptr) return std::nullopt;
    if (field->type != Type::objects) {
      problem(name, "`each` is for lists of objects; '" + name.text + "' is " +
                        std::string(type_name(field->type)));
      return std::nullopt;
    }
    const Fields inner{field->inner, "an object of '" + name.text + "'"};
    Recipe recipe = every_object(*field);
    if (const Node* when = map.find("when")) recipe.where = read_condition(*when, inner, reading_);
    if (const Node* fields = map.find("fields")) recipe.steps = Steps(steps_of(*fields, inner));
    return recipe;
  }

  std::vector<Step> steps_of(const Node& node, const Fields& inner) {
    PathTree tree;
    read_fields(node, inner, {tree}, reading_);
    return std::move(tree).flattened();
  }

  const Fields& fields_;
  Reading& reading_;
};

}  // namespace

std::optional<Recipe> read_recipe(const Node& node, const Fields& fields, Reading& reading) {
  return RecipeReader(fields, reading).read(node);
}

}  // namespace auweave::mapping

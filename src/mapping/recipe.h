// Recipe: makes one value of a document in the way that a mapping asks for (docs/mapping.md). A
// recipe is compiled once (recipe_reader.h), then only read. Only mapping/ uses recipe.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/text_hash.h"
#include "mapping/condition.h"
#include "mapping/field.h"
#include "mapping/value.h"

namespace auweave::mapping {

// Constant: a value that stands in the mapping. A constant owns its texts, and cannot be copied,
// because `views_` are views of the texts.
class Constant {
 public:
  explicit Constant(std::string text)
      : texts_{std::move(text)}, type_(Type::text), json_(json::rendered(texts_.front())) {
    view();
  }
  explicit Constant(std::vector<std::string> texts) : texts_(std::move(texts)), type_(Type::texts) {
    view();
  }
  explicit Constant(std::int64_t number) : scalar_(number), type_(Type::integer) {}
  explicit Constant(bool flag) : scalar_(flag), type_(Type::flag) {}
  Constant(const Constant&) = delete;
  Constant& operator=(const Constant&) = delete;
  Constant(Constant&&) noexcept = default;
  Constant& operator=(Constant&&) noexcept = default;
  ~Constant() = default;

  [[nodiscard]] Type type() const { return type_; }
  [[nodiscard]] Value value() const;
  // Returns the text as JSON, or "" if the constant is no text.
  [[nodiscard]] const std::string& json() const { return json_; }

 private:
  void view() { views_.assign(texts_.begin(), texts_.end()); }

  // A moved vector keeps its elements where they are, so the views of a moved Constant stay valid.
  std::vector<std::string> texts_;
  std::vector<std::string_view> views_;
  Scalar scalar_;
  Type type_;
  std::string json_;
};

// Table: the constants of `values:`, by the text that each constant replaces.
using Table = std::unordered_map<std::string, Constant, base::TextHash, std::equal_to<>>;

// Transform: one change of a value (`to:`).
struct Transform {
  enum class Kind {
    lower,
    upper,
    basename,
    dirname,
    integer,
    text,
    ip,
    epoch_ms,
    epoch_s,
    join,
    split,
    truncate,
    count,
    times,
    plus,
    hash
  } kind = Kind::lower;
  std::string text{};       // join, split: the separator; hash: the key
  std::int64_t number = 0;  // truncate: the bytes; times, plus: the operand
};

struct Step;

// Steps: the steps inside a Recipe, held by a pointer. A Step contains Recipes, so Step is
// incomplete before Recipe is, and clang 14 accepts no vector member of an incomplete type.
class Steps {
 public:
  Steps();
  explicit Steps(std::vector<Step> all);
  Steps(Steps&&) noexcept;
  Steps& operator=(Steps&&) noexcept;
  ~Steps();
  void add(Step step);
  [[nodiscard]] const std::vector<Step>& all() const { return *all_; }

 private:
  std::unique_ptr<std::vector<Step>> all_;
};

struct Recipe {
  enum class Kind { field, constant, first, all, list, each } kind = Kind::field;
  Type type = Type::text;               // type of the value that the recipe makes
  const Field* field = nullptr;         // field, each: the field that is read
  std::optional<Constant> constant{};   // constant: the value
  std::vector<Recipe> parts{};          // first, all, list: the recipes of the parts
  std::vector<Transform> to{};          // `to:`
  const Table* table = nullptr;         // `values:`; the plan owns the table
  std::optional<Constant> otherwise{};  // `default:`
  std::optional<Condition> where{};  // each: only objects for which the condition holds are written
  Steps steps{};                     // each: the steps that write one object

  // True if the recipe is a text of the mapping, without a transform or a table.
  [[nodiscard]] bool is_fixed() const {
    return kind == Kind::constant && to.empty() && table == nullptr && !constant->json().empty();
  }
  // True if the recipe is a field, without a transform, a table or a default.
  [[nodiscard]] bool is_field() const {
    return kind == Kind::field && to.empty() && table == nullptr && !otherwise.has_value();
  }
};

// Choice: one of the recipes for a path, of which the last choice whose rule holds is used.
struct Choice {
  static constexpr std::size_t kAlways = static_cast<std::size_t>(-1);
  std::size_t rule = kAlways;  // index of the rule in the kind's rules
  Recipe recipe{};
  std::string place{};  // file:line:column of the recipe
};

// Step: one step in writing a document: begins an object, ends an object, or writes a value (leaf).
struct Step {
  enum class What { open, close, leaf } what = What::leaf;
  json::Key key{""};
  std::vector<Choice> choices{};  // leaf: the recipes
  // Field of a leaf whose only recipe is always used and takes a field of one value unchanged; else
  // null. Most leaves of all mappings have a `plain` field, which is written without a recipe.
  const Field* plain = nullptr;
};

// Returns the value of a field that is no list of objects.
[[nodiscard]] Value read_field(const Field& field, const Subject& subject, Scratch& scratch);

// Returns the value that a recipe makes whose kind is not `each`. The returned value may be a view
// of the subject, the recipe, its table or the scratch.
[[nodiscard]] Value evaluate(const Recipe& recipe, const Subject& subject, Scratch& scratch);

}  // namespace auweave::mapping

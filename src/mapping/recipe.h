// Recipe: how one value of a document is made, as a mapping says it (docs/mapping.md). Compiled once
// (recipe_reader.h), then only read. Internal to mapping/.
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

// A value that stands in the mapping. Owns its texts; no copies, since `views` are of them.
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
  // As it is written; empty of what is no text.
  [[nodiscard]] const std::string& json() const { return json_; }

 private:
  void view() { views_.assign(texts_.begin(), texts_.end()); }

  // A vector's elements stay where they are when it is moved.
  std::vector<std::string> texts_;
  std::vector<std::string_view> views_;
  Scalar scalar_;
  Type type_;
  std::string json_;
};

// values: what stands for what.
using Table = std::unordered_map<std::string, Constant, base::TextHash, std::equal_to<>>;

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
  std::string text{};       // what join and split put or find between; the key of hash
  std::int64_t number = 0;  // truncate (bytes), times, plus
};

struct Step;

// Steps inside of a Recipe, which are made of Recipes: to clang 14 a vector of what is not complete yet is
// none.
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
  Type type = Type::text;              // of what comes out
  const Field* field = nullptr;        // field, each
  std::optional<Constant> constant{};  // constant
  std::vector<Recipe> parts{};         // first, all, list
  std::vector<Transform> to{};
  const Table* table = nullptr;         // values; the mapping owns it
  std::optional<Constant> otherwise{};  // default
  std::optional<Condition> where{};     // each: objects for which it holds
  Steps steps{};                        // each: what is written of an object

  // A text of the mapping as it is.
  [[nodiscard]] bool is_fixed() const {
    return kind == Kind::constant && to.empty() && table == nullptr && !constant->json().empty();
  }
  // A field as it is.
  [[nodiscard]] bool is_field() const {
    return kind == Kind::field && to.empty() && table == nullptr && !otherwise.has_value();
  }
};

// One of several recipes for the same path: the last one whose rule holds is used.
struct Choice {
  static constexpr std::size_t kAlways = static_cast<std::size_t>(-1);
  std::size_t rule = kAlways;  // index in the kind's rules
  Recipe recipe{};
  std::string place{};  // file:line:column of the recipe
};

// A mapping's tree of paths, flattened.
struct Step {
  enum class What { open, close, leaf } what = What::leaf;
  json::Key key{""};
  std::vector<Choice> choices{};  // leaf
  // The field of a leaf that is always a single one as it is: most leaves of all mappings.
  const Field* plain = nullptr;
};

// The value of a field that is no list of objects.
[[nodiscard]] Value read_field(const Field& field, const Subject& subject, Scratch& scratch);

// The value of anything but `each`. Views of the subject, the recipe and the scratch.
[[nodiscard]] Value evaluate(const Recipe& recipe, const Subject& subject, Scratch& scratch);

}  // namespace auweave::mapping

#include "mapping/kind_reader.h"

#include <algorithm>
#include <array>

#include "base/nearest.h"
#include "mapping/condition_reader.h"
#include "mapping/fields_reader.h"
#include "mapping/recipe_reader.h"

namespace auweave::mapping {
namespace {

using yaml::Node;

constexpr std::array<std::string_view, 9> kKeys = {"fields", "rules", "remove", "drop",   "keep",
                                                   "sample", "topic", "key",    "headers"};

class KindReader {
 public:
  KindReader(const Fields& fields, KindDraft& draft, Reading& reading)
      : fields_(fields), draft_(draft), reading_(reading) {}

  void read(const Node& map) {
    if (!good_keys(map)) return;
    // What is taken away was there before: it makes room for what this file says.
    if (const Node* node = map.find("remove")) remove(*node);
    if (const Node* node = map.find("fields")) read_fields(*node, fields_, {draft_.tree}, reading_);
    if (const Node* node = map.find("topic")) {
      draft_.plan.topics.clear();  // what this file says takes the place of what it extends
      topic(*node, Choice::kAlways);
    }
    if (const Node* node = map.find("key")) draft_.plan.key = text(*node);
    if (const Node* node = map.find("headers")) headers(*node);
    if (const Node* node = map.find("rules")) rules(*node);
    if (const Node* node = map.find("drop")) conditions(*node, draft_.plan.drop);
    if (const Node* node = map.find("keep")) conditions(*node, draft_.plan.keep);
    if (const Node* node = map.find("sample")) samples(*node);
  }

 private:
  void problem(const Node& at, const std::string& what) { reading_.problems.add(at, what); }

  // The most usual slip: paths that stand where `fields` should.
  bool good_keys(const Node& map) {
    const auto wrong = std::find_if(map.members.begin(), map.members.end(), [](const auto& each) {
      return std::find(kKeys.begin(), kKeys.end(), each.name.text) == kKeys.end();
    });
    if (wrong == map.members.end()) return true;
    if (map.find("fields") != nullptr || !base::nearest(wrong->name.text, kKeys).empty())
      return only_keys(map, kKeys, reading_);
    problem(wrong->name, "unknown key '" + wrong->name.text + "'; paths stand below `fields:`");
    return false;
  }

  template <typename Action>
  void each(const Node& list, const std::string& what, Action action) {
    if (list.kind != Node::Kind::list || list.items.empty())
      return problem(list, "a list of " + what + " is expected here");
    for (const Node& item : list.items) action(item);
  }

  void remove(const Node& list) {
    each(list, "paths", [&](const Node& path) {
      if (path.kind != Node::Kind::scalar) return problem(path, "a path is expected here");
      if (draft_.tree.remove(path.text)) return;
      const auto paths = draft_.tree.paths();
      problem(path, paths.empty() ? "nothing is extended, so there is nothing to remove"
                                  : "what is extended writes no '" + path.text + "'" +
                                        base::meant(path.text, paths));
    });
  }

  void rules(const Node& list) {
    constexpr std::array<std::string_view, 3> kRuleKeys = {"when", "fields", "topic"};
    each(list, "{when: ..., fields: ...}", [&](const Node& rule) {
      if (!only_keys(rule, kRuleKeys, reading_)) return;
      const Node* when = rule.find("when");
      const Node* fields = rule.find("fields");
      const Node* to = rule.find("topic");
      if (when == nullptr || (fields == nullptr && to == nullptr))
        return problem(rule, "a rule has `when`, and `fields` or `topic`");
      draft_.plan.rules.push_back(read_condition(*when, fields_, reading_));
      const std::size_t number = draft_.plan.rules.size() - 1;
      if (fields != nullptr) read_fields(*fields, fields_, {draft_.tree, number}, reading_);
      if (to != nullptr) topic(*to, number);
    });
  }

  void topic(const Node& node, std::size_t rule) {
    const std::string* name = read_text(node, reading_);
    if (name == nullptr) return;
    const bool good =
        name->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
    if (!good)
      return problem(node, "'" + *name +
                               "' is no name for a topic: letters a to z, digits, '_' and '-' "
                               "(what it is called in Kafka, the sink's `topics` say)");
    draft_.plan.topics.push_back({rule, *name});
  }

  std::optional<Recipe> text(const Node& node) {
    auto recipe = read_recipe(node, fields_, reading_);
    if (!recipe.has_value() || recipe->type == Type::text) return recipe;
    problem(node, "a text is needed here, and this is " + std::string(type_name(recipe->type)));
    return std::nullopt;
  }

  void headers(const Node& map) {
    if (map.kind != Node::Kind::map || map.members.empty())
      return problem(map, "NAME: VALUE pairs are expected here");
    for (const yaml::Member& member : map.members) {
      const std::string& name = member.name.text;
      if (name == "content-type" || name.starts_with("ce_") || name.starts_with("auweave-"))
        problem(member.name, "the header '" + name + "' is auweave's own");
      auto recipe = text(member.value);
      if (!recipe.has_value()) continue;
      auto& all = draft_.plan.headers;
      std::erase_if(all, [&](const HeaderRecipe& each) { return each.name == name; });
      all.push_back({name, std::move(*recipe)});
    }
  }

  // One, or a list of which one is enough.
  void conditions(const Node& node, std::vector<Condition>& out) {
    if (node.kind == Node::Kind::map) {
      out.push_back(read_condition(node, fields_, reading_));
    } else {
      each(node, "conditions",
           [&](const Node& item) { out.push_back(read_condition(item, fields_, reading_)); });
    }
  }

  void samples(const Node& list) {
    constexpr std::array<std::string_view, 2> kSampleKeys = {"when", "one_in"};
    each(list, "{when: ..., one_in: N}", [&](const Node& sample) {
      if (!only_keys(sample, kSampleKeys, reading_)) return;
      const Node* when = sample.find("when");
      const Node* one_in = sample.find("one_in");
      if (when == nullptr || one_in == nullptr)
        return problem(sample, "a sample has `when` and `one_in`");
      draft_.plan.samples.push_back(
          {read_condition(*when, fields_, reading_), read_count(*one_in, reading_).value_or(1)});
    });
  }

  const Fields& fields_;
  KindDraft& draft_;
  Reading& reading_;
};

std::string with_article(std::string_view kind) {
  return std::string(kind == "event" ? "an " : "a ").append(kind) + " document";
}

}  // namespace

void read_kind(const Node& name, const Node& node, KindDraft& draft, Reading& reading) {
  const Fields fields{fields_of(name.text), with_article(name.text)};
  if (node.kind == Node::Kind::scalar && node.text == "none") {
    draft = {};
    return;
  }
  draft.plan.wanted = true;
  if (node.kind == Node::Kind::list) {
    read_fields(node, fields, {draft.tree}, reading);
  } else if (node.kind == Node::Kind::map && !node.members.empty()) {
    KindReader(fields, draft, reading).read(node);
  } else {
    reading.problems.add(node.kind == Node::Kind::null ? name : node,
                         "a list of fields, {fields: ...} or none is expected here");
  }
}

}  // namespace auweave::mapping

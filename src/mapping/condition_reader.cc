#include "mapping/condition_reader.h"

#include <array>

#include "base/text.h"

namespace auweave::mapping {
namespace {

using yaml::Node;
using Kind = Condition::Kind;

constexpr std::array<std::string_view, 6> kTests = {"in",     "matches", "cidr",
                                                    "exists", "has",     "not"};

class ConditionReader {
 public:
  ConditionReader(const Fields& fields, Reading& reading) : fields_(fields), reading_(reading) {}

  Condition read(const Node& node) {
    Condition all;
    if (node.kind != Node::Kind::map || node.members.empty()) {
      problem(node, "a condition such as {action: executed} is expected here");
      return all;
    }
    for (const auto& [name, value] : node.members) member(name, value, all.parts);
    return all;
  }

 private:
  void problem(const Node& at, const std::string& what) { reading_.problems.add(at, what); }

  void member(const Node& name, const Node& value, std::vector<Condition>& out) {
    if (name.text == "any" || name.text == "all") {
      Condition list{.kind = name.text == "any" ? Kind::any : Kind::all};
      if (value.kind != Node::Kind::list || value.items.empty())
        problem(value, "a list of conditions is expected here");
      for (const Node& item : value.items) list.parts.push_back(read(item));
      out.push_back(std::move(list));
    } else if (name.text == "not") {
      out.push_back(negated(read(value)));
    } else if (const Field* field = fields_.find(name, reading_)) {
      if (field->raw) return problem(name, "'" + name.text + "' cannot be asked for");
      of_field(*field, value, out);
    }
  }

  static Condition negated(Condition condition) {
    Condition none{.kind = Kind::none};
    none.parts.push_back(std::move(condition));
    return none;
  }

  void of_field(const Field& field, const Node& value, std::vector<Condition>& out) {
    if (value.kind != Node::Kind::map) {
      out.push_back(one_of(field, value));
      return;
    }
    if (!only_keys(value, kTests, reading_)) return;
    if (value.members.empty()) problem(value, "a test such as {matches: ...} is expected here");
    for (const auto& [test, argument] : value.members) {
      if (test.text == "in") out.push_back(one_of(field, argument));
      if (test.text == "matches") out.push_back(matches(field, test, argument));
      if (test.text == "cidr") out.push_back(within(field, test, argument));
      if (test.text == "has") out.push_back(has(field, test, argument));
      if (test.text == "exists") out.push_back(exists(field, argument));
      if (test.text == "not") out.push_back(negated(one_of(field, argument)));
    }
  }

  // A value, or several.
  std::vector<const Node*> listed(const Node& value) {
    std::vector<const Node*> all;
    if (value.kind == Node::Kind::scalar) all.push_back(&value);
    for (const Node& item : value.items) {
      all.push_back(&item);
      if (item.kind != Node::Kind::scalar) problem(item, "a value is expected here");
    }
    if (all.empty()) problem(value, "a value, or a list of values, is expected here");
    return all;
  }

  Condition one_of(const Field& field, const Node& value) {
    Condition condition{.kind = Kind::in, .field = &field};
    if (field.type == Type::objects)
      problem(value, "'" + std::string(field.name) +
                         "' is a list of objects: only `has` and `exists` can be asked");
    for (const Node* each : listed(value)) {
      const bool number = base::parse_signed(each->text).has_value();
      if (field.type == Type::integer && !number)
        problem(*each,
                "'" + std::string(field.name) + "' is a number, and never '" + each->text + "'");
      if (field.type == Type::flag && each->text != "true" && each->text != "false")
        problem(*each, "'" + std::string(field.name) + "' is true or false, and never '" +
                           each->text + "'");
      condition.texts.push_back(each->text);
    }
    return condition;
  }

  bool of_texts(const Field& field, const Node& test) {
    if (field.type == Type::text || field.type == Type::texts) return true;
    problem(test, "`" + test.text + "` is for texts; '" + std::string(field.name) + "' is " +
                      std::string(type_name(field.type)));
    return false;
  }

  Condition matches(const Field& field, const Node& test, const Node& value) {
    Condition condition{.kind = Kind::matches, .field = &field};
    if (!of_texts(field, test)) return condition;
    for (const Node* each : listed(value)) {
      auto pattern = pattern::Pattern::compile(each->text);
      if (pattern.ok()) {
        condition.patterns.push_back(std::move(*pattern));
      } else {
        problem(*each, "no regular expression: " + pattern.error().message);
      }
    }
    return condition;
  }

  Condition within(const Field& field, const Node& test, const Node& value) {
    Condition condition{.kind = Kind::cidr, .field = &field};
    if (!of_texts(field, test)) return condition;
    for (const Node* each : listed(value)) {
      const auto range = base::IpRange::parse(each->text);
      if (range.ok()) {
        condition.ranges.push_back(*range);
      } else {
        problem(*each, range.error().message);
      }
    }
    return condition;
  }

  Condition has(const Field& field, const Node& test, const Node& value) {
    Condition condition{.kind = Kind::has, .field = &field};
    if (field.type != Type::objects) {
      problem(test, "`has` is for lists of objects; '" + std::string(field.name) + "' is " +
                        std::string(type_name(field.type)));
      return condition;
    }
    const Fields inner{field.inner, "an object of '" + std::string(field.name) + "'"};
    condition.parts.push_back(read_condition(value, inner, reading_));
    return condition;
  }

  Condition exists(const Field& field, const Node& value) {
    if (value.text != "true" && value.text != "false")
      problem(value, "true or false is expected here");
    Condition condition{.kind = Kind::exists, .field = &field};
    return value.text == "false" ? negated(std::move(condition)) : std::move(condition);
  }

  const Fields& fields_;
  Reading& reading_;
};

}  // namespace

Condition read_condition(const Node& node, const Fields& fields, Reading& reading) {
  return ConditionReader(fields, reading).read(node);
}

}  // namespace auweave::mapping

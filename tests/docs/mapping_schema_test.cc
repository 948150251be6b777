// docs/schema/mapping.schema.json, which editors complete and check mappings with: it names the fields
// and transforms that there are, takes all presets, and refuses what `auweave check` refuses for its shape.
// UPDATE_GOLDEN=1 writes it anew.
#include <gmock/gmock.h>
#include <rapidjson/schema.h>

#include <cstdlib>

#include "base/text.h"
#include "mapping/field.h"
#include "mapping/transform_table.h"
#include "support/json.h"
#include "support/text_file.h"
#include "yaml/node.h"

namespace auweave {
namespace {

using mapping::Field;
using mapping::TransformArgument;
using mapping::Type;

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string to_definition(const std::string& name) {
  return R"({"$ref":"#/definitions/)" + name + R"("})";
}

std::string list_of(const std::string& schema) {
  return R"({"type":"array","minItems":1,"items":)" + schema + "}";
}

std::string any_of(const std::vector<std::string>& schemas) {
  std::string all;
  for (const std::string& schema : schemas) all += (all.empty() ? "" : ",") + schema;
  return R"({"anyOf":[)" + all + "]}";
}

// {"type": "object"} with these members and no others.
std::string object(const std::vector<std::pair<std::string, std::string>>& members,
                   const std::vector<std::string>& required = {}) {
  std::string text, needed;
  for (const auto& [name, schema] : members)
    text += (text.empty() ? "" : ",") + in_quotes(name) + ":" + schema;
  for (const std::string& name : required) needed += (needed.empty() ? "" : ",") + in_quotes(name);
  return R"({"type":"object","additionalProperties":false,"properties":{)" + text + "}" +
         (needed.empty() ? "" : R"(,"required":[)" + needed + "]") + "}";
}

constexpr const char* kScalar = R"({"type":["string","integer","boolean"]})";
constexpr const char* kText = R"({"type":"string","minLength":1})";
constexpr const char* kSize = R"({"type":["string","integer"]})";

// What may be said of the fields of a document, or of an object inside one: NAME-field, NAME-value …
class Definitions {
 public:
  void add(const std::string& name, std::span<const Field> fields) {
    std::string names;
    for (const Field& field : fields) names += (names.empty() ? "" : ",") + in_quotes(field.name);
    put(name + "-field", R"({"type":"string","enum":[)" + names + "]}");
    put(name + "-condition", condition(name, fields));
    put(name + "-value",
        any_of({to_definition(name + "-field"), recipe(name), each(name, fields)}));
    put(name + "-fields", any_of({list_of(to_definition(name + "-field")),
                                  R"({"type":"object","minProperties":1,"additionalProperties":)" +
                                      to_definition(name + "-value") + "}"}));
    for (const Field& field : fields) {
      if (field.type == Type::objects) add(inner(name, field), field.inner);
    }
  }
  void put(const std::string& name, const std::string& schema) {
    text_ += (text_.empty() ? "" : ",") + in_quotes(name) + ":" + schema;
  }
  [[nodiscard]] std::string text() const { return "{" + text_ + "}"; }

 private:
  static std::string inner(const std::string& name, const Field& field) {
    return name + "-" + std::string(field.name);
  }

  static std::string condition(const std::string& name, std::span<const Field> fields) {
    const std::string whole = to_definition(name + "-condition");
    std::vector<std::pair<std::string, std::string>> members = {
        {"any", list_of(whole)}, {"all", list_of(whole)}, {"not", whole}};
    for (const Field& field : fields) {
      if (field.raw) continue;
      const bool objects = field.type == Type::objects;
      members.emplace_back(
          field.name, objects ? object({{"has", to_definition(inner(name, field) + "-condition")},
                                        {"exists", R"({"type":"boolean"})"}})
                              : to_definition("test"));
    }
    return object(members);
  }

  static std::string recipe(const std::string& name) {
    const std::string parts = list_of(to_definition(name + "-value"));
    return object({{"from", to_definition(name + "-field")},
                   {"first", parts},
                   {"all", parts},
                   {"list", parts},
                   {"const", to_definition("constant")},
                   {"to", to_definition("transforms")},
                   {"values", any_of({kText, to_definition("table")})},
                   {"default", to_definition("constant")}});
  }

  static std::string each(const std::string& name, std::span<const Field> fields) {
    std::vector<std::string> all;
    for (const Field& field : fields) {
      if (field.type != Type::objects) continue;
      all.push_back(object({{"each", R"({"enum":[)" + in_quotes(field.name) + "]}"},
                            {"when", to_definition(inner(name, field) + "-condition")},
                            {"fields", to_definition(inner(name, field) + "-fields")}},
                           {"each"}));
    }
    return all.empty() ? to_definition(name + "-field") : any_of(all);
  }

  std::string text_;
};

std::string kind_schema(const std::string& kind) {
  const std::string condition = to_definition(kind + "-condition");
  const std::string conditions = any_of({condition, list_of(condition)});
  const std::string fields = to_definition(kind + "-fields");
  return any_of(
      {list_of(to_definition(kind + "-field")), R"({"enum":["none"]})",
       object({{"fields", fields},
               {"rules", list_of(object({{"when", condition}, {"fields", fields}, {"topic", kText}},
                                        {"when"}))},
               {"topic", kText},
               {"key", to_definition(kind + "-value")},
               {"headers", R"({"type":"object","minProperties":1,"additionalProperties":)" +
                               to_definition(kind + "-value") + "}"},
               {"remove", list_of(kText)},
               {"drop", conditions},
               {"keep", conditions},
               {"sample", list_of(object({{"when", condition},
                                          {"one_in", R"({"type":"integer","minimum":1})"}},
                                         {"when", "one_in"}))}})});
}

std::string argument_schema(TransformArgument argument) {
  if (argument == TransformArgument::bytes) return kSize;
  return argument == TransformArgument::number ? R"({"type":"integer"})" : kText;
}

std::string transform_schema() {
  std::string names;
  std::vector<std::pair<std::string, std::string>> members;
  for (const auto& [name, kind, argument] : mapping::kTransforms) {
    if (argument == TransformArgument::none) {
      names += (names.empty() ? "" : ",") + in_quotes(name);
    } else {
      members.emplace_back(name, argument_schema(argument));
    }
  }
  return any_of({R"({"enum":[)" + names + "]}", object(members)});
}

std::string made() {
  Definitions definitions;
  const std::string scalars = any_of({kScalar, list_of(kScalar)});
  definitions.put("constant", any_of({kScalar, list_of(kText)}));
  definitions.put(
      "table",
      R"({"type":"object","minProperties":1,"additionalProperties":{"$ref":"#/definitions/constant"}})");
  definitions.put("test", any_of({scalars, object({{"in", scalars},
                                                   {"not", scalars},
                                                   {"matches", any_of({kText, list_of(kText)})},
                                                   {"cidr", any_of({kText, list_of(kText)})},
                                                   {"exists", R"({"type":"boolean"})"}})}));
  const std::string transform = transform_schema();
  definitions.put("transforms", any_of({transform, list_of(transform)}));
  std::vector<std::pair<std::string, std::string>> kinds;
  for (const std::string_view kind : model::kKinds) {
    definitions.add(std::string(kind), mapping::fields_of(kind));
    kinds.emplace_back(kind, kind_schema(std::string(kind)));
  }
  std::string root = object(
      {{"version", R"({"enum":[1]})"},
       {"name", kText},
       {"extends", kText},
       {"remove", list_of(kText)},
       {"tables", R"({"type":"object","additionalProperties":{"$ref":"#/definitions/table"}})"},
       {"limits", object({{"text", kSize}, {"items", R"({"type":"integer","minimum":1})"}})},
       {"documents", object(kinds)}},
      {"version"});
  root.insert(
      1,
      R"("$schema":"http://json-schema.org/draft-04/schema#","title":"A mapping of auweave: docs/mapping.md",)");
  root.insert(root.size() - 1, R"(,"definitions":)" + definitions.text());
  return root;
}

// YAML as JSON, as an editor sees it.
void to_json(const yaml::Node& node, rapidjson::Value& out, rapidjson::Document& document) {
  auto& memory = document.GetAllocator();
  if (node.kind == yaml::Node::Kind::list) {
    out.SetArray();
    for (const yaml::Node& item : node.items) {
      rapidjson::Value value;
      to_json(item, value, document);
      out.PushBack(value, memory);
    }
  } else if (node.kind == yaml::Node::Kind::map) {
    out.SetObject();
    for (const auto& [name, each] : node.members) {
      rapidjson::Value value;
      to_json(each, value, document);
      out.AddMember(rapidjson::Value(name.text.c_str(), memory), value, memory);
    }
  } else if (node.kind == yaml::Node::Kind::scalar) {
    const auto number = base::parse_signed(node.text);
    if (!node.quoted && number.has_value()) {
      out.SetInt64(*number);
    } else if (!node.quoted && (node.text == "true" || node.text == "false")) {
      out.SetBool(node.text == "true");
    } else {
      out.SetString(node.text.c_str(), memory);
    }
  }
}

bool fits(const std::string& schema, const yaml::Node& mapping) {
  const rapidjson::Document parsed = support::parse(schema);
  const rapidjson::SchemaDocument judged(parsed);
  rapidjson::Document document;
  to_json(mapping, document, document);
  rapidjson::SchemaValidator validator(judged);
  return document.Accept(validator);
}

std::string path() { return support::source_folder() + "/docs/schema/mapping.schema.json"; }

TEST(MappingSchema, NamesTheFieldsAndTransformsThatThereAre) {
  const std::string now = support::pretty(made());
  if (std::getenv("UPDATE_GOLDEN") != nullptr) support::write_file(path(), now);
  EXPECT_EQ(support::read_file(path()), now);
}

TEST(MappingSchema, TakesAllPresets) {
  const std::string schema = support::read_file(path());
  for (const std::string preset : {"flat", "full", "ecs", "ocsf", "cim"}) {
    const auto root = yaml::load(support::source_folder() + "/mappings/" + preset + ".yaml");
    EXPECT_TRUE(fits(schema, *root)) << preset;
  }
}

TEST(MappingSchema, RefusesTheUsualSlips) {
  const std::string schema = support::read_file(path());
  for (const char* text :
       {"documents: {event: [time]}", "version: 2", "version: 1\ndocument: {}",
        "version: 1\ndocuments: {events: [time]}", "version: 1\ndocuments: {event: [tme]}",
        "version: 1\ndocuments: {event: {user.name: actor}}",
        "version: 1\ndocuments: {event: {fields: {a: {form: actor}}}}",
        "version: 1\ndocuments: {event: {fields: {a: {from: actor, to: lowercase}}}}",
        "version: 1\ndocuments: {event: {fields: {a: {each: paths, fields: [nam]}}}}",
        "version: 1\ndocuments: {event: {drop: {acton: executed}}}",
        "version: 1\ndocuments: {event: {drop: {action: {match: x}}}}",
        "version: 1\ndocuments: {event: {rules: [{fields: [time]}]}}"}) {
    EXPECT_FALSE(fits(schema, *yaml::parse(text, "m.yaml"))) << text;
  }
}

}  // namespace
}  // namespace auweave

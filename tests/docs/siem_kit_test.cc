// The consumer kit of each preset but flat is made of that preset and of the kit of flat: index templates
// from the paths that mappings/NAME.yaml writes, saved queries from flat's with other names.
// UPDATE_GOLDEN=1 makes them anew.
#include <gmock/gmock.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <regex>

#include "mapping/plan_reader.h"
#include "name_types.h"
#include "support/json.h"
#include "support/siem_preset.h"
#include "support/text_file.h"
#include "yaml/node.h"

namespace auweave {
namespace {

using mapping::Recipe;
using mapping::Step;
using mapping::Transform;
using mapping::Type;
using support::SiemPreset;

constexpr const char* kWords = R"({"type":"text","norms":false,"analyzer":"auweave_words"})";

std::string path(const std::string& name) { return support::source_folder() + "/" + name; }

rapidjson::Document index_template(const std::string& name) {
  return support::parse(support::read_file(path("siem/opensearch/" + name + ".json")));
}

void expect_is(const std::string& name, const std::string& now) {
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    support::write_file(path(name), now);
  }
  EXPECT_EQ(support::read_file(path(name)), now) << name;
}

// The types of a preset's templates, of all kinds.
std::map<std::string, std::string> types_of(const std::string& preset) {
  std::map<std::string, std::string> types;
  gather(index_template(preset + "-shared")["template"]["mappings"]["properties"], "", types);
  for (const std::string_view kind : model::kKinds) {
    const auto its = index_template(preset + "-" + std::string(kind));
    gather(its["template"]["mappings"]["properties"], "", types);
  }
  return types;
}

std::string of_type(Type type) {
  if (type == Type::integer) return R"({"type":"long"})";
  if (type == Type::flag) return R"({"type":"boolean"})";
  return type == Type::time ? R"({"type":"date_nanos"})"
                            : R"({"type":"keyword","ignore_above":8191})";
}

bool is_address(const std::string& path) { return path.ends_with("_ip") || path.ends_with(".ip"); }

std::string written(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return buffer.GetString();
}

// Flat's texts, by name.
std::map<std::string, std::string> texts_of_flat() {
  std::map<std::string, std::string> texts;
  for (const std::string_view kind : model::kKinds) {
    const auto its = index_template("flat-" + std::string(kind));
    for (const auto& each : its["template"]["mappings"]["properties"].GetObject()) {
      const std::string type = support::text(each.value, "type");
      if (type == "keyword" || type == "text")
        texts.try_emplace(each.name.GetString(), written(each.value));
    }
  }
  return texts;
}

// A text is what flat has it for.
std::string of_text(const SiemPreset& preset, const std::string& path) {
  static const auto flat = texts_of_flat();
  if (preset.sentences.contains(path)) return kWords;
  if (is_address(path)) return R"({"type":"ip"})";
  const auto known = flat.find(preset.flat_name(path));
  return known == flat.end() ? of_type(Type::text) : known->second;
}

bool is_text(Type type) { return type == Type::text || type == Type::texts; }

std::string of_recipe(const SiemPreset& preset, const std::string& path, const Recipe& recipe) {
  const bool epoch = std::any_of(recipe.to.begin(), recipe.to.end(), [](const Transform& each) {
    return each.kind == Transform::Kind::epoch_ms;
  });
  if (epoch) return R"({"type":"date"})";
  return is_text(recipe.type) ? of_text(preset, path) : of_type(recipe.type);
}

std::string object_of(const std::string& properties) {
  return R"({"type":"object","properties":)" + properties + "}";
}

// Objects that are written as they are.
std::string properties_of(std::span<const mapping::Field> fields) {
  std::string all;
  for (const mapping::Field& field : fields) {
    const std::string name(field.name);
    std::string mapped = of_type(field.type);
    if (field.type == Type::objects) mapped = object_of(properties_of(field.inner));
    if (is_text(field.type) && is_address(name)) mapped = R"({"type":"ip"})";
    all += (all.empty() ? "\"" : ",\"") + name + "\":" + mapped;
  }
  return "{" + all + "}";
}

// The steps from `at` on, up to the end of the object that they are in.
std::string properties(const SiemPreset& preset, const std::vector<Step>& steps, std::size_t& at,
                       const std::string& prefix) {
  std::string all;
  for (; at < steps.size() && steps[at].what != Step::What::close; ++at) {
    const Step& step = steps[at];
    const std::string name = prefix + step.key.name();
    std::string mapped;
    if (step.what == Step::What::open) {
      mapped = R"({"properties":)" + properties(preset, steps, ++at, name + ".") + "}";
    } else if (const Recipe& recipe = step.choices.front().recipe; recipe.type != Type::objects) {
      mapped = of_recipe(preset, name, recipe);
    } else if (std::size_t inner = 0; recipe.steps.all().empty()) {
      mapped = object_of(properties_of(recipe.field->inner));
    } else {
      mapped = object_of(properties(preset, recipe.steps.all(), inner, name + "."));
    }
    all += (all.empty() ? "\"" : ",\"") + step.key.name() + "\":" + mapped;
  }
  return "{" + all + "}";
}

base::Result<std::string> preset_path(const std::string& name) {
  return path("mappings/" + name + ".yaml");
}

class SiemKit : public testing::TestWithParam<SiemPreset> {};

TEST_P(SiemKit, HasATemplateForEachKind) {
  const std::string name = GetParam().name;
  const auto plan = mapping::read_plan(*yaml::load(*preset_path(name)), preset_path);
  ASSERT_TRUE(plan.ok()) << plan.error().message;
  for (std::size_t i = 0; i < model::kKinds.size(); ++i) {
    const std::string kind(model::kKinds[i]);
    std::size_t at = 0;
    const std::string made = R"({"index_patterns":["audit-)" + kind +
                             R"(-*"],"priority":500,"version":1,"composed_of":["auweave-)" + name +
                             R"(-shared"],"_meta":{"description":"auweave, preset )" + name +
                             ": documents of kind " + kind +
                             R"("},"template":{"mappings":{"properties":)" +
                             properties(GetParam(), plan->kinds[i].steps, at, "") + "}}}";
    expect_is("siem/opensearch/" + name + "-" + kind + ".json", support::pretty(made));
  }
}

TEST_P(SiemKit, SharesTheSettingsOfFlat) {
  auto shared = index_template("flat-shared");
  auto& memory = shared.GetAllocator();
  const std::string description =
      "auweave, preset " + GetParam().name + ": what the documents of all kinds share";
  shared["_meta"]["description"] = rapidjson::Value(description.c_str(), memory);
  // The session's id everywhere: a search that shows one document a session fails where there is no
  // such field.
  std::string properties = of_type(Type::text);
  std::string of = GetParam().path_of("session_id");
  for (std::size_t dot = of.rfind('.'); dot != std::string::npos; dot = of.rfind('.')) {
    properties = R"({"properties":{")" + of.substr(dot + 1) + "\":" + properties + "}}";
    of.resize(dot);
  }
  rapidjson::Document all(&memory);
  all.Parse((R"({"truncated":{"type":"long"},")" + of + "\":" + properties + "}").c_str());
  shared["template"]["mappings"]["properties"] = all.Move();
  expect_is("siem/opensearch/" + GetParam().name + "-shared.json",
            support::pretty(written(shared)));
}

TEST_P(SiemKit, HasOneTypeForEachNameAndFewOfThem) {
  EXPECT_LT(types_of(GetParam().name).size(), 300U);  // OpenSearch's limit is 1,000 an index
}

// As a key, or behind "field".
std::string renamed(const SiemPreset& preset, std::string text) {
  for (const auto& [flat, its] : preset.values) {
    for (const auto& [value, json] : its)
      text = std::regex_replace(text, std::regex("(\"" + flat + "\": )\"" + value + "\""),
                                "$01" + json);
  }
  for (const auto& [flat, its] : preset.names) {
    text = std::regex_replace(text, std::regex("\"" + flat + "(\\.keyword)?\"(?=:)"),
                              "\"" + its + "$1\"");
    text =
        std::regex_replace(text, std::regex("(\"field\": )\"" + flat + "\""), "$1\"" + its + "\"");
  }
  return text;
}

TEST_P(SiemKit, AsksWhatFlatAsks) {
  for (const auto& entry : std::filesystem::directory_iterator(path("siem/opensearch/searches"))) {
    const std::string name = entry.path().filename();
    expect_is("siem/opensearch/" + GetParam().searches() + "/" + name,
              renamed(GetParam(), support::read_file(entry.path())));
  }
}

std::vector<SiemPreset> all_but_flat() {
  auto all = support::siem_presets();
  std::erase_if(all, [](const SiemPreset& each) { return each.name == "flat"; });
  return all;
}

INSTANTIATE_TEST_SUITE_P(Presets, SiemKit, testing::ValuesIn(all_but_flat()),
                         [](const auto& its) { return its.param.name; });

// One that has templates and is not in the list would not be looked at.
TEST(SiemKits, AreAllLookedAt) {
  std::set<std::string> listed;
  for (const SiemPreset& each : support::siem_presets()) listed.insert(each.name);
  std::set<std::string> there;
  for (const auto& entry : std::filesystem::directory_iterator(path("siem/opensearch"))) {
    const std::string name = entry.path().stem();
    if (name.ends_with("-shared")) there.insert(name.substr(0, name.rfind('-')));
  }
  EXPECT_EQ(there, listed);
}

}  // namespace
}  // namespace auweave

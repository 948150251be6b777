// The consumer kit of the preset ecs is made of that preset and of the kit of flat: index templates from
// the paths that mappings/ecs.yaml writes and their types in ECS, saved queries and rsyslog's file from
// flat's with other names. UPDATE_GOLDEN=1 makes them anew.
#include <gmock/gmock.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <regex>

#include "mapping/plan_reader.h"
#include "name_types.h"
#include "support/ecs.h"
#include "support/json.h"
#include "support/text_file.h"
#include "yaml/node.h"

namespace auweave {
namespace {

using mapping::Recipe;
using mapping::Step;
using mapping::Type;

std::string path(const std::string& name) { return support::source_folder() + "/" + name; }

void expect_is(const std::string& name, const std::string& now) {
  if (std::getenv("UPDATE_GOLDEN") != nullptr) support::write_file(path(name), now);
  EXPECT_EQ(support::read_file(path(name)), now) << name;
}

// As in flat's templates.
constexpr const char* kKeyword = R"({"type":"keyword","ignore_above":8191})";
constexpr const char* kWords = R"({"type":"text","norms":false,"analyzer":"auweave_words"})";
constexpr const char* kCommand =
    R"({"type":"text","norms":false,"analyzer":"auweave_words","fields":{"keyword":{"type":"keyword","ignore_above":8191}}})";
constexpr const char* kTerminal = R"({"type":"text","norms":false,"analyzer":"auweave_terminal"})";
constexpr const char* kKept = R"({"type":"text","index":false})";

std::string of_type(Type type) {
  if (type == Type::integer) return R"({"type":"long"})";
  if (type == Type::flag) return R"({"type":"boolean"})";
  return type == Type::time ? R"({"type":"date_nanos"})" : kKeyword;
}

std::string of_path(const std::string& path, Type type) {
  if (path == "process.command_line") return kCommand;
  if (path == "process.io.text" || path == "auweave.tty_input") return kTerminal;
  if (path == "event.original") return kKept;
  const auto known = support::ecs_fields().find(path);
  if (known == support::ecs_fields().end()) return of_type(type);
  if (known->second.type == "ip") return R"({"type":"ip"})";
  if (known->second.type == "match_only_text") return kWords;
  return of_type(type);
}

// The steps from `at` on, up to the end of the object that they are in.
std::string properties(const std::vector<Step>& steps, std::size_t& at, const std::string& prefix) {
  std::string all;
  for (; at < steps.size() && steps[at].what != Step::What::close; ++at) {
    const Step& step = steps[at];
    const std::string name = prefix + step.key.name();
    std::string mapped;
    if (step.what == Step::What::open) {
      mapped = R"({"properties":)" + properties(steps, ++at, name + ".") + "}";
    } else if (const Recipe& recipe = step.choices.front().recipe; recipe.type == Type::objects) {
      std::size_t inner = 0;
      mapped =
          R"({"type":"object","properties":)" + properties(recipe.steps, inner, name + ".") + "}";
    } else {
      mapped = of_path(name, recipe.type);
    }
    all += (all.empty() ? "\"" : ",\"") + step.key.name() + "\":" + mapped;
  }
  return "{" + all + "}";
}

base::Result<std::string> nothing(const std::string& name) {
  return base::Error{base::ErrorKind::config, name};
}

TEST(EcsKit, HasATemplateForEachKind) {
  const auto plan = mapping::read_plan(*yaml::load(path("mappings/ecs.yaml")), nothing);
  ASSERT_TRUE(plan.ok()) << plan.error().message;
  for (std::size_t i = 0; i < model::kKinds.size(); ++i) {
    const std::string kind(model::kKinds[i]);
    std::size_t at = 0;
    const std::string made =
        R"({"index_patterns":["audit-)" + kind +
        R"(-*"],"priority":500,"version":1,"composed_of":["auweave-ecs-shared"],"_meta":{"description":"auweave, preset ecs: documents of kind )" +
        kind + R"("},"template":{"mappings":{"properties":)" +
        properties(plan->kinds[i].steps, at, "") + "}}}";
    expect_is("siem/opensearch/ecs-" + kind + ".json", support::pretty(made));
  }
}

TEST(EcsKit, SharesTheSettingsOfFlat) {
  auto shared = support::parse(support::read_file(path("siem/opensearch/flat-shared.json")));
  auto& memory = shared.GetAllocator();
  shared["_meta"]["description"] = "auweave, preset ecs: what the documents of all kinds share";
  // The session's id everywhere: a search that shows one document a session fails where there is no such field.
  rapidjson::Document all;
  all.Parse(
      (R"({"truncated":{"type":"long"},"auweave":{"properties":{"session":{"properties":{"id":)" +
       std::string(kKeyword) + "}}}}}")
          .c_str());
  shared["template"]["mappings"]["properties"] = rapidjson::Value(all, memory);
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  shared.Accept(writer);
  expect_is("siem/opensearch/ecs-shared.json", support::pretty(buffer.GetString()));
}

TEST(EcsKit, HasOneTypeForEachNameAndFewOfThem) {
  std::map<std::string, std::string> types;
  for (const std::string_view kind : model::kKinds) {
    const auto its = support::parse(
        support::read_file(path("siem/opensearch/ecs-" + std::string(kind) + ".json")));
    gather(its["template"]["mappings"]["properties"], "", types);
  }
  EXPECT_LT(types.size(), 300U);  // OpenSearch's limit is 1,000 an index
}

// As a key, or behind "field".
std::string renamed(std::string text) {
  for (const auto& [flat, ecs] : support::ecs_names()) {
    text = std::regex_replace(text, std::regex("\"" + flat + "(\\.keyword)?\"(?=:)"),
                              "\"" + ecs + "$1\"");
    text =
        std::regex_replace(text, std::regex("(\"field\": )\"" + flat + "\""), "$1\"" + ecs + "\"");
  }
  return text;
}

TEST(EcsKit, AsksWhatFlatAsks) {
  for (const auto& entry : std::filesystem::directory_iterator(path("siem/opensearch/searches"))) {
    const std::string name = entry.path().filename();
    expect_is("siem/opensearch/ecs-searches/" + name, renamed(support::read_file(entry.path())));
  }
}

TEST(EcsKit, HasARsyslogFile) {
  std::string text = support::read_file(path("siem/rsyslog/auweave.conf"));
  const std::vector<std::pair<std::string, std::string>> names = {
      {"auweave.conf", "auweave-ecs.conf"},
      {"$!event_id", "$!event!id"},
      {"$!kind", "$!auweave!kind"},
      {"$!time", "$!@timestamp"}};
  for (const auto& [flat, ecs] : names) {
    for (std::size_t at = text.find(flat); at != std::string::npos;
         at = text.find(flat, at + ecs.size()))
      text.replace(at, flat.size(), ecs);
  }
  expect_is("siem/rsyslog/auweave-ecs.conf", text);
}

}  // namespace
}  // namespace auweave

// The consumer kit's index templates have each field that a preset writes, in the type that fits, and no
// other; the saved queries of each preset ask for fields that are there.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "mapping/field.h"
#include "model/document.h"
#include "model/event_id.h"
#include "name_types.h"
#include "support/json.h"
#include "support/siem_preset.h"
#include "support/text_file.h"
#include "yaml/node.h"

namespace auweave {
namespace {

using rapidjson::Value;
using support::text;

// A longer keyword is not indexed: Lucene takes 32,766 bytes, and a UTF-16 unit is three at most.
constexpr std::int64_t kMostUnits = 32'766 / 3;
// As OpenSearch's own limit, with much room.
constexpr std::size_t kMostFields = 100;

std::string path(const std::string& name) { return support::source_folder() + "/" + name; }

rapidjson::Document index_template(const std::string& name) {
  return support::parse(support::read_file(path("siem/opensearch/" + name + ".json")));
}

const Value& properties_of(const rapidjson::Document& its) {
  return its["template"]["mappings"]["properties"];
}

std::set<std::string> names_in(const Value& properties) {
  std::set<std::string> names;
  for (const auto& each : properties.GetObject()) names.insert(each.name.GetString());
  return names;
}

// What the preset flat names for a kind.
std::set<std::string> fields_of_flat(const std::string& kind) {
  const auto root = yaml::load(path("mappings/flat.yaml"));
  EXPECT_TRUE(root.ok());
  std::set<std::string> names;
  for (const yaml::Node& each : root->find("documents")->find(kind)->items) names.insert(each.text);
  // Added to a document that was cut for Kafka (deliver).
  names.insert("truncated");
  // Also where there is none: a search that shows one document a session fails in an index without it.
  names.insert("session_id");
  names.insert("session_key");
  return names;
}

std::set<std::string> types_for(const mapping::Field& field) {
  switch (field.type) {
    case mapping::Type::integer:
      return {"long"};
    case mapping::Type::flag:
      return {"boolean"};
    case mapping::Type::time:
      return {"date_nanos"};
    case mapping::Type::objects:
      return {"object"};
    case mapping::Type::text:
      if (field.name.ends_with("_ip")) return {"ip"};
      return {"keyword", "text"};
    case mapping::Type::texts:
      break;
  }
  return {"keyword", "text"};
}

void expect_fits(const Value& its, const mapping::Field& field, const std::string& kind) {
  SCOPED_TRACE(kind + ": " + std::string(field.name));
  const std::string type = text(its, "type");
  EXPECT_TRUE(types_for(field).contains(type)) << type;
  if (type == "keyword") {
    EXPECT_LE(support::number(its, "ignore_above").value_or(kMostUnits + 1), kMostUnits);
  }
  if (its.HasMember("fields")) {
    EXPECT_LE(support::number(its["fields"]["keyword"], "ignore_above").value_or(kMostUnits + 1),
              kMostUnits);
  }
  if (type != "object") return;
  std::set<std::string> inner;
  for (const mapping::Field& each : field.inner) {
    inner.insert(std::string(each.name));
    const auto at = its["properties"].FindMember(std::string(each.name).c_str());
    if (at != its["properties"].MemberEnd()) expect_fits(at->value, each, kind);
  }
  EXPECT_EQ(names_in(its["properties"]), inner);
}

class FlatTemplates : public testing::TestWithParam<std::string> {};

TEST_P(FlatTemplates, HaveEachFieldAndNoOther) {
  const auto shared = index_template("flat-shared");
  const auto own = index_template("flat-" + GetParam());
  std::set<std::string> names = names_in(properties_of(shared));
  for (const std::string& name : names_in(properties_of(own)))
    EXPECT_TRUE(names.insert(name).second) << name << " is shared";
  EXPECT_EQ(names, fields_of_flat(GetParam()));
  EXPECT_LT(names.size(), kMostFields);
  EXPECT_EQ(text(shared["template"]["mappings"], "dynamic"), "strict");
  EXPECT_EQ(text(own["template"]["mappings"], "dynamic"), "") << "it would win over the shared one";
  EXPECT_EQ(own["index_patterns"][0].GetString(), "audit-" + GetParam() + "-*");
  EXPECT_STREQ(own["composed_of"][0].GetString(), "auweave-flat-shared");
}

TEST_P(FlatTemplates, HaveTypesThatFit) {
  for (const std::string& name : {std::string("flat-shared"), "flat-" + GetParam()}) {
    const auto its = index_template(name);
    for (const auto& each : properties_of(its).GetObject()) {
      const auto* field =
          mapping::find_field(mapping::fields_of(GetParam()), each.name.GetString());
      if (field != nullptr) expect_fits(each.value, *field, GetParam());
    }
  }
}

std::vector<std::string> kinds() { return {model::kKinds.begin(), model::kKinds.end()}; }

INSTANTIATE_TEST_SUITE_P(Kinds, FlatTemplates, testing::ValuesIn(kinds()),
                         [](const auto& its) { return its.param; });

std::map<std::string, std::string> all_types(const std::string& preset) {
  std::map<std::string, std::string> types;
  gather(properties_of(index_template(preset + "-shared")), "", types);
  for (const std::string& kind : kinds())
    gather(properties_of(index_template(preset + "-" + kind)), "", types);
  return types;
}

TEST(FlatTemplatesTogether, GiveANameOneType) {
  EXPECT_GT(all_types("flat").size(), kMostFields / 2);
}

// Names in the places where a query has fields.
void asked_by(const Value& query, std::set<std::string>& fields) {
  if (query.IsArray()) {
    for (const Value& each : query.GetArray()) asked_by(each, fields);
  }
  if (!query.IsObject()) return;
  for (const auto& each : query.GetObject()) {
    const std::string name = each.name.GetString();
    if (name == "term" || name == "terms" || name == "match_phrase" || name == "wildcard") {
      for (const auto& field : each.value.GetObject()) fields.insert(field.name.GetString());
    } else if (name == "exists" || name == "collapse") {
      fields.insert(text(each.value, "field"));
    } else if (name == "sort") {
      for (const Value& one : each.value.GetArray())
        fields.insert(one.MemberBegin()->name.GetString());
    } else {
      asked_by(each.value, fields);
    }
  }
}

void expect_fits(const support::SiemPreset& preset, const std::filesystem::path& query) {
  const auto types = all_types(preset.name);
  std::set<std::string> fields;
  asked_by(support::parse(support::read_file(query)), fields);
  EXPECT_GT(fields.size(), 1U) << query;
  for (const std::string& field : fields)
    EXPECT_TRUE(types.contains(field) || field.starts_with("_")) << query << ": " << field;
}

TEST(SavedQueries, AskForFieldsThatAreThere) {
  const std::string page = support::read_file(path("siem/README.md"));
  for (const support::SiemPreset& preset : support::siem_presets()) {
    const std::string folder = path("siem/opensearch/" + preset.searches());
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      expect_fits(preset, entry.path());
      const std::string name = entry.path().stem();
      EXPECT_NE(page.find("`" + name + "`"), std::string::npos)
          << name << " is not in siem/README.md";
    }
  }
}

// rsyslogd sets aside what has no id that can be one.
TEST(Rsyslog, TakesEachEventId) {
  const std::string conf = support::read_file(path("siem/rsyslog/auweave.conf"));
  EXPECT_NE(conf.find("strlen($.id) > " + std::to_string(model::kLongestId) + "\n"),
            std::string::npos);
  const std::regex other(R"(strlen\(\$\.id\) *(!=|<|==) *[1-9])");
  EXPECT_FALSE(std::regex_search(conf, other));
}

}  // namespace
}  // namespace auweave

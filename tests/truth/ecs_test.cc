// Every document of every capture in the ecs preset: only fields of ECS (tests/fixtures/standards) and
// `auweave`, with their types and allowed values, and the same events, people and addresses as in flat.
// AUWEAVE_MORE_LOGS: a folder of audit logs to be looked at, too.
#include "support/ecs.h"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "base/ip_range.h"
#include "in_preset.h"
#include "support/text_file.h"

namespace auweave {
namespace {

using rapidjson::Value;
using support::ecs_fields;
using support::EcsField;
using support::parse;
using support::text;

const rapidjson::Document& ecs_values() { return standard("ecs-values.json"); }

// "" or what is wrong with one value of a field.
std::string wrong_value(const EcsField& field, const Value& value) {
  const std::string& type = field.type;
  if (type == "long") return value.IsInt64() ? "" : "no number";
  if (type == "boolean") return value.IsBool() ? "" : "neither true nor false";
  if (!value.IsString()) return "no text";
  if (type == "ip") return base::normal_address(value.GetString()).empty() ? "no address" : "";
  if (type == "date") return value.GetStringLength() >= 24 ? "" : "no time";
  const bool known = type == "keyword" || type == "wildcard" || type == "match_only_text";
  return known ? "" : "a type that is not looked at: " + type;
}

class Judge {
 public:
  void document(const std::string& json) {
    const rapidjson::Document document = parse(json);
    object(document, "");
    for (const char* name : {"@timestamp", "ecs", "event", "host", "auweave"}) {
      if (!document.HasMember(name)) wrong(std::string(name) + " is missing");
    }
    if (document.HasMember("event")) types_of(document["event"]);
  }
  // What is wrong, and one document each.
  [[nodiscard]] const std::set<std::string>& found() const { return found_; }

 private:
  void wrong(const std::string& what) { found_.insert(what); }

  void object(const Value& value, const std::string& path) {
    for (const auto& member : value.GetObject()) {
      const std::string name = path + (path.empty() ? "" : ".") + member.name.GetString();
      if (name == "auweave" || name.starts_with("auweave.")) {
        own(member.value, name);
      } else if (member.value.IsObject()) {
        object(member.value, name);
      } else {
        field(member.value, name);
      }
    }
  }

  void field(const Value& value, const std::string& name) {
    const auto known = ecs_fields().find(name);
    if (known == ecs_fields().end()) return wrong(name + " is no field of ECS");
    if (value.IsArray() != known->second.array)
      return wrong(name + (value.IsArray() ? " is an array" : " is no array"));
    if (value.IsArray()) {
      for (const Value& each : value.GetArray()) one(each, name, known->second);
    } else {
      one(value, name, known->second);
    }
  }

  void one(const Value& value, const std::string& name, const EcsField& field) {
    const std::string what = wrong_value(field, value);
    if (!what.empty()) wrong(name + ": " + what);
    if (!ecs_values().HasMember(name.c_str()) || !value.IsString()) return;
    if (!ecs_values()[name.c_str()].HasMember(value.GetString()))
      wrong(name + ": '" + value.GetString() + "' is not allowed");
  }

  // Ours: one type for each path, whatever the kind.
  void own(const Value& value, const std::string& name) {
    if (value.IsArray()) {
      for (const Value& each : value.GetArray()) own(each, name);
    } else if (value.IsObject()) {
      for (const auto& member : value.GetObject())
        own(member.value, name + "." + member.name.GetString());
    } else {
      const int type = value.IsString() ? 0 : value.IsBool() ? 1 : 2;
      if (own_types_.try_emplace(name, type).first->second != type) wrong(name + " has two types");
    }
  }

  // ECS says which types go with a category.
  void types_of(const Value& event) {
    if (!event.HasMember("type")) return wrong("event.type is missing");
    if (!event.HasMember("category")) return;
    for (const Value& type : event["type"].GetArray()) {
      bool expected = false;
      for (const Value& category : event["category"].GetArray()) {
        const Value& all = ecs_values()["event.category"][category.GetString()];
        for (const Value& each : all.GetArray()) expected = expected || each == type;
      }
      if (!expected)
        wrong(std::string("event.type ") + type.GetString() + " does not go with event.category " +
              event["category"][0].GetString());
    }
  }

  std::set<std::string> found_;
  std::map<std::string, int> own_types_;
};

// At a path with dots; "" when it is missing or no text.
std::string at(const Value& document, const std::string& path) {
  const Value* here = &document;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    const std::string name = path.substr(begin, end - begin);
    if (!here->IsObject() || !here->HasMember(name.c_str())) return "";
    here = &(*here)[name.c_str()];
    begin = end + 1;
  }
  return here->IsString() ? here->GetString() : "";
}

class Ecs : public EachCapture {};

TEST_P(Ecs, HasOnlyWhatEcsHas) {
  Judge judge;
  for (const std::string& json : in_preset(all_of(GetParam()), "ecs")) judge.document(json);
  EXPECT_THAT(judge.found(), testing::IsEmpty());
}

TEST_P(Ecs, TellsTheSameAsFlat) {
  const auto flat = in_preset(all_of(GetParam()), "flat");
  const auto ecs = in_preset(all_of(GetParam()), "ecs");
  ASSERT_EQ(flat.size(), ecs.size());
  for (std::size_t i = 0; i < flat.size(); ++i) {
    const rapidjson::Document one = parse(flat[i]);
    const rapidjson::Document other = parse(ecs[i]);
    EXPECT_EQ(at(other, "event.id"), text(one, "event_id"));
    EXPECT_EQ(at(other, "auweave.kind"), text(one, "kind"));
    EXPECT_EQ(at(other, "auweave.session.id"), text(one, "session_id"));
    // Of what came in its source is the peer.
    const std::string action = text(one, "action");
    const bool came_in = action == "accepted-connection-from" || action == "received-from";
    EXPECT_EQ(at(other, came_in ? "process.entry_leader.entry_meta.source.ip" : "source.ip"),
              text(one, "src_ip"));
    const std::string actor = text(one, "actor");
    EXPECT_EQ(at(other, "user.name"), actor.empty() ? text(one, "account_tried") : actor);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Ecs, testing::ValuesIn(support::capture_names()),
                         [](const auto& each) { return support::test_name(each.param); });

TEST(EcsOfOtherLogs, HasOnlyWhatEcsHas) {
  Judge judge;
  if (!more_logs("ecs", [&](const std::string& json) { judge.document(json); }))
    GTEST_SKIP() << "AUWEAVE_MORE_LOGS names no folder";
  EXPECT_THAT(judge.found(), testing::IsEmpty());
}

}  // namespace
}  // namespace auweave

// Every document of every capture in the ocsf preset: its class's attributes with their types and enums,
// what it requires, its constraints, and those of the objects inside; the arithmetic of uids.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "base/ip_range.h"
#include "in_preset.h"
#include "support/json.h"

namespace auweave {
namespace {

using rapidjson::Value;
using support::number;
using support::parse;
using support::text;

const rapidjson::Document& ocsf() { return standard("ocsf.json"); }

// Null: no class has that uid.
const Value* class_of(std::int64_t uid) {
  for (const auto& each : ocsf()["classes"].GetObject()) {
    if (number(each.value, "class_uid") == uid) return &each.value;
  }
  return nullptr;
}

bool is_text(const std::string& type) {
  static const std::set<std::string> types = {"string_t",    "hostname_t",  "username_t",
                                              "file_name_t", "file_path_t", "process_name_t"};
  return types.contains(type);
}

bool is_number(const std::string& type) {
  static const std::set<std::string> types = {"integer_t", "long_t", "timestamp_t", "port_t"};
  return types.contains(type);
}

class Judge {
 public:
  void document(const std::string& json) {
    const rapidjson::Document document = parse(json);
    const std::int64_t uid = number(document, "class_uid").value_or(-1);
    const Value* known = class_of(uid);
    if (known == nullptr) return wrong("class_uid " + std::to_string(uid) + " is no class");
    classes_.insert(uid);
    const std::int64_t activity = number(document, "activity_id").value_or(-1);
    if (number(document, "type_uid") != uid * 100 + activity)
      wrong("type_uid is not that of the activity");
    if (number(document, "category_uid") != number(*known, "category_uid"))
      wrong("category_uid is not that of class " + std::to_string(uid));
    object(document, *known, "class " + std::to_string(uid));
  }
  [[nodiscard]] const std::set<std::string>& found() const { return found_; }
  [[nodiscard]] const std::set<std::int64_t>& classes() const { return classes_; }

 private:
  void wrong(const std::string& what) { found_.insert(what); }

  void object(const Value& value, const Value& known, const std::string& where) {
    const Value& attributes = known["attributes"];
    for (const auto& member : value.GetObject()) {
      const std::string name = member.name.GetString();
      if (!attributes.HasMember(name.c_str())) {
        wrong(where + " has no " + name);
      } else {
        attribute(member.value, attributes[name.c_str()], where + "." + name);
      }
    }
    for (const auto& each : attributes.GetObject()) {
      // The profile that all documents claim.
      const bool asked = !each.value.HasMember("profile") || text(each.value, "profile") == "host";
      if (each.value.HasMember("required") && asked && !value.HasMember(each.name))
        wrong(where + " requires " + each.name.GetString());
    }
    for (const Value& constraint : known["constraints"].GetArray()) {
      bool held = false;
      for (const Value& name : constraint.GetArray()) held = held || value.HasMember(name);
      if (!held) wrong(where + " has none of " + support::canonical(constraint));
    }
  }

  void attribute(const Value& value, const Value& known, const std::string& where) {
    if (value.IsArray() != known.HasMember("array")) return wrong(where + ": array or not");
    if (!value.IsArray()) return one(value, known, where);
    for (const Value& each : value.GetArray()) one(each, known, where);
  }

  void one(const Value& value, const Value& known, const std::string& where) {
    const std::string type = text(known, "type");
    if (type == "object") return;  // unmapped: anything
    if (ocsf()["objects"].HasMember(type.c_str())) {
      if (!value.IsObject()) return wrong(where + " is no object");
      return object(value, ocsf()["objects"][type.c_str()], where);
    }
    const bool good = is_text(type)         ? value.IsString()
                      : is_number(type)     ? value.IsInt64()
                      : type == "boolean_t" ? value.IsBool()
                      : type == "ip_t"
                          ? value.IsString() && !base::normal_address(value.GetString()).empty()
                          : false;
    if (!good) return wrong(where + " is no " + type);
    // The list here has those of the base class alone; what they must be was looked at before.
    const bool of_class = where.ends_with(".class_uid") || where.ends_with(".category_uid");
    if (known.HasMember("enum") && !of_class) enumerated(value.GetInt64(), known["enum"], where);
  }

  // 0 (Unknown) and 99 (Other) are in every enum of OCSF.
  void enumerated(std::int64_t value, const Value& all, const std::string& where) {
    bool known = value == 0 || value == 99;
    for (const Value& each : all.GetArray()) known = known || each.GetInt64() == value;
    if (!known) wrong(where + ": " + std::to_string(value) + " is not in its enum");
  }

  std::set<std::string> found_;
  std::set<std::int64_t> classes_;
};

class Ocsf : public EachCapture {};

TEST_P(Ocsf, HasWhatItsClassesRequireAndNoMore) {
  Judge judge;
  const auto documents = in_preset(all_of(GetParam()), "ocsf");
  for (const std::string& json : documents) judge.document(json);
  EXPECT_THAT(judge.found(), testing::IsEmpty());
  // As many as in flat, with the same ids in the same order.
  const auto flat = in_preset(all_of(GetParam()), "flat");
  ASSERT_EQ(flat.size(), documents.size());
  for (std::size_t i = 0; i < flat.size(); ++i) {
    const rapidjson::Document document = parse(documents[i]);
    EXPECT_EQ(text(document["metadata"], "uid"), text(parse(flat[i]), "event_id"));
  }
}

INSTANTIATE_TEST_SUITE_P(All, Ocsf, testing::ValuesIn(support::capture_names()),
                         [](const auto& each) { return support::test_name(each.param); });

// Where what people look for goes.
TEST(OcsfClasses, AreThoseOfWhatHappened) {
  const auto classes = [](const std::string& capture) {
    Judge judge;
    for (const std::string& json : in_preset(all_of(capture), "ocsf")) judge.document(json);
    return judge.classes();
  };
  EXPECT_THAT(classes("04-sudo"), testing::IsSupersetOf({1007, 3002}));
  EXPECT_THAT(classes("06-connect"), testing::Contains(4001));
  EXPECT_THAT(classes("05-denied"), testing::Contains(1001));
  EXPECT_THAT(classes("21-accounts"), testing::IsSupersetOf({3001, 3006}));
  EXPECT_THAT(classes("24-tamper"), testing::Contains(1008));
  EXPECT_THAT(classes("03-login-failed"), testing::Contains(3002));
}

TEST(OcsfOfOtherLogs, HasWhatItsClassesRequireAndNoMore) {
  Judge judge;
  if (!more_logs("ocsf", [&](const std::string& json) { judge.document(json); }))
    GTEST_SKIP() << "AUWEAVE_MORE_LOGS names no folder";
  EXPECT_THAT(judge.found(), testing::IsEmpty());
}

}  // namespace
}  // namespace auweave

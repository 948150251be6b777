// The cases of tests/fixtures/cases: small inputs of other distributions, whose right reading is
// known. case.json says what `auweave shape`, `coverage` and `story` must tell of them, about.md why.
//
// | member of a check | it asks of each document that `where` selects            |
// |-------------------|----------------------------------------------------------|
// | count             | so many are selected; without it at least one            |
// | has, not          | the field at the path is, or is not, the value           |
// | present, absent   | the field is there, or is not                            |
// | contains, lacks   | a list has the members, or a string the texts; or none   |
// | min               | a number that is there is at least so much               |
// | mentions          | some name or value has the text in it                    |
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "support/json.h"
#include "support/program.h"
#include "support/text_file.h"

namespace auweave {
namespace {

namespace fs = std::filesystem;
using rapidjson::Value;

// The value at a path: its literal name first, then member by member, numbers into lists.
const Value* field(const Value& document, const std::string& path) {
  if (document.IsObject()) {
    const auto whole = document.FindMember(path.c_str());
    if (whole != document.MemberEnd()) return &whole->value;
  }
  const std::size_t dot = path.find('.');
  const std::string step = path.substr(0, dot);
  const Value* at = nullptr;
  if (document.IsObject() && document.HasMember(step.c_str())) at = &document[step.c_str()];
  if (document.IsArray()) {
    const auto place = base::parse_unsigned(step);
    if (place.has_value() && *place < document.Size())
      at = &document[static_cast<rapidjson::SizeType>(*place)];
  }
  if (at == nullptr || dot == std::string::npos) return at;
  return field(*at, path.substr(dot + 1));
}

bool same(const Value* value, const Value& wanted) {
  if (wanted.IsObject() && wanted.HasMember("one_of")) {
    const auto& all = wanted["one_of"];
    return std::any_of(all.Begin(), all.End(), [&](const Value& one) { return same(value, one); });
  }
  if (value == nullptr) return false;
  if (value->IsNumber() && wanted.IsNumber()) return value->GetDouble() == wanted.GetDouble();
  return *value == wanted;
}

std::string shown(const Value* value) {
  return value == nullptr ? "nothing" : support::canonical(*value);
}

bool holds(const Value* value, const Value& member) {
  if (value == nullptr) return false;
  if (value->IsString() && member.IsString())
    return std::string(value->GetString()).find(member.GetString()) != std::string::npos;
  return value->IsArray() && std::find(value->Begin(), value->End(), member) != value->End();
}

bool mentions(const Value& value, const std::string& text) {
  if (value.IsObject()) {
    return std::any_of(value.MemberBegin(), value.MemberEnd(), [&](const auto& each) {
      return std::string(each.name.GetString()).find(text) != std::string::npos ||
             mentions(each.value, text);
    });
  }
  if (value.IsArray()) {
    return std::any_of(value.Begin(), value.End(),
                       [&](const Value& each) { return mentions(each, text); });
  }
  const std::string leaf = value.IsString() ? value.GetString() : support::canonical(value);
  return leaf.find(text) != std::string::npos;
}

class Judge {
 public:
  explicit Judge(fs::path folder) : folder_(std::move(folder)) {}

  std::string wrong(const Value& of) {
    if (of.HasMember("expect")) documents("shape", of);
    if (of.HasMember("shape")) {
      for (const Value& block : of["shape"].GetArray()) documents("shape", block);
    }
    if (of.HasMember("coverage")) documents("coverage", of["coverage"]);
    if (!of.HasMember("story")) return wrong_;
    if (of["story"].IsObject()) story(of["story"]);
    if (of["story"].IsArray()) {
      for (const Value& block : of["story"].GetArray()) story(block);
    }
    return wrong_;
  }

 private:
  void say(const std::string& what) { wrong_ += what + "\n"; }

  // Files are named relative to the case, also two with a comma between.
  [[nodiscard]] std::string placed(const std::string& argument) const {
    std::string placed, rest = argument;
    for (;;) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      const std::string part = rest.substr(0, comma);
      placed += fs::exists(folder_ / part) ? (folder_ / part).string() : part;
      if (comma == rest.size()) return placed;
      placed += ',';
      rest.erase(0, comma + 1);
    }
  }

  std::string told(const std::string& command, const Value& block) {
    std::vector<std::string> line = {support::auweave(), command};
    if (command == "shape") {
      line.emplace_back("--mapping");
      line.emplace_back(block.HasMember("mapping") ? block["mapping"].GetString() : "flat");
    }
    for (const Value& each : block["args"].GetArray()) line.push_back(placed(each.GetString()));
    const auto ran = support::run(line);
    if (ran.status != 0 && ran.out.empty()) say(command + ": " + ran.err);
    return ran.out;
  }

  void documents(const std::string& command, const Value& block) {
    std::vector<rapidjson::Document> all;
    for (const std::string& line : support::lines_of(told(command, block)))
      all.push_back(support::parse(line));
    for (const Value& check : block["expect"].GetArray()) {
      std::size_t chosen = 0;
      for (const rapidjson::Document& document : all) {
        if (!selects(check, document)) continue;
        ++chosen;
        judge(document, check);
      }
      const bool fits = check.HasMember("count") ? chosen == check["count"].GetUint() : chosen > 0;
      if (!fits)
        say(command + " " + support::canonical(check) + ": came " + std::to_string(chosen));
    }
  }

  static bool selects(const Value& check, const Value& document) {
    if (!check.HasMember("where")) return true;
    const auto& where = check["where"];
    return std::all_of(where.MemberBegin(), where.MemberEnd(), [&](const auto& each) {
      return same(field(document, each.name.GetString()), each.value);
    });
  }

  template <typename Test>
  void each_field(const Value& document, const Value& check, const char* name, Test test) {
    if (!check.HasMember(name)) return;
    for (const auto& each : check[name].GetObject()) {
      const Value* value = field(document, each.name.GetString());
      if (!test(value, each.value))
        say(std::string(each.name.GetString()) + ": " + name + " " + shown(&each.value) +
            ", came " + shown(value) + " in " + support::canonical(check["where"]));
    }
  }

  void judge(const Value& document, const Value& check) {
    each_field(document, check, "has", same);
    each_field(document, check, "not", [](auto* is, auto& no) { return !same(is, no); });
    each_field(document, check, "contains", [](auto* is, auto& members) {
      return std::all_of(members.Begin(), members.End(),
                         [&](const Value& each) { return holds(is, each); });
    });
    each_field(document, check, "lacks", [](auto* is, auto& members) {
      return std::none_of(members.Begin(), members.End(),
                          [&](const Value& each) { return holds(is, each); });
    });
    each_field(document, check, "min", [](auto* is, auto& least) {
      return is == nullptr || (is->IsNumber() && is->GetDouble() >= least.GetDouble());
    });
    for (const auto& [name, there] : {std::pair("present", true), std::pair("absent", false)}) {
      if (!check.HasMember(name)) continue;
      for (const Value& path : check[name].GetArray()) {
        const Value* value = field(document, path.GetString());
        if ((value != nullptr) != there) say(std::string(path.GetString()) + ": " + name);
      }
    }
    if (!check.HasMember("mentions")) return;
    for (const Value& text : check["mentions"].GetArray()) {
      if (!mentions(document, text.GetString())) say(std::string("no ") + text.GetString());
    }
  }

  void story(const Value& block) {
    const std::string text = told("story", block);
    std::size_t place = 0;
    for (const char* name : {"has", "lacks", "order"}) {
      if (!block.HasMember(name)) continue;
      for (const Value& each : block[name].GetArray()) {
        const bool ordered = std::string(name) == "order";
        const std::size_t at = text.find(each.GetString(), ordered ? place : 0);
        const bool there = at != std::string::npos;
        if (there == (std::string(name) == "lacks"))
          say("story " + std::string(name) + " `" + each.GetString() + "`:\n" + text);
        if (ordered && there) place = at + each.GetStringLength();
      }
    }
  }

  fs::path folder_;
  std::string wrong_;
};

class Cases : public testing::TestWithParam<std::string> {};

TEST_P(Cases, AreToldRight) {
  const fs::path folder = support::fixture("cases/" + GetParam());
  const auto of = support::parse(support::read_file((folder / "case.json").string()));
  EXPECT_EQ(Judge(folder).wrong(of), "");
}

std::vector<std::string> names() {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(support::fixture("cases")))
    found.push_back(entry.path().filename().string());
  std::sort(found.begin(), found.end());
  return found;
}

INSTANTIATE_TEST_SUITE_P(All, Cases, testing::ValuesIn(names()), [](const auto& each) {
  std::string name = each.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace auweave

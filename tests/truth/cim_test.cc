// Every document of every capture in the cim preset: what its data model requires, with the types and
// the words of it (tests/fixtures/standards/cim.json); the same events as in flat; parents that are in the
// trail themselves. AUWEAVE_MORE_LOGS: a folder of audit logs to be looked at, too.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "in_preset.h"
#include "support/json.h"

namespace auweave {
namespace {

using rapidjson::Value;
using support::number;
using support::parse;
using support::text;

const rapidjson::Document& cim() { return standard("cim.json"); }

bool lists(const Value& names, const std::string& name) {
  const auto all = names.GetArray();
  return std::any_of(all.begin(), all.end(),
                     [&](const Value& each) { return name == each.GetString(); });
}

class Judge {
 public:
  void document(const std::string& json) {
    const rapidjson::Document document = parse(json);
    if (!document.HasMember("dest") || !document.HasMember("vendor_product"))
      wrong(text(document, "kind") + " has no dest or vendor_product");
    const std::string dataset = text(document, "cim_dataset");
    if (dataset.empty()) return;
    ++datasets_[dataset];
    if (!cim().HasMember(dataset.c_str())) return wrong(dataset + " is no data model");
    const Value& known = cim()[dataset.c_str()];
    for (const Value& name : known["required"].GetArray())
      required(document, known, name.GetString(), dataset);
    if (!lists(known["action"], text(document, "action")))
      wrong(dataset + ".action: '" + text(document, "action") + "'");
  }
  [[nodiscard]] const std::set<std::string>& found() const { return found_; }
  [[nodiscard]] const std::map<std::string, int>& datasets() const { return datasets_; }

 private:
  void wrong(const std::string& what) { found_.insert(what); }

  void required(const Value& document, const Value& known, const std::string& name,
                const std::string& dataset) {
    const std::string where = dataset + "." + name;
    if (!document.HasMember(name.c_str())) return wrong(where + " is missing");
    const bool is_number = known.HasMember("number") && lists(known["number"], name);
    const Value& value = document[name.c_str()];
    if (is_number) {
      if (!value.IsInt64()) wrong(where + " is no number");
      return;
    }
    if (!value.IsString() || value.GetStringLength() == 0) return wrong(where + " is no text");
    const bool bare = known.HasMember("no_slash") && lists(known["no_slash"], name);
    if (bare && text(document, name.c_str()).find('/') != std::string::npos)
      wrong(where + " has a slash: " + text(document, name.c_str()));
  }

  std::set<std::string> found_;
  std::map<std::string, int> datasets_;
};

class Cim : public EachCapture {};

TEST_P(Cim, HasWhatItsDataModelsRequire) {
  Judge judge;
  const auto documents = in_preset(all_of(GetParam()), "cim");
  for (const std::string& json : documents) judge.document(json);
  EXPECT_THAT(judge.found(), testing::IsEmpty());
  const auto flat = in_preset(all_of(GetParam()), "flat");
  ASSERT_EQ(flat.size(), documents.size());
  for (std::size_t i = 0; i < flat.size(); ++i) {
    const rapidjson::Document one = parse(flat[i]);
    const rapidjson::Document other = parse(documents[i]);
    for (const char* name : {"event_id", "kind", "session_id", "actor", "src_ip", "time"})
      EXPECT_EQ(text(one, name), text(other, name)) << name;
    EXPECT_EQ(text(one, "action"), text(other, "signature"));
  }
}

// A parent that is known by its execve is the last one of that pid before, and of the same session.
TEST_P(Cim, ParentsAreThoseOfTheTrail) {
  struct Execve {
    std::string guid, command, session;
  };
  std::map<std::int64_t, Execve> last;
  int known = 0;
  for (const std::string& json : in_preset(all_of(GetParam()), "cim")) {
    const rapidjson::Document document = parse(json);
    if (text(document, "signature") != "executed" || text(document, "action") != "allowed")
      continue;
    const auto parent = last.find(number(document, "parent_process_id").value_or(0));
    if (document.HasMember("parent_process_guid")) {
      ++known;
      ASSERT_NE(parent, last.end()) << json;
      EXPECT_EQ(text(document, "parent_process_guid"), parent->second.guid) << json;
      EXPECT_EQ(text(document, "parent_process"), parent->second.command) << json;
      EXPECT_EQ(text(document, "session_id"), parent->second.session) << json;
    } else {
      // The pid is another's by now, or the parent is a fork that executed nothing.
      const bool other = parent == last.end() ||
                         parent->second.session != text(document, "session_id") ||
                         text(document, "parent_process_path") != "unknown";
      EXPECT_TRUE(other) << json;
    }
    last[number(document, "process_id").value_or(0)] = {text(document, "event_id"),
                                                        text(document, "process").substr(0, 2048),
                                                        text(document, "session_id")};
  }
  if (GetParam() == "26-rich-session" || GetParam() == "30-load") {
    EXPECT_GT(known, 10);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Cim, testing::ValuesIn(support::capture_names()),
                         [](const auto& each) { return support::test_name(each.param); });

// Who became somebody else, who logged in, who was not let.
TEST(CimAuthentication, IsWhatHappened) {
  std::multiset<std::string> told;
  for (const std::string capture : {"03-login-failed", "11-su"}) {
    for (const std::string& json : in_preset(all_of(capture), "cim")) {
      const rapidjson::Document document = parse(json);
      if (text(document, "cim_dataset") != "Authentication") continue;
      told.insert(capture + ": " + text(document, "src_user") + " > " + text(document, "user") +
                  " " + text(document, "app") + " " + text(document, "action"));
    }
  }
  EXPECT_EQ(told.count("11-su: alice > bob su success"), 2U);
  EXPECT_EQ(told.count("11-su: alice > bob su failure"), 1U);
  EXPECT_EQ(told.count("11-su: alice > carol su success"), 1U);
  EXPECT_EQ(told.count("11-su:  > alice sshd success"), 1U);
  EXPECT_GE(told.count("03-login-failed:  > alice sshd failure"), 3U);
  EXPECT_GE(told.count("03-login-failed:  > unknown sshd failure"), 1U);
}

TEST(CimFilesystem, TellsWhatWasDoneToFiles) {
  std::set<std::string> told;
  for (const std::string& json : in_preset(all_of("21-accounts"), "cim")) {
    const rapidjson::Document document = parse(json);
    if (text(document, "cim_dataset") == "Filesystem")
      told.insert(text(document, "action") + " " + text(document, "file_path"));
  }
  EXPECT_THAT(told, testing::IsSupersetOf({"modified /etc/passwd", "deleted /etc/shadow.lock",
                                           "modified /etc/group", "created /etc/group.lock"}));
}

// mv and ln in a folder, by calls that know no other one; and by one that does.
std::string path_of_call(int syscall, const std::string& old_name, const std::string& new_name) {
  const std::string head = " msg=audit(1795243351.081:7): ";
  support::WeaveInput input;
  input.mapping = "cim";
  input.audit = {"type=SYSCALL" + head + "arch=c000003e syscall=" + std::to_string(syscall) +
                 " success=yes exit=0 a0=5 a1=7ffd a2=5 a3=0 items=2 ppid=1 pid=2 auid=1000 uid=0 "
                 "euid=0 tty=pts0 ses=1 comm=\"x\" exe=\"/bin/x\" key=\"f\"\n" +
                 "type=CWD" + head + "cwd=\"/home/a\"\n" + "type=PATH" + head + "item=0 name=\"" +
                 old_name +
                 "\" inode=1 dev=fe:00 mode=0100644 ouid=0 ogid=0 "
                 "rdev=00:00 nametype=DELETE\n" +
                 "type=PATH" + head + "item=1 name=\"" + new_name +
                 "\" inode=1 dev=fe:00 mode=0100644 ouid=0 ogid=0 rdev=00:00 nametype=CREATE\n" +
                 "type=PROCTITLE" + head + "proctitle=\"x\"\n"};
  for (const std::string& json : support::weave(input).documents) {
    const rapidjson::Document document = parse(json);
    if (text(document, "kind") == "event") return text(document, "file_path");
  }
  return "no event";
}

TEST(CimFilesystem, NamesWhatWasMadeWhereItIsKnown) {
  constexpr int kRename = 82, kRenameat2 = 316;
  EXPECT_EQ(path_of_call(kRename, "evil", "/etc/cron.d/evil"), "/etc/cron.d/evil");
  EXPECT_EQ(path_of_call(kRename, "a", "b"), "/home/a/b");
  EXPECT_EQ(path_of_call(kRenameat2, "a", "b"), "b") << "below descriptor 5, wherever that is";
}

TEST(CimOfOtherLogs, HasWhatItsDataModelsRequire) {
  Judge judge;
  if (!more_logs("cim", [&](const std::string& json) { judge.document(json); }))
    GTEST_SKIP() << "AUWEAVE_MORE_LOGS names no folder";
  EXPECT_THAT(judge.found(), testing::IsEmpty());
  EXPECT_GE(judge.datasets().size(), 3U);
}

}  // namespace
}  // namespace auweave

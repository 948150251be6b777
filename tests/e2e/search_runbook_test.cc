// What docs/runbook.md asks, as it asks it (its `ask`), of a real OpenSearch with documents of captures: the
// saved queries that e2e.Search has not find what is found by looking at each document.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <set>

#include "replay.h"
#include "siem_documents.h"
#include "support/capture.h"
#include "support/json.h"
#include "support/program.h"
#include "support/search_server.h"
#include "topics.h"

namespace auweave::e2e {
namespace {

using rapidjson::Value;
using support::SearchServer;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

using Ids = std::vector<std::string>;

std::string source(const std::string& path) {
  return support::read_file(support::source_folder() + "/" + path);
}

// The runbook's first block: it defines ask.
std::string ask_of_the_runbook() {
  const std::string page = source("docs/runbook.md");
  const std::size_t from = page.find("```sh\n") + 6;
  return page.substr(from, page.find("\n}\n", from) + 3 - from);
}

using Memory = rapidjson::Document::AllocatorType;

void put(Value& object, const std::string& path, Value value, Memory& memory) {
  const std::size_t dot = path.find('.');
  const std::string name = path.substr(0, dot);
  if (dot != std::string::npos && object.HasMember(name.c_str()))
    return put(object[name.c_str()], path.substr(dot + 1), std::move(value), memory);
  Value inner(rapidjson::kObjectType);
  if (dot != std::string::npos) put(inner, path.substr(dot + 1), std::move(value), memory);
  object.RemoveMember(name.c_str());
  object.AddMember(Value(name.c_str(), memory),
                   dot == std::string::npos ? std::move(value) : std::move(inner), memory);
}

// A server with documents, of which one is there once.
class Shelf {
 public:
  explicit Shelf(SiemPreset its) : preset(std::move(its)) {
    for (const std::string kind :
         {"shared", "event", "tty", "command", "session", "pipeline", "deadletter"}) {
      const std::string where = kind == "shared" ? "_component_template" : "_index_template";
      const std::string name = preset.name + "-" + kind;
      static_cast<void>(server.ask("PUT", where + "/auweave-" + name,
                                   source("siem/opensearch/" + name + ".json")));
    }
    for (const char* capture :
         {"02-login-key", "21-accounts", "24-tamper", "26-rich-session", "31-ticket"})
      add_capture(capture);
    add_hops();
    add_what_no_capture_has();
    std::string bulk;
    for (const auto& [id, one] : documents) {
      bulk.append(R"({"index":{"_index":"audit-)").append(one.kind).append(R"(-2026-11","_id":")");
      bulk.append(id).append("\"}}\n").append(one.text).append("\n");
    }
    const auto answer = server.ask("POST", "_bulk?refresh=true", bulk);
    EXPECT_FALSE(answer["errors"].GetBool()) << support::canonical(answer).substr(0, 2000);
  }

  [[nodiscard]] Ids ask(const std::string& name, const Ids& words) const {
    Ids command = {
        "env", "SEARCH=http://127.0.0.1:" + std::to_string(server.port()),
        "SEARCHES=" + support::source_folder() + "/siem/opensearch/" + preset.searches()};
    command.insert(command.end(),
                   {"bash", "-euo", "pipefail", "-c", ask_of_the_runbook() + "ask \"$@\"", "-"});
    command.push_back(name);
    command.insert(command.end(), words.begin(), words.end());
    const auto ran = support::run(command);
    EXPECT_EQ(ran.status, 0) << name << ": " << ran.err;
    Ids ids;
    for (const std::string& line : support::lines_of(ran.out))
      ids.push_back(siem_document(preset, line).id);
    return ids;
  }

  SiemPreset preset;
  SearchServer server;
  std::map<std::string, SiemDocument> documents;  // by event_id

 private:
  void add(const std::string& text) {
    SiemDocument made = siem_document(preset, text);
    documents.insert_or_assign(made.id, std::move(made));
  }
  void add_capture(const std::string& name) {
    Replay replay(name);
    if (!replay.capture.sshd.empty()) {
      replay.sshd_path = replay.folder.path("sshd.log");
      support::write_file(replay.sshd_path, replay.capture.sshd.front());
    }
    for (const std::string& line : replay.shaped(preset.name)) add(line);
  }
  // Of both hosts: the plugin's input is of one.
  void add_hops() {
    const std::string folder = support::fixture("captures/14-second-hop/");
    const auto ran =
        support::run({support::auweave(), "shape", "--host", kHost, "--mapping",
                      support::source_folder() + "/mappings/" + preset.name + ".yaml", "--tlog",
                      folder + "tlog.jsonl.gz", folder + "audit.node-bastion01.log.gz",
                      folder + "audit.node-target01.log.gz"});
    EXPECT_EQ(ran.status, 0) << ran.err;
    for (const std::string& line : support::lines_of(ran.out)) add(line);
  }
  // `flat`: fields as the preset flat calls them.
  void add(const std::string& id, const std::map<std::string, std::string>& flat,
           const std::string& flag = "") {
    rapidjson::Document made(rapidjson::kObjectType);
    auto& memory = made.GetAllocator();
    put(made, preset.path_of("event_id"), Value(id.c_str(), memory), memory);
    for (const auto& [name, value] : flat)
      put(made, preset.path_of(name), Value(value.c_str(), memory), memory);
    if (!flag.empty()) put(made, preset.path_of(flag), Value(true), memory);
    add(support::canonical(made));
  }
  void add_what_no_capture_has() {
    const std::map<std::string, std::string> health = {{"kind", "pipeline"}, {"what", "health"}};
    const auto at = [&](const std::string& host, const std::string& time) {
      auto made = health;
      made.insert({{"host", host}, {"time", time}});
      return made;
    };
    add("health-1", at("here", "2026-11-26T01:00:00.000Z"));
    add("health-2", at("there", "2026-11-26T01:00:30.000Z"));
    add("health-3", at("here", "2026-11-26T01:01:00.000Z"));
    const std::string time = "2026-11-26T01:00:00.000Z";
    add("late", {{"kind", "event"}, {"time", time}, {"host", "here"}}, "late");
    add("repaired", {{"kind", "event"}, {"time", time}, {"host", "here"}}, "repaired");
    add("by-certificate",
        {{"kind", "session"}, {"time", time}, {"session_id", "s"}, {"auth_cert_id", "alice@ca"}});
  }
};

std::map<std::string, std::unique_ptr<Shelf>>& shelves() {
  static std::map<std::string, std::unique_ptr<Shelf>> made;
  return made;
}

class SearchRunbook : public testing::TestWithParam<SiemPreset> {
 protected:
  static void TearDownTestSuite() { shelves().clear(); }

  void SetUp() override {
    const std::string missing = SearchServer::missing();
    if (!missing.empty()) GTEST_SKIP() << missing;
    if (!support::has_program("jq")) GTEST_SKIP() << "no jq in PATH";
    auto& mine = shelves()[GetParam().name];
    if (mine == nullptr) mine = std::make_unique<Shelf>(GetParam());
    shelf_ = mine.get();
  }

  [[nodiscard]] Ids values(const SiemDocument& one, const std::string& flat) const {
    return values_at(one.json, shelf_->preset.path_of(flat));
  }
  [[nodiscard]] bool is(const SiemDocument& one, const std::string& flat,
                        const std::string& value) const {
    return testing::Value(values(one, flat), Contains(value));
  }
  // The hits are those for which it holds, and no others. What they have in a field.
  std::set<std::string> expect_found(const std::string& name, const Ids& words,
                                     const std::function<bool(const SiemDocument&)>& holds,
                                     const std::string& field) const {
    std::set<std::string> wanted;
    for (const auto& [id, one] : shelf_->documents)
      if (holds(one)) wanted.insert(id);
    const Ids found = shelf_->ask(name, words);
    EXPECT_EQ(std::set<std::string>(found.begin(), found.end()), wanted) << name;
    EXPECT_EQ(found.size(), wanted.size()) << name;
    std::set<std::string> in_field;
    for (const std::string& id : found)
      for (const std::string& each : values(shelf_->documents.at(id), field)) in_field.insert(each);
    return in_field;
  }

  const Shelf* shelf_ = nullptr;
};

TEST_P(SearchRunbook, WhereDidASessionGo) {
  const std::string session = "bastion01:b27a07e8:140";
  const auto sessions = expect_found(
      "where-did-a-session-go", {"session_id=" + session},
      [&](const auto& one) {
        return (one.kind == "session" && is(one, "parent_session_id", session)) ||
               (one.kind == "command" && is(one, "session_id", session) &&
                !values(one, "connections").empty());
      },
      "session_id");
  EXPECT_THAT(sessions, ElementsAre(session, "target01:b27a07e8:141", "target01:b27a07e8:142"));
}

TEST_P(SearchRunbook, WhichFilesDidASessionWrite) {
  const std::string session = "bastion01:b27a07e8:159";
  const auto commands = expect_found(
      "which-files-did-a-session-write", {"session_id=" + session},
      [&](const auto& one) {
        return one.kind == "command" && is(one, "session_id", session) &&
               !values(one, "files_written").empty();
      },
      "command");
  EXPECT_THAT(commands, Contains("sudo useradd -m -s /bin/bash zed"));
}

// sed -i writes a file of another name.
TEST_P(SearchRunbook, WhoMovedSomethingToFiles) {
  const std::string path = "/etc/sudoers.d/90-job-capture";
  const auto actors = expect_found(
      "who-moved-something-to-files", {"path=/etc/sudoers.d/*"},
      [&](const auto& one) { return is(one, "object2", path); }, "actor");
  EXPECT_THAT(actors, ElementsAre("bob"));
  // The command's own list has both names.
  EXPECT_THAT(shelf_->ask("who-wrote-to-files", {"path=" + path}), Not(IsEmpty()));
}

// No line shows it: it came out of base64.
TEST_P(SearchRunbook, WhichProgramsHadTheseWords) {
  const std::string words = "cat /etc/hostname";
  const auto actors = expect_found(
      "which-programs-had-these-words", {"words=" + words},
      [&](const auto& one) {
        const auto command = values(one, "command");
        return one.kind == "event" && is(one, "action", "executed") && !command.empty() &&
               has_words(command.front(), words);
      },
      "actor");
  EXPECT_THAT(actors, ElementsAre("alice"));
  // In 31-ticket somebody typed it.
  for (const std::string& id : shelf_->ask("which-commands-have-these-words", {"words=" + words}))
    EXPECT_TRUE(is(shelf_->documents.at(id), "session_id", "bastion01:5a1c7d20:1")) << id;
}

TEST_P(SearchRunbook, WhatDidSudoRun) {
  const std::string session = "bastion01:b27a07e8:159";
  const auto commands = expect_found(
      "what-did-sudo-run", {"session_id=" + session},
      [&](const auto& one) {
        return is(one, "action", "ran-command") && is(one, "session_id", session);
      },
      "command");
  EXPECT_THAT(commands, Contains("chpasswd"));
}

TEST_P(SearchRunbook, WhoLoggedInWithAKey) {
  const std::string key = "SHA256:ojPMJA7w/EqOCVIHLmgmbBQ+uJHR4H778Rq5s0D/R9c";
  const auto actors = expect_found(
      "who-logged-in-with-a-key", {"key=" + key},
      [&](const auto& one) { return is(one, "auth_key", key); }, "actor");
  EXPECT_THAT(actors, ElementsAre("alice"));
  EXPECT_THAT(shelf_->ask("who-logged-in-with-a-key", {"key=alice@ca"}),
              ElementsAre("by-certificate"));
}

TEST_P(SearchRunbook, WhatWasDoneUnderATicket) {
  const auto commands = expect_found(
      "what-was-done-under-a-ticket", {"ticket=CHG0042"},
      [&](const auto& one) { return is(one, "ticket", "CHG0042"); }, "command");
  EXPECT_THAT(commands, Contains("cat /etc/issue"));
  EXPECT_THAT(commands, Not(Contains("cat /etc/hostname"))) << "it was not said yet";
}

TEST_P(SearchRunbook, WhoBecameRootWithoutATicket) {
  const auto sessions = expect_found(
      "who-became-root-without-a-ticket", {},
      [&](const auto& one) {
        return one.kind == "session" && is(one, "state", "closed") &&
               is(one, "effective_users", "root") && !is(one, "actor", "root") &&
               values(one, "ticket").empty();
      },
      "session_id");
  EXPECT_THAT(sessions, Contains("bastion01:bf491f5a:1"));       // 26-rich-session
  EXPECT_THAT(sessions, Not(Contains("bastion01:5a1c7d20:1")));  // 31-ticket
}

// No integrity tells that nothing was audited for a while.
TEST_P(SearchRunbook, WhoChangedAuditing) {
  const auto actions = expect_found(
      "who-changed-auditing", {},
      [&](const auto& one) { return one.kind == "event" && is(one, "category", "configuration"); },
      "action");
  EXPECT_THAT(actions, Contains("disabled-auditing"));
  EXPECT_THAT(actions, Contains("deleted-audit-rule"));
}

TEST_P(SearchRunbook, WhatCameLate) {
  EXPECT_THAT(shelf_->ask("what-came-late", {}), ElementsAre("late", "repaired"));
}

// The last of each host, the one that was silent for longest at the end.
TEST_P(SearchRunbook, IsThePipelineWell) {
  EXPECT_THAT(shelf_->ask("is-the-pipeline-well", {}), ElementsAre("health-3", "health-2"));
}

// Those whose values are flat's: what is put together by hand above is written in them. e2e.Search asks all
// presets.
std::vector<SiemPreset> presets_with_values_of_flat() {
  auto all = support::siem_presets();
  std::erase_if(all, [](const SiemPreset& each) { return !each.values.empty(); });
  return all;
}

INSTANTIATE_TEST_SUITE_P(Presets, SearchRunbook, testing::ValuesIn(presets_with_values_of_flat()),
                         [](const auto& its) { return its.param.name; });

}  // namespace
}  // namespace auweave::e2e

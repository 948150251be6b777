#include "mapping/mapping.h"

#include <gtest/gtest.h>

namespace auweave::mapping {
namespace {

std::string problem(const std::string& text) {
  const auto root = yaml::parse(text, "m.yaml");
  if (!root.ok()) return root.error().message;
  const auto mapping = Mapping::compile(*root);
  return mapping.ok() ? "" : mapping.error().message;
}

std::string write(const std::string& text, const model::Document& document) {
  const auto mapping = Mapping::compile(*yaml::parse(text, "m.yaml"));
  json::Writer out;
  return mapping->write(document, {}, out) ? std::string(out.text()) : "<left out>";
}

model::SessionDocument session() {
  model::SessionDocument document;
  document.stamp.host = "h";
  document.stamp.actor = "alice";
  document.state = "opened";
  document.ses = 3;
  document.integrity = {"login-unseen"};
  return document;
}

TEST(Mapping, WritesNamesRenamedNestedAndConstant) {
  EXPECT_EQ(write("documents: {session: [kind, actor, src_ip, integrity]}", session()),
            R"({"kind":"session","actor":"alice","integrity":["login-unseen"]})");
  EXPECT_EQ(
      write("documents:\n  session:\n    user: {name: actor, id: auid}\n    source: {ip: src_ip}\n"
            "    event: {dataset: {$const: auweave}, outcome: {$from: state, $values: {opened: "
            "start}}}\n",
            session()),
      R"({"user":{"name":"alice"},"event":{"dataset":"auweave","outcome":"start"}})");
}

TEST(Mapping, WritesWhetherAProgramWasLetRun) {
  model::Executed denied;
  denied.exe = "/usr/sbin/nft";
  denied.failed = true;
  model::Executed ran = denied;
  ran.failed = false;
  model::CommandDocument document;
  document.executed = {&denied, &ran};
  EXPECT_EQ(
      write("documents: {command: [executed]}", document),
      R"({"executed":[{"exe":"/usr/sbin/nft","started":"1970-01-01T00:00:00.000Z",)"
      R"("result":"failure"},{"exe":"/usr/sbin/nft","started":"1970-01-01T00:00:00.000Z"}]})");
}

TEST(Mapping, LeavesOutKindsItDoesNotName) {
  EXPECT_EQ(write("documents: {event: [kind]}", session()), "<left out>");
}

TEST(Mapping, NamesEveryMistakeWithItsPlace) {
  EXPECT_EQ(problem("documents:\n  event: [kind, acct2]\n  sesion: [kind]\n").substr(0, 44),
            "m.yaml:2:17: unknown field 'acct2'; known: k");
  EXPECT_NE(problem("documents:\n  event: [kind, acct2]\n  sesion: [kind]\n")
                .find("\nm.yaml:3:3: unknown kind of document 'sesion'"),
            std::string::npos);
  EXPECT_EQ(problem("documents: {session: {a: actor, A: host}}"),
            "m.yaml:1:33: 'A' differs from another key only in case");
  EXPECT_EQ(problem("documents: {session: [actor, actor]}"),
            "m.yaml:1:30: 'actor' is written twice");
  EXPECT_EQ(problem("documents: {session: {a: {$from: actor, $value: {}}}}"),
            "m.yaml:1:41: unknown directive '$value'; known: $const, $from, $values");
  EXPECT_EQ(problem("documents: {session: {a: {$from: integrity, $values: {x: y}}}}"),
            "m.yaml:1:34: $values needs a field of one value; 'integrity' is a list or object");
  EXPECT_EQ(problem("documents: {session: {a: {$values: {x: y}}}}"),
            "m.yaml:1:26: either $const or $from is expected here");
  EXPECT_EQ(problem("documents: {session: {a: }}"), "m.yaml:1:23: 'a' names no field");
  EXPECT_EQ(problem("documents: {session: []}"),
            "m.yaml:1:22: no field is named here; leave the kind out to write none of it");
  EXPECT_EQ(problem("documents: {session: {a: {$const: x, $values: {b: c}}}}"),
            "m.yaml:1:47: $values goes with $from");
  EXPECT_EQ(problem("document: {}"),
            "m.yaml:1:1: unknown key 'document'; known: mapping, documents\nm.yaml:1:1: "
            "`documents` is missing");
  EXPECT_EQ(problem(""), "m.yaml:1:1: a mapping has the keys `mapping` and `documents`");
}

TEST(Mapping, TellsWhetherItNeedsWholeEvents) {
  const auto whole = [](const std::string& text) {
    return Mapping::compile(*yaml::parse(text, "m.yaml"))->whole_events();
  };
  EXPECT_FALSE(whole("documents: {event: [kind, pid, records]}"));
  EXPECT_TRUE(whole("documents: {event: {a: {b: process}}}"));
}

// Each name once, and none that differs from another only in case: a preset may use all of them.
TEST(Fields, HaveUniqueNames) {
  const auto check = [](const auto& fields) {
    std::string names = "documents: {KIND: [";
    for (const auto& field : fields) names += std::string(field.name) + ", ";
    return names + "]}";
  };
  const auto with_kind = [](std::string text, const std::string& kind) {
    return text.replace(text.find("KIND"), 4, kind);
  };
  EXPECT_EQ(problem(with_kind(check(fields_of<model::EventDocument>()), "event")), "");
  EXPECT_EQ(problem(with_kind(check(fields_of<model::TtyDocument>()), "tty")), "");
  EXPECT_EQ(problem(with_kind(check(fields_of<model::SessionDocument>()), "session")), "");
  EXPECT_EQ(problem(with_kind(check(fields_of<model::PipelineDocument>()), "pipeline")), "");
  EXPECT_EQ(problem(with_kind(check(fields_of<model::DeadletterDocument>()), "deadletter")), "");
}

}  // namespace
}  // namespace auweave::mapping

#include "mapping/explain.h"

#include <gmock/gmock.h>

#include "compiled.h"

namespace auweave::mapping {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

model::EventDocument event() {
  model::EventDocument document;
  document.stamp.actor = "alice";
  document.action = "executed";
  document.exe = "/usr/bin/id";
  document.pid = 7;
  return document;
}

const Explained& of(const std::vector<Explained>& all, const std::string& path) {
  static const Explained none;
  for (const Explained& each : all) {
    if (each.path == path) return each;
  }
  return none;
}

std::vector<Explained> explained(const std::string& text, const model::Document& document) {
  const auto mapping = compiled(text);
  EXPECT_TRUE(mapping.ok()) << mapping.error().message;
  return explain(*mapping, document, {});
}

constexpr const char* kMapping =
    "version: 1\n"
    "documents:\n"
    "  event:\n"
    "    fields:\n"
    "      a.name: {first: [target, actor]}\n"
    "      a.b.exe: {from: exe, to: basename}\n"
    "      cwd: cwd\n"
    "      what: {from: action, values: {opened-file: open}}\n"
    "      fixed: {const: x}\n"
    "    rules:\n"
    "      - {when: {pid: 7}, fields: {what: {const: seven}}}\n"
    "      - {when: {pid: 8}, fields: {eight: comm}}\n";

TEST(Explain, TellsValuePlaceAndFields) {
  const auto all = explained(kMapping, event());
  EXPECT_EQ(of(all, "a.name").value, "\"alice\"");
  EXPECT_EQ(of(all, "a.name").place, "m.yaml:5:15");
  EXPECT_THAT(of(all, "a.name").fields, ElementsAre("actor"));
  EXPECT_EQ(of(all, "a.b.exe").value, "\"id\"");
  EXPECT_EQ(of(all, "fixed").value, "\"x\"");
  EXPECT_THAT(of(all, "fixed").fields, IsEmpty());
  EXPECT_EQ(of(all, "what").value, "\"seven\"");
  EXPECT_EQ(of(all, "what").place, "m.yaml:11:41");
}

TEST(Explain, TellsWhyThereIsNothing) {
  auto document = event();
  document.pid = 1;
  const auto all = explained(kMapping, document);
  EXPECT_EQ(of(all, "cwd").value, "");
  EXPECT_EQ(of(all, "cwd").why, "absent: cwd");
  EXPECT_EQ(of(all, "what").why, "its value stands for nothing here");
  EXPECT_THAT(of(all, "what").fields, ElementsAre("action"));
  EXPECT_EQ(of(all, "eight").why, "no rule of it holds");
  EXPECT_EQ(of(all, "eight").place, "");
}

TEST(Explain, IsSilentAboutWhatIsLeftOut) {
  EXPECT_THAT(explained("version: 1\ndocuments: {session: [actor]}", event()), IsEmpty());
  EXPECT_THAT(
      explained("version: 1\ndocuments: {event: {fields: [actor], drop: {pid: 7}}}", event()),
      IsEmpty());
}

// What it says is what is written.
TEST(Explain, TellsWhatIsWritten) {
  std::string put = "{";
  for (const Explained& each :
       explained("version: 1\ndocuments: {event: [actor, action, exe, cwd, pid]}", event())) {
    if (!each.value.empty()) put += (put == "{" ? "\"" : ",\"") + each.path + "\":" + each.value;
  }
  EXPECT_EQ(put + "}",
            written("version: 1\ndocuments: {event: [actor, action, exe, cwd, pid]}", event()));
}

}  // namespace
}  // namespace auweave::mapping

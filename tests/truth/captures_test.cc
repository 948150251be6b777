// The captures against what really happened: every event once, every event of a session with its
// session, account and source, and none with another's.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/text.h"
#include "support/capture.h"
#include "support/sanitizer.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::Capture;
using support::number;
using support::parse;
using support::text;

using Documents = std::map<std::uint64_t, rapidjson::Document>;  // events, by serial

support::Woven weave(const Capture& capture, const std::string& log) {
  support::WeaveInput input;
  input.audit = {log};
  input.boot_id = capture.boot_id();
  return support::weave(input);
}

Documents events_of(const support::Woven& woven) {
  Documents events;
  for (const std::string& json : woven.documents) {
    rapidjson::Document document = parse(json);
    if (text(document, "kind") != "event") continue;
    const auto serial = static_cast<std::uint64_t>(*number(document, "serial"));
    EXPECT_TRUE(events.emplace(serial, std::move(document)).second) << "twice: " << json;
  }
  return events;
}

class Captures : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (support::kThreadSanitizer && GetParam() == "30-load") {
      GTEST_SKIP() << support::kNoLoadUnderTsan;
    }
  }
};

TEST_P(Captures, GiveOneDocumentForEachEvent) {
  const Capture capture = support::load_capture(GetParam());
  const auto logged = support::logged_events(capture.enriched);
  ASSERT_EQ(logged.size(), static_cast<std::size_t>(*number(capture.truth, "events")));
  for (const std::string& log :
       {capture.enriched, support::raw_of(capture.enriched), capture.plugin}) {
    const support::Woven woven = weave(capture, log);
    const Documents events = events_of(woven);
    EXPECT_EQ(events.size(), logged.size());
    for (const auto& [key, event] : logged) EXPECT_EQ(events.count(event.serial), 1U) << key;
    EXPECT_EQ(woven.counts.documents[model::kind_index("deadletter")], 0U) << "deadletters";
  }
}

TEST_P(Captures, StampEveryEventOfASessionAndNoOther) {
  const Capture capture = support::load_capture(GetParam());
  const Documents events = events_of(weave(capture, capture.enriched));
  std::size_t stamped = 0;
  for (const auto& [key, logged] : support::logged_events(capture.enriched)) {
    const rapidjson::Document& event = events.at(logged.serial);
    if (!logged.ses.has_value()) {
      EXPECT_EQ(text(event, "session_id"), "") << key;
      EXPECT_EQ(text(event, "actor"), "") << key;
      continue;
    }
    const rapidjson::Value* row = support::session_row(capture, *logged.ses);
    ASSERT_NE(row, nullptr) << key;
    EXPECT_EQ(text(event, "session_id"),
              "bastion01:" + capture.boot_id().substr(0, 8) + ":" + std::to_string(*logged.ses));
    EXPECT_EQ(text(event, "actor"), text(*row, "actor")) << key;
    EXPECT_EQ(text(event, "src_ip"), text(*row, "src_ip")) << key;
    EXPECT_NE(text(event, "target"), "") << key;
    ++stamped;
  }
  RecordProperty("stamped", static_cast<int>(stamped));
  EXPECT_GT(stamped, 0U);
}

// Sessions open with their LOGIN, and close when the log has the USER_END of LOGIN's process.
TEST_P(Captures, OpenAndCloseTheirSessions) {
  const Capture capture = support::load_capture(GetParam());
  std::map<std::string, std::vector<rapidjson::Document>> sessions;
  for (const std::string& json : weave(capture, capture.enriched).documents) {
    rapidjson::Document document = parse(json);
    if (text(document, "kind") == "session") {
      sessions[text(document, "session_id")].push_back(std::move(document));
    }
  }
  ASSERT_EQ(sessions.size(), capture.truth["sessions"].Size());
  for (const auto& row : capture.truth["sessions"].GetArray()) {
    const std::string ses = std::to_string(*number(row, "ses"));
    const std::string pid = std::to_string(*number(row, "login_pid"));
    const auto& told = sessions.at("bastion01:" + capture.boot_id().substr(0, 8) + ":" + ses);
    EXPECT_EQ(text(told.front(), "state"), "opened");
    EXPECT_EQ(text(told.front(), "actor"), text(row, "actor"));
    EXPECT_EQ(text(told.front(), "src_ip"), text(row, "src_ip"));
    EXPECT_EQ(text(told.front(), "service"), text(row, "src_ip").empty() ? "cron" : "sshd");
    bool ended = false;
    for (const auto& [key, logged] : support::logged_events(capture.enriched)) {
      ended = ended || (logged.first_type == "USER_END" && logged.ses == *number(row, "ses") &&
                        capture.enriched.find("USER_END msg=audit(" + key + "): pid=" + pid +
                                              " ") != std::string::npos);
    }
    for (std::size_t i = 1; i + 1 < told.size(); ++i) EXPECT_EQ(text(told[i], "state"), "updated");
    EXPECT_EQ(text(told.back(), "state") == "closed", ended) << ses;
  }
}

// Names that only ENRICHED records know: in RAW ones the number stands there instead.
bool differs_by_a_name(const std::string& member, const rapidjson::Value& enriched,
                       const rapidjson::Value& raw) {
  if (member == "executed") {
    EXPECT_EQ(enriched.Size(), raw.Size());
    for (rapidjson::SizeType i = 0; i < enriched.Size(); ++i) {
      for (const auto& each : enriched[i].GetObject()) {
        const std::string name = each.name.GetString();
        const auto& other = raw[i][name.c_str()];
        if (each.value != other && !differs_by_a_name(name, each.value, other)) return false;
      }
    }
    return true;
  }
  if (member != "actor" && member != "effective_user" && member != "object") return false;
  return enriched.IsString() && raw.IsString() &&
         base::parse_unsigned({raw.GetString(), raw.GetStringLength()}).has_value();
}

TEST_P(Captures, AreTheSameRawAndEnrichedWithEoeAndWithout) {
  const Capture capture = support::load_capture(GetParam());
  const auto enriched = weave(capture, capture.enriched).documents;
  const auto with_eoe = weave(capture, capture.plugin).documents;
  const auto raw = weave(capture, support::raw_of(capture.enriched)).documents;
  EXPECT_EQ(std::multiset(enriched.begin(), enriched.end()),
            std::multiset(with_eoe.begin(), with_eoe.end()));
  ASSERT_EQ(enriched.size(), raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const auto a = parse(enriched[i]);
    const auto b = parse(raw[i]);
    ASSERT_EQ(a.MemberCount(), b.MemberCount()) << enriched[i] << "\n" << raw[i];
    for (const auto& member : a.GetObject()) {
      const auto other = b.FindMember(member.name);
      ASSERT_NE(other, b.MemberEnd()) << raw[i];
      EXPECT_TRUE(member.value == other->value ||
                  differs_by_a_name(member.name.GetString(), member.value, other->value))
          << enriched[i] << "\n"
          << raw[i];
    }
  }
}

TEST_P(Captures, GiveDocumentsThatFitTheirSchema) {
  const Capture capture = support::load_capture(GetParam());
  if (capture.name == "30-load") GTEST_SKIP() << "46,046 documents of the same few shapes";
  for (const char* mapping : {"flat", "full"}) {
    support::WeaveInput input;
    input.audit = {capture.enriched};
    if (!capture.tlog.empty()) input.tlog = {capture.tlog};
    input.mapping = mapping;
    input.boot_id = capture.boot_id();
    input.with_raw = true;
    for (const std::string& json : support::weave(input).documents) {
      const std::string problem = support::schema_problem(json);
      ASSERT_EQ(problem, "");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Captures, testing::ValuesIn(support::capture_names()),
                         [](const auto& capture) { return support::test_name(capture.param); });

}  // namespace
}  // namespace auweave

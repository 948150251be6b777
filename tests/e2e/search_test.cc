// The consumer kit with real ones: documents of all captures go through Kafka and rsyslogd into
// OpenSearch, none is refused, and the saved queries find what is found by looking at each document, and
// what really happened.
#include "search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "support/capture.h"
#include "support/json.h"

namespace auweave::e2e {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

TEST_P(Search, NoDocumentIsRefused) {
  std::map<std::string, std::int64_t> distinct;
  for (const auto& [id, document] : rig().now) ++distinct[document->kind];
  EXPECT_EQ(rig().counts(), distinct);
  EXPECT_EQ(distinct.size(), 6U);
}

TEST_P(Search, WhatIsNoDocumentIsSetAside) {
  static_cast<void>(rig());
  EXPECT_THAT(rig().first->aside("not-ours"), testing::UnorderedElementsAreArray(kNotOurs));
  const auto refused = rig().first->aside("refused");
  ASSERT_EQ(refused.size(), 1U);
  const auto line = support::parse(refused.front());
  EXPECT_EQ(line["status"].GetInt(), 400);
  EXPECT_THAT(support::canonical(line["error"]), HasSubstr("stranger"));
  EXPECT_EQ(support::canonical(line["document"]), refused_document(rig().preset));
}

// Only what a test made so is too long or malformed for its field.
TEST_P(Search, EveryFieldOfRealDocumentsIsIndexed) {
  const auto answer = rig().server.ask(
      "POST", "audit-*/_count",
      R"({"query":{"bool":{"filter":{"exists":{"field":"_ignored"}},"must_not":{"term":{")" +
          rig().path("host") + R"(":"extreme"}}}}})");
  EXPECT_EQ(answer["count"].GetInt64(), 0);
}

TEST_P(Search, WhatDidAnAccountDo) {
  const auto truth = true_sessions();
  for (const std::string actor : {"alice", "bob", "tina"}) {
    const Ids ids = expect_found("what-did-an-account-do", {{"actor", actor}},
                                 [&](const auto& one) { return is(one, "actor", actor); });
    std::set<std::string> sessions;
    for (const std::string& id : ids) sessions.insert(value(*rig().now.at(id), "session_id"));
    for (const auto& [id, session] : truth)
      EXPECT_EQ(sessions.contains(id), session.actor == actor) << id;
  }
}

TEST_P(Search, WhatCameFromAnAddress) {
  const auto truth = true_sessions();
  for (const std::string cidr : {"10.99.0.3/32", "10.99.1.0/24", "fd99::/16"}) {
    const Ids ids =
        expect_found("what-came-from-an-address", {{"cidr", cidr}},
                     [&](const auto& one) { return is_within(value(one, "src_ip"), cidr); });
    std::set<std::string> sessions;
    for (const std::string& id : ids) sessions.insert(value(*rig().now.at(id), "session_id"));
    for (const auto& [id, session] : truth)
      EXPECT_EQ(sessions.contains(id), is_within(session.src_ip, cidr)) << id;
  }
}

TEST_P(Search, WhatBelongsToASession) {
  for (const auto& [session, truth] : true_sessions()) {
    if (session.find(":b27a07e8:17") != std::string::npos) continue;  // 30-load
    const Ids ids = expect_found("what-belongs-to-a-session", {{"session_id", session}},
                                 [&](const auto& one) { return is(one, "session_id", session); });
    for (const std::string& id : ids) {
      const SiemDocument& one = *rig().now.at(id);
      EXPECT_EQ(value(one, "actor"), truth.actor) << one.text;
      EXPECT_EQ(value(one, "src_ip"), truth.src_ip) << one.text;
    }
  }
}

// The lines that somebody typed, as the driver of the capture noted them.
TEST_P(Search, WhichCommandsHaveTheseWords) {
  const auto capture = support::load_capture("26-rich-session");
  for (const char* words : {"cat /etc/shadow", "base64 -d | bash", "ssh -p 2222 target01"}) {
    const Ids ids =
        expect_found("which-commands-have-these-words", {{"words", words}}, [&](const auto& one) {
          return one.kind == "command" && has_words(value(one, "command"), words);
        });
    std::set<std::string> commands;
    for (const std::string& id : ids) {
      const SiemDocument& one = *rig().now.at(id);
      if (is(one, "session_id", "bastion01:bf491f5a:1")) commands.insert(value(one, "command"));
    }
    for (const auto& line : capture.truth["lines"].GetArray()) {
      const std::string typed = support::text(line, "line");
      if (typed.find(words) != std::string::npos) {
        EXPECT_THAT(commands, Contains(typed));
      }
    }
  }
}

TEST_P(Search, WhichOutputHasTheseWords) {
  expect_found(
      "which-output-has-these-words", {{"words", "permission denied"}}, [&](const auto& one) {
        return one.kind == "command" && has_words(value(one, "tty_output"), "permission denied");
      });
}

TEST_P(Search, WhatDidASessionDoInItsOrder) {
  const std::string session = "bastion01:bf491f5a:1";
  const Ids ids = expect_found(
      "what-did-a-session-do", {{"session_id", session}},
      [&](const auto& one) { return one.kind == "command" && is(one, "session_id", session); });
  std::vector<std::string> lines;
  std::string before;
  for (const std::string& id : ids) {
    const SiemDocument& one = *rig().now.at(id);
    // "….198Z" is before "….198765Z".
    std::string time = value(one, "time");
    time.pop_back();
    EXPECT_LE(before, time);
    before = time;
    lines.push_back(value(one, "command"));
  }
  auto at = lines.begin();
  for (const auto& row : support::load_capture("26-rich-session").truth["lines"].GetArray()) {
    if (support::number(row, "ses") != 1) continue;
    at = std::find(at, lines.end(), support::text(row, "line"));
    EXPECT_NE(at, lines.end()) << support::text(row, "line") << " is not there, or too early";
  }
}

TEST_P(Search, HowIsASessionNow) {
  for (const auto& [session, truth] : true_sessions()) {
    const SiemDocument* last = nullptr;
    for (const SiemDocument& one : rig().documents) {
      if (one.kind == "session" && is(one, "session_id", session)) last = &one;
    }
    const auto hits = rig().search("how-is-a-session-now", {{"session_id", session}});
    ASSERT_EQ(hits.size(), 1U) << session;
    EXPECT_EQ(found_ids(hits), Ids{last->id}) << session;
  }
}

TEST_P(Search, WhoBecameRoot) {
  expect_last_of_each("who-became-root", [&](const auto& one) {
    return one.kind == "session" && is(one, "effective_users", "root") && !is(one, "actor", "root");
  });
  std::set<std::string> sessions;
  for (const auto& hit : rig().search("who-became-root", {}))
    sessions.insert(value(*rig().now.at(hit["_id"].GetString()), "session_id"));
  // Those of 11-su, 12-sudo-shell and 26-rich-session; of 11-su only wrong passwords.
  EXPECT_THAT(sessions, Contains("bastion01:67f6dfa5:55"));
  EXPECT_THAT(sessions, Contains("bastion01:bf491f5a:1"));
  EXPECT_THAT(sessions, Not(Contains("bastion01:b27a07e8:116")));  // 01-login-password
}

TEST_P(Search, WhoFailedToLogInFromAnAddress) {
  for (const std::string cidr : {"10.99.0.0/24", "fd99::/64"}) {
    const Ids ids = expect_found(
        "who-failed-to-log-in-from-an-address", {{"cidr", cidr}}, [&](const auto& one) {
          return one.kind == "event" && is(one, "authenticated", "false") &&
                 is(one, "category", "authentication") && is(one, "result", "failure") &&
                 is_within(value(one, "src_ip"), cidr);
        });
    std::set<std::string> tried;
    for (const std::string& id : ids) tried.insert(value(*rig().now.at(id), "account_tried"));
    for (const std::string& name : support::capture_names()) {
      const auto capture = support::load_capture(name);
      for (const auto& row : capture.truth["failed_logins"].GetArray()) {
        const std::string account = support::text(row, "name_tried");
        if (is_within(support::text(row, "src_ip"), cidr) && !account.empty()) {
          EXPECT_THAT(tried, Contains(account)) << name;
        }
      }
    }
  }
}

TEST_P(Search, WhoWroteToFiles) {
  const Ids ids =
      expect_found("who-wrote-to-files", {{"path", "/etc/passwd*"}}, [&](const auto& one) {
        const auto files = values_at(one.json, rig().path("files_written"));
        return std::any_of(files.begin(), files.end(),
                           [](const auto& f) { return f.starts_with("/etc/passwd"); });
      });
  std::set<std::string> commands;
  for (const std::string& id : ids) commands.insert(value(*rig().now.at(id), "command"));
  EXPECT_THAT(commands, Contains("sudo useradd -m -s /bin/bash zed"));  // 21-accounts
}

TEST_P(Search, WhichSessionsAreNotWhole) {
  expect_last_of_each("which-sessions-are-not-whole", [&](const auto& one) {
    return one.kind == "session" && has(one, "integrity");
  });
}

TEST_P(Search, WhichRecordingsAreSuspect) {
  expect_found("which-recordings-are-suspect", {},
               [&](const auto& one) { return is(one, "what", "suspect-recording"); });
}

TEST_P(Search, WhatWasLost) {
  expect_found("what-was-lost", {}, [&](const auto& one) {
    return one.kind == "deadletter" || is(one, "what", "loss") || is(one, "what", "checkpoint") ||
           has(one, "incomplete");
  });
}

INSTANTIATE_TEST_SUITE_P(Presets, Search, testing::ValuesIn(support::siem_presets()),
                         [](const auto& its) { return its.param.name; });

}  // namespace
}  // namespace auweave::e2e

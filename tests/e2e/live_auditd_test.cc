// The plugin in its place: a real auditd starts it on a bastion where people log in over ssh, and
// what they did is known. All of that must be in the documents, and nothing as somebody else's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <set>

#include "base/wall_time.h"
#include "ground_truth.h"
#include "live_host.h"
#include "replay.h"
#include "support/json.h"
#include "support/program.h"

namespace auweave::e2e {
namespace {

using rapidjson::Value;
using support::number;
using support::text;
using testing::SizeIs;

// Audit's clock is the kernel's coarse one: up to a tick behind.
constexpr std::int64_t kTickMs = 50;

class LiveAuditd : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    missing_ = support::AuditHost::missing(support::auweave());
    if (!missing_.empty()) return;
    live_ = std::make_unique<LiveHost>();
    day_ = std::make_unique<GroundTruth>(live_->act("day"));
  }
  static void TearDownTestSuite() {
    day_.reset();
    live_.reset();
  }
  void SetUp() override {
    if (!missing_.empty()) GTEST_SKIP() << missing_;
    ASSERT_NE(day_, nullptr) << "nobody could work";
  }

  // What people did, and what was told of it.
  static const GroundTruth& day() { return *day_; }
  static const std::vector<Told>& told() { return live_->watch.told(); }

  template <typename Condition>
  static std::vector<const Value*> told_where(Condition condition) {
    std::vector<const Value*> found;
    for (const Told& each : told()) {
      if (condition(each.document)) found.push_back(&each.document);
    }
    return found;
  }

  // The only event of an act, with its session's names; null and a failure: none, or several.
  template <typename Condition>
  static const Value* only_event(const Row& act, Condition condition);

  static std::string missing_;
  static std::unique_ptr<LiveHost> live_;
  static std::unique_ptr<GroundTruth> day_;
};

std::string LiveAuditd::missing_;
std::unique_ptr<LiveHost> LiveAuditd::live_;
std::unique_ptr<GroundTruth> LiveAuditd::day_;

// "Between" the moments of the truth, as audit tells time.
void expect_time_of(const Value& row, const std::string& time) {
  const auto at = [&](const char* name, std::int64_t later) {
    return base::rfc3339(base::WallTime::from_ms(row[name].GetInt64() + later));
  };
  EXPECT_GE(time, at("before", -kTickMs)) << support::canonical(row);
  EXPECT_LE(time, at("after", kTickMs)) << support::canonical(row);
}

void expect_whose(const Value& document, const Value& session) {
  EXPECT_EQ(text(document, "session_id"), GroundTruth::session_id(session));
  EXPECT_EQ(text(document, "actor"), text(session, "account"));
  EXPECT_EQ(text(document, "src_ip"), text(session, "src_ip"));
}

template <typename Condition>
const Value* LiveAuditd::only_event(const Row& act, Condition condition) {
  const auto found = told_where([&](const Value& document) {
    return text(document, "kind") == "event" && condition(document);
  });
  EXPECT_EQ(found.size(), 1U) << support::canonical(act);
  if (found.size() != 1) return nullptr;
  SCOPED_TRACE(support::canonical(*found[0]));
  expect_whose(*found[0], day().session_of(act));
  expect_time_of(act, text(*found[0], "time"));
  return found[0];
}

bool is_exec_of(const Value& document, const Value& argv) {
  const auto member = document.FindMember("argv");
  return member != document.MemberEnd() && member->value == argv;
}

TEST_F(LiveAuditd, TellsEveryProgramOnce) {
  const auto acts = day().acts_of("exec");
  EXPECT_GE(acts.size(), 200U);
  for (const Row* act : acts) {
    const Value* event =
        only_event(*act, [&](const Value& its) { return is_exec_of(its, (*act)["argv"]); });
    if (event == nullptr) continue;
    EXPECT_EQ(text(*event, "action"), "executed");
    EXPECT_EQ(text(*event, "result"), "success");
    EXPECT_EQ(text(*event, "effective_user"), text(*act, "as"));
  }
}

TEST_F(LiveAuditd, TellsEverySession) {
  EXPECT_THAT(day().sessions, SizeIs(7));
  for (const Row& session : day().sessions) {
    const auto documents = told_where([&](const Value& document) {
      return text(document, "kind") == "session" &&
             text(document, "session_id") == GroundTruth::session_id(session);
    });
    ASSERT_GE(documents.size(), 2U);
    EXPECT_EQ(text(*documents.front(), "state"), "opened");
    EXPECT_EQ(text(*documents.back(), "state"), "closed");
    expect_time_of(session, text(*documents.front(), "opened"));
    for (const Value* document : documents) {
      SCOPED_TRACE(support::canonical(*document));
      expect_whose(*document, session);
      EXPECT_EQ(number(*document, "ses"), number(session, "ses"));
      EXPECT_EQ(text(*document, "service"), "sshd");
      const std::string auth = text(session, "auth");
      // Debian's sshd writes no record of a key.
      EXPECT_EQ(text(*document, "auth_method"), auth == "password" ? auth : "");
      EXPECT_EQ(number(*document, "failures_before"), number(session, "wrong_first").value_or(0));
    }
  }
}

TEST_F(LiveAuditd, TellsSudo) {
  for (const Row* act : day().acts_of("sudo")) {
    const Value* event = only_event(*act, [&](const Value& its) {
      return text(its, "action") == "ran-command" && text(its, "command") == text(*act, "command");
    });
    if (event == nullptr) continue;
    EXPECT_EQ(text(*event, "target"), kHost + std::string("/sudo"));
    EXPECT_EQ(text(*event, "effective_user"), text(*act, "as"));
    EXPECT_EQ(text(*event, "result"), "success");
  }
}

TEST_F(LiveAuditd, TellsSu) {
  for (const Row* act : day().acts_of("su")) {
    const Value* event = only_event(*act, [&](const Value& its) {
      return text(its, "action") == "started-session" &&
             text(its, "target") == kHost + std::string("/su");
    });
    if (event == nullptr) continue;
    EXPECT_EQ(text(*event, "object"), text(*act, "account"));
    EXPECT_EQ(text(*event, "object_type"), "account");
  }
}

TEST_F(LiveAuditd, TellsWhatWasDenied) {
  for (const Row* act : day().acts_of("denied")) {
    const Value* event = only_event(*act, [&](const Value& its) {
      return text(its, "object") == text(*act, "path") && text(its, "action") == "opened-file";
    });
    if (event == nullptr) continue;
    EXPECT_EQ(text(*event, "result"), "failure");
    EXPECT_EQ(text(*event, "errno"), "EACCES");
  }
}

TEST_F(LiveAuditd, TellsConnections) {
  for (const Row* act : day().acts_of("connect")) {
    const Value* event = only_event(*act, [&](const Value& its) {
      return number(its, "dest_port") == number(*act, "dest_port");
    });
    if (event == nullptr) continue;
    const bool refused = (*act)["refused"].GetBool();
    EXPECT_EQ(text(*event, "action"), "connected-to");
    EXPECT_EQ(text(*event, "dest_ip"), text(*act, "dest_ip"));
    EXPECT_EQ(text(*event, "result"), refused ? "failure" : "");
    EXPECT_EQ(text(*event, "errno"), refused ? "ECONNREFUSED" : "EINPROGRESS");
  }
}

TEST_F(LiveAuditd, TellsFailedLogins) {
  EXPECT_THAT(day().failed_logins, SizeIs(2));
  for (const Row& login : day().failed_logins) {
    const auto failures = told_where([&](const Value& document) {
      return text(document, "account_tried") == text(login, "account") &&
             text(document, "src_ip") == text(login, "src_ip") &&
             text(document, "result") == "failure";
    });
    EXPECT_GE(failures.size(), static_cast<std::size_t>(login["tries"].GetInt()));
    for (const Value* failure : failures) {
      SCOPED_TRACE(support::canonical(*failure));
      EXPECT_FALSE(failure->HasMember("actor"));
      EXPECT_FALSE(failure->HasMember("session_id"));
      EXPECT_FALSE((*failure)["authenticated"].GetBool());
      EXPECT_EQ(text(*failure, "target"), kHost + std::string("/sshd"));
      expect_time_of(login, text(*failure, "time"));
    }
  }
}

// What a session's terminals showed, in the order of their chunks.
struct Shown {
  std::string output;
  std::size_t chunks = 0;
};

TEST_F(LiveAuditd, VouchesForRecordings) {
  std::map<std::string, Shown> shown;
  for (const Told& each : told()) {
    if (text(each.document, "kind") != "tty") continue;
    EXPECT_NE(text(each.document, "vouched_by"), "") << each.text;
    Shown& its = shown[text(each.document, "session_id")];
    EXPECT_EQ(each.document["chunk"].GetUint64(), ++its.chunks) << each.text;
    its.output += text(each.document, "tty_output");
  }
  std::set<std::string> recorded;
  for (const Row& session : day().sessions) {
    const std::string id = GroundTruth::session_id(session);
    EXPECT_EQ(shown.contains(id), session["recorded"].GetBool()) << id;
    if (session["recorded"].GetBool()) recorded.insert(id);
  }
  for (const auto& [mark, session] : day().marks()) {
    if (!recorded.contains(session)) continue;
    EXPECT_NE(shown[session].output.find(mark), std::string::npos) << mark << " in " << session;
  }
}

TEST_F(LiveAuditd, HasNothingToComplainOf) {
  for (const Told& each : told()) {
    SCOPED_TRACE(each.text);
    EXPECT_EQ(support::schema_problem(each.text), "");
    if (is_of_host(each)) continue;
    EXPECT_THAT(text(each.document, "kind"), testing::AnyOf("event", "tty", "command", "session"));
    EXPECT_FALSE(each.document.HasMember("incomplete"));
    EXPECT_FALSE(each.document.HasMember("integrity"));
  }
}

TEST_F(LiveAuditd, NamesNobodyElse) {
  std::map<std::string, const Row*> sessions;
  for (const Row& each : day().sessions) sessions[GroundTruth::session_id(each)] = &each;
  const auto marks = day().marks();
  for (const Told& each : told()) {
    SCOPED_TRACE(each.text);
    const std::string id = text(each.document, "session_id");
    if (const auto known = sessions.find(id); known != sessions.end()) {
      expect_whose(each.document, *known->second);
    } else {
      EXPECT_THAT(text(each.document, "actor"), testing::Not(testing::StartsWith("auw")));
    }
    for (const std::string& mark : marks_in(each.text)) {
      const auto owner = marks.find(mark);
      EXPECT_TRUE(owner == marks.end() || owner->second == id) << mark;
    }
  }
}

TEST_F(LiveAuditd, KeepsPasswordsOut) {
  const std::string password = live_->host->password();
  ASSERT_GE(password.size(), 20U);
  for (const Told& each : told()) {
    EXPECT_EQ(each.text.find(password), std::string::npos) << each.text;
    EXPECT_EQ(each.text.find("not-the-password"), std::string::npos) << each.text;
  }
}

std::string spread(std::vector<std::int64_t> values) {
  std::sort(values.begin(), values.end());
  const auto part = [&](std::size_t percent) {
    return std::to_string(values[(values.size() - 1) * percent / 100]);
  };
  return "p50 " + part(50) + " ms, p99 " + part(99) + " ms, max " + part(100) + " ms";
}

// A figure, not a promise: on a busy machine it is what it is.
TEST_F(LiveAuditd, SaysHowLateDocumentsAre) {
  std::vector<std::int64_t> late;
  for (const Row* act : day().acts_of("exec")) {
    for (const Told& each : told()) {
      if (!is_exec_of(each.document, (*act)["argv"])) continue;
      late.push_back(each.at_ms - (*act)["before"].GetInt64());
    }
  }
  ASSERT_THAT(late, testing::Not(testing::IsEmpty()));
  std::printf("from the key stroke to the document, %zu programs: %s\n", late.size(),
              spread(late).c_str());
}

}  // namespace
}  // namespace auweave::e2e

// Failed logins, and the failures that belong to the session that followed.
#include <gtest/gtest.h>

#include <cmath>

#include "support/capture.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::Capture;
using support::number;
using support::parse;
using support::text;

std::vector<rapidjson::Document> documents_of(const Capture& capture) {
  support::WeaveInput input;
  input.audit = {capture.enriched};
  input.boot_id = capture.boot_id();
  std::vector<rapidjson::Document> documents;
  for (const std::string& json : support::weave(input).documents) documents.push_back(parse(json));
  return documents;
}

std::string type_of(const rapidjson::Value& event) { return event["types"][0].GetString(); }

// What auditd wrote of one failed attempt: the records of that sshd, in the driver's time.
bool belongs(const rapidjson::Value& event, const rapidjson::Value& row) {
  if (text(event, "kind") != "event" || number(event, "pid") != number(row, "sshd_pid"))
    return false;
  return text(event, "result") == "failure" && text(event, "session_id").empty();
}

void check(const rapidjson::Value& event, const rapidjson::Value& row) {
  EXPECT_EQ(text(event, "src_ip"), text(row, "src_ip"));
  EXPECT_TRUE(text(event, "connection_id")
                  .starts_with("bastion01/" + std::to_string(*number(row, "sshd_pid")) + "/"));
  EXPECT_FALSE(event["authenticated"].GetBool());
  EXPECT_EQ(text(event, "actor"), "");
  EXPECT_EQ(text(event, "category"), "authentication");
  const std::string tried = text(event, "account_tried");
  // USER_LOGIN says "(invalid user)" of a name that is no account, USER_ERR says "?".
  const bool named = type_of(event) == "USER_AUTH" ||
                     (type_of(event) == "USER_LOGIN" && row["account_exists"].GetBool());
  EXPECT_EQ(tried, named ? text(row, "name_tried") : "");
}

std::size_t check_failed_logins(const std::string& name) {
  const Capture capture = support::load_capture(name);
  const auto documents = documents_of(capture);
  std::size_t found = 0;
  for (const auto& row : capture.truth["failed_logins"].GetArray()) {
    std::map<std::string, int> types;
    for (const auto& document : documents) {
      if (!row.HasMember("sshd_pid") || !belongs(document, row)) continue;
      check(document, row);
      ++types[type_of(document)];
      ++found;
    }
    for (const auto& expected : row["records"].GetObject()) {
      EXPECT_EQ(types[expected.name.GetString()], expected.value.GetInt())
          << expected.name.GetString();
    }
  }
  return found;
}

TEST(FailedLogins, HaveSourceConnectionAndTheNameThatWasTried) {
  EXPECT_EQ(check_failed_logins("03-login-failed"), 18U);
}

TEST(FailedLogins, OverIpv6) { EXPECT_GT(check_failed_logins("22-ipv6"), 0U); }

TEST(FailedLogins, BeforeTheRightPasswordAreCountedOnTheSession) {
  const Capture capture = support::load_capture("03-login-failed");
  std::size_t opened = 0;
  for (const auto& document : documents_of(capture)) {
    if (text(document, "kind") != "session" || text(document, "state") != "opened") continue;
    ++opened;
    EXPECT_EQ(number(document, "ses"), 120);
    EXPECT_EQ(number(document, "failures_before"), 1);
    EXPECT_TRUE(text(document, "connection_id").starts_with("bastion01/21837/"));
  }
  EXPECT_EQ(opened, 1U);
}

}  // namespace
}  // namespace auweave

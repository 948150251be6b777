// Who changes auditing, by logs written for it.
#include <gtest/gtest.h>

#include "support/capture.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::text;

class Log {
 public:
  Log& add(const std::string& type, const std::string& body) {
    text_ += "type=" + type + " msg=audit(" + std::to_string(second_) +
             ".000:" + std::to_string(++serial_) + "): " + body + "\n";
    return *this;
  }
  Log& login() {
    return add(
        "LOGIN",
        "pid=7 uid=0 old-auid=4294967295 auid=1001 tty=(none) old-ses=4294967295 ses=3 res=1");
  }
  Log& change(const std::string& what, const std::string& ses = "3") {
    return add("CONFIG_CHANGE", "auid=1001 ses=" + ses + " op=" + what);
  }
  Log& logout() {
    return add("USER_END",
               "pid=7 uid=0 auid=1001 ses=3 msg='op=PAM:session_close exe=\"/usr/sbin/sshd\" "
               "res=success'");
  }
  Log& later(int seconds) {
    second_ += seconds;
    return *this;
  }
  // `what:serial:session` of each document about auditing, and `lost` where a session says so.
  [[nodiscard]] std::string told() const {
    std::string all;
    for (const std::string& json : support::weave({{text_}, {}}).documents) {
      const auto document = support::parse(json);
      std::string now;
      if (text(document, "kind") == "session" && text(document, "state") == "closed" &&
          json.find("events-lost") != std::string::npos)
        now = "lost";
      if (text(document, "kind") == "pipeline") {
        const std::string id = text(document, "session_id");
        now = text(document, "what") + ":" + std::to_string(document["first_serial"].GetInt64()) +
              ":" + id.substr(id.rfind(':') + 1);
      }
      if (!now.empty()) all += (all.empty() ? "" : " ") + now;
    }
    return all;
  }

 private:
  std::string text_;
  int second_ = 1'000'000'000;
  int serial_ = 100;
};

constexpr const char* kRule = "add_rule key=\"exec\" list=4 res=1";

TEST(AuditChanges, TellWhoSwitchedItOffAndMarkWhoIsThere) {
  EXPECT_EQ(Log().login().change("set audit_enabled=0 old=1 res=1").later(60).logout().told(),
            "audit-disabled:102:3 lost");
  EXPECT_EQ(Log().login().logout().later(60).change("set audit_enabled=0 old=1 res=1", "9").told(),
            "audit-disabled:103:9");
}

TEST(AuditChanges, OfWhatDidNotWorkAreNone) {
  EXPECT_EQ(Log().login().change("set audit_enabled=0 old=1 res=0").told(), "");
  EXPECT_EQ(Log().login().change("set audit_enabled=1 old=1 res=1").told(), "");
}

TEST(AuditChanges, OfRulesAreToldOnceAMinuteAndSession) {
  EXPECT_EQ(Log().login().change(kRule).change(kRule).later(30).change(kRule).told(),
            "rules-changed:102:3");
  EXPECT_EQ(Log().login().change(kRule).later(61).change("remove_rule list=4 res=1").told(),
            "rules-changed:102:3 rules-changed:103:3");
  EXPECT_EQ(Log().login().change(kRule).change(kRule, "9").told(),
            "rules-changed:102:3 rules-changed:103:9");
}

}  // namespace
}  // namespace auweave

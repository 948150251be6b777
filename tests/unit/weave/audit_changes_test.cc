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

// As Debian's journald does at its start, in no session: the record and those of its call.
TEST(AuditChanges, TellThatJournaldSwitchedItOff) {
  const std::string event = "msg=audit(1000000000.000:101): ";
  const std::string log =
      "type=CONFIG_CHANGE " + event +
      "op=set audit_enabled=0 old=1 auid=4294967295 ses=4294967295 subj=unconfined res=1\n"
      "type=SYSCALL " +
      event +
      "arch=c000003e syscall=46 success=yes exit=56 a0=9 a1=7ffd a2=4000 a3=7f0 items=0 ppid=1 "
      "pid=312 auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) "
      "ses=4294967295 comm=\"systemd-journal\" exe=\"/usr/lib/systemd/systemd-journald\" "
      "subj=unconfined key=(null)\ntype=EOE " +
      event + "\n";
  std::vector<std::string> told;
  for (const std::string& json : support::weave({{log}, {}}).documents) {
    const auto document = support::parse(json);
    if (text(document, "kind") == "pipeline")
      told.push_back(text(document, "what") + " of session '" + text(document, "session_id") +
                     "': " + text(document, "detail"));
  }
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(
      told[0],
      "audit-disabled of session '': auditing was switched off by "
      "/usr/lib/systemd/systemd-journald (pid 312): nothing is recorded until it is switched on "
      "again, which is not recorded");
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

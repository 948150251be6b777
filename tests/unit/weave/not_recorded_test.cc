// Sessions that had to be recorded and were not, and the groups of their accounts, in documents.
#include <gtest/gtest.h>

#include "support/capture.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::text;

// A log of one login. Times are ms from 1000.000 on.
class Login {
 public:
  Login& add(const std::string& type, const std::string& body, int ms) {
    std::string of =
        std::to_string(1000 + ms / 1000) + "." + std::to_string(1000 + ms % 1000).substr(1);
    log_ +=
        "type=" + type + " msg=audit(" + of + ":" + std::to_string(++serial_) + "): " + body + "\n";
    return *this;
  }
  Login& begin(const std::string& terminal) {
    const std::string sshd = "exe=\"/usr/sbin/sshd\" hostname=10.99.0.2 addr=10.99.0.2 terminal=";
    add("LOGIN",
        "pid=7 uid=0 old-auid=4294967295 auid=1001 tty=(none) old-ses=4294967295 ses=3 "
        "res=1\x1DUID=\"root\" AUID=\"alice\"",
        20);
    add("USER_START",
        "pid=7 uid=0 auid=1001 ses=3 msg='op=PAM:session_open acct=\"alice\" " + sshd +
            "ssh res=success'",
        30);
    return add(
        "USER_LOGIN",
        "pid=7 uid=0 auid=1001 ses=3 msg='op=login id=1001 " + sshd + terminal + " res=success'",
        40);
  }
  Login& exec(const std::string& exe, const std::string& argv, int ms,
              const std::string& tty = "pts2") {
    add("SYSCALL",
        "arch=c000003e syscall=59 success=yes exit=0 ppid=7 pid=8 auid=1001 uid=1001 gid=1001 "
        "euid=1001 tty=" +
            tty + " ses=3 comm=\"x\" exe=\"" + exe + "\" key=\"exec\"",
        ms);
    --serial_;
    add("EXECVE", argv, ms);
    --serial_;
    return add("PROCTITLE", "proctitle=\"x\"", ms);
  }
  Login& end(int ms) {
    return add("USER_END",
               "pid=7 uid=0 auid=1001 ses=3 msg='op=PAM:session_close acct=\"alice\" "
               "exe=\"/usr/sbin/sshd\" hostname=10.99.0.2 addr=10.99.0.2 terminal=ssh res=success'",
               ms);
  }
  // Time goes on, so that the close is final.
  Login& later() {
    return add("USER_ACCT", "pid=1 uid=0 auid=4294967295 ses=4294967295 msg='op=x res=success'",
               60'000);
  }
  [[nodiscard]] const std::string& log() const { return log_; }

 private:
  std::string log_;
  int serial_ = 100;
};

support::WeaveInput input_of(const Login& login) {
  support::WeaveInput input{.audit = {login.log()}};
  input.must_record = {{"alice"}, {"admins"}, {"sshd"}};
  return input;
}

std::vector<rapidjson::Document> sessions_of(const support::WeaveInput& input) {
  std::vector<rapidjson::Document> found;
  for (const std::string& json : support::weave(input).documents) {
    rapidjson::Document document = support::parse(json);
    if (text(document, "kind") == "session") found.push_back(std::move(document));
  }
  return found;
}

// The words of `integrity`, or of another list, of the last document.
std::string words(const std::vector<rapidjson::Document>& sessions,
                  const char* list = "integrity") {
  std::string all;
  const auto& last = sessions.back();
  if (!last.HasMember(list)) return all;
  for (const auto& word : last[list].GetArray())
    all += std::string(all.empty() ? "" : " ") + word.GetString();
  return all;
}

Login shell() {
  Login login;
  login.begin("/dev/pts/2").exec("/usr/bin/bash", "argc=1 a0=\"-bash\"", 50);
  return login;
}

TEST(NotRecorded, IsToldWhenTheSessionIsClosed) {
  const auto told = sessions_of(input_of(shell().end(5000)));
  EXPECT_EQ(text(told.back(), "state"), "closed");
  EXPECT_EQ(words(told), "not-recorded");
  for (std::size_t i = 0; i + 1 < told.size(); ++i) EXPECT_FALSE(told[i].HasMember("integrity"));
  auto nobody = input_of(shell().end(5000));
  nobody.must_record = {};
  EXPECT_EQ(words(sessions_of(nobody)), "");
}

TEST(NotRecorded, IsNotToldOfAnOpenSession) {
  EXPECT_EQ(words(sessions_of(input_of(shell()))), "");
}

TEST(NotRecorded, IsToldAtARestartAndWhenNoProcessIsLeft) {
  auto input = input_of(shell());
  input.looked_at = base::WallTime::from_ms(1'200'000);
  const auto silent = sessions_of(input);
  EXPECT_EQ(text(silent.back(), "close_reason"), "timeout");
  EXPECT_EQ(words(silent), "not-recorded");
  Login restarted = shell();
  const std::string before = restarted.log();
  std::string after;
  for (const int serial : {1, 2}) {
    after += "type=USER_ACCT msg=audit(2000.000:" + std::to_string(serial) +
             "): pid=1 uid=0 auid=4294967295 ses=4294967295 msg='op=x res=success'\n";
  }
  std::string high = before;
  for (std::size_t at = 0; (at = high.find(":10", at)) != std::string::npos; at += 6)
    high.replace(at, 3, ":9910");
  auto reboot = input_of(restarted);
  reboot.audit = {high + after};
  const auto told = sessions_of(reboot);
  EXPECT_EQ(text(told.back(), "close_reason"), "reboot");
  EXPECT_EQ(words(told), "not-recorded");
}

TEST(NotRecorded, IsNotToldOfWhatIsNoShellOnATerminal) {
  Login scp, command, top, silent, part;
  scp.begin("ssh").exec("/usr/bin/bash", "argc=3 a0=\"bash\" a1=\"-c\" a2=\"scp\"", 50, "(none)");
  command.begin("ssh").exec("/usr/bin/bash", "argc=1 a0=\"bash\"", 50, "(none)");
  top.begin("/dev/pts/2").exec("/usr/bin/bash", "argc=3 a0=\"bash\" a1=\"-c\" a2=\"top\"", 50);
  silent.begin("/dev/pts/2");  // execs are not audited
  part.begin("/dev/pts/2").exec("/usr/bin/bash", "argc=3 a0=\"bash\"", 50);  // a1, a2 were lost
  for (Login* each : {&scp, &command, &top, &silent, &part}) {
    EXPECT_EQ(words(sessions_of(input_of(each->end(5000)))), "") << each->log();
  }
}

TEST(NotRecorded, CountsARecordingThatJoinedAndNoForgedOne) {
  const auto capture = support::load_capture("01-login-password");
  support::WeaveInput input{{capture.enriched}, {capture.tlog}};
  input.boot_id = capture.boot_id();
  input.must_record = {{"alice"}, {}, {"sshd"}};
  EXPECT_EQ(words(sessions_of(input)), "");
  std::string forged = capture.tlog;
  forged.replace(forged.find("-5394-"), 6, "-7777-");
  input.tlog = {forged};
  EXPECT_EQ(words(sessions_of(input)), "recording-missing not-recorded");
  input.tlog = {};  // its recorder ran: the recording is elsewhere
  EXPECT_EQ(words(sessions_of(input)), "");
}

TEST(NotRecorded, IsTakenBackByARecordingThatComesLate) {
  const auto capture = support::load_capture("01-login-password");
  std::vector<support::FedLine> fed;
  using Kind = pipeline::MergedInputs::Kind;
  const std::string log = capture.enriched +
                          "type=USER_ACCT msg=audit(1795249999.000:140000): pid=1 res=success\n"
                          "type=USER_ACCT msg=audit(1795249999.000:140001): pid=1 res=success\n";
  const auto lines = support::lines_of(log);
  const auto chunks = support::lines_of(capture.tlog);
  for (const std::string& line : lines) fed.push_back({Kind::audit, line});
  for (const std::string& chunk : chunks) fed.push_back({Kind::tlog, chunk});
  support::WeaveInput input{{}, {capture.tlog}};
  input.boot_id = capture.boot_id();
  input.must_record = {{"alice"}, {}, {"sshd"}};
  std::vector<std::string> closed;
  for (const std::string& json : support::weave_in_order(input, fed).documents) {
    const auto document = support::parse(json);
    if (text(document, "state") != "closed" || text(document, "kind") != "session") continue;
    closed.push_back(document.HasMember("integrity")
                         ? document["integrity"][document["integrity"].Size() - 1].GetString()
                         : "");
  }
  ASSERT_GE(closed.size(), 2U);
  EXPECT_EQ(closed.front(), "not-recorded");
  EXPECT_EQ(closed.back(), "");
}

TEST(Groups, OfFilesAreKnownAtTheLogin) {
  auto input = input_of(shell().end(5000));
  input.must_record.users.clear();
  input.groups = {{"alice", {"alice", "admins"}}, {"bob", {"bob"}}};
  const auto told = sessions_of(input);
  for (const auto& each : told) EXPECT_EQ(each["actor_groups"].Size(), 2U);
  EXPECT_EQ(words(told), "not-recorded");
  input.groups = {{"bob", {"admins"}}};
  EXPECT_EQ(words(sessions_of(input)), "");
}

// The answer may be there before the LOGIN is woven, and long after the session was closed.
TEST(Groups, OfTheMachineCountFromTheirAnswerOn) {
  auto input = input_of(shell().end(5000).later().later());
  input.must_record.users.clear();
  const model::AccountGroups answer = {
      "bastion01", model::Ses{3}, "bastion01/1000.020/101", {"alice", "admins"}};
  EXPECT_EQ(words(sessions_of(input)), "");
  for (const std::size_t piece : {0U, 1U, 3U, 5U, 6U, 7U}) {
    input.answers = {{piece, answer}};
    const auto told = sessions_of(input);
    EXPECT_EQ(words(told), "not-recorded") << piece;
    EXPECT_EQ(words(told, "actor_groups"), "alice admins") << piece;
  }
  input.answers = {{3, answer}};
  const auto told = sessions_of(input);
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(text(told[1], "state"), "updated");
  EXPECT_EQ(text(told[1], "event_id"), "bastion01/1000.020/101/session/1017");
  // Of two answers the first counts; of another session none does.
  input.answers[4] = {"bastion01", model::Ses{3}, "bastion01/1000.020/101", {"guests"}};
  EXPECT_EQ(words(sessions_of(input), "actor_groups"), "alice admins");
  input.answers = {{2, {"bastion01", model::Ses{3}, "bastion01/900.020/101", {"admins"}}}};
  EXPECT_EQ(words(sessions_of(input), "actor_groups"), "");
}

TEST(Groups, SurviveAHandover) {
  auto input = input_of(shell().end(5000).later().later());
  input.must_record.users.clear();
  const model::AccountGroups answer = {
      "bastion01", model::Ses{3}, "bastion01/1000.020/101", {"admins"}};
  for (std::size_t piece = 0; piece < 8; ++piece) {
    input.answers = {{piece, answer}};
    input.handovers = {};
    const auto whole = support::weave(input).documents;
    for (std::size_t at = 0; at < 8; ++at) {
      input.handovers = {at};
      EXPECT_EQ(support::weave(input).documents, whole) << piece << " " << at;
    }
  }
}

}  // namespace
}  // namespace auweave

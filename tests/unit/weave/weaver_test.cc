// The weaver on input that is odd, damaged or out of order.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "pipeline/merged_inputs.h"
#include "support/capture.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::text;
using Kind = pipeline::MergedInputs::Kind;

std::vector<rapidjson::Document> documents_of(const support::WeaveInput& input,
                                              const std::string& kind) {
  std::vector<rapidjson::Document> found;
  for (const std::string& json : support::weave(input).documents) {
    rapidjson::Document document = support::parse(json);
    if (text(document, "kind") == kind) found.push_back(std::move(document));
  }
  return found;
}

TEST(Weaver, DeadlettersWhatItDoesNotUnderstandWithItsPlace) {
  const auto letters = documents_of(
      {{"type=USER_AUTH msg=audit(1.000:1): pid=1 res=success\nwhat is this\n"}, {}}, "deadletter");
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(text(letters[0], "reason"), "no type=");
  EXPECT_EQ(text(letters[0], "at"), "audit.log:2");
  EXPECT_EQ(text(letters[0], "data"), "what is this");
  EXPECT_EQ(text(letters[0], "time"), "1970-01-01T00:00:01.000Z");
  EXPECT_EQ(text(letters[0], "source"), "audit");
}

// A feed that cuts 16 bytes off each record: none of what is left of a last value is told.
TEST(Weaver, BelievesNoRecordWithoutItsEnd) {
  const std::string whole[] = {
      "type=LOGIN msg=audit(1.000:1): pid=1 uid=0 old-auid=4294967295 auid=1001 tty=(none) "
      "old-ses=4294967295 ses=123 res=1",
      "type=USER_AUTH msg=audit(2.000:2): pid=1 uid=0 auid=1001 ses=123 msg='op=x acct=\"alice\" "
      "exe=\"/usr/sbin/sshd\" addr=10.0.0.1 terminal=ssh res=success'",
      "type=SYSCALL msg=audit(3.000:3): arch=c000003e syscall=257 success=yes exit=0 pid=1 "
      "auid=1001 ses=123 comm=\"cat\" exe=\"/usr/bin/cat\" subj=unconfined key=\"access\"",
      "type=CWD msg=audit(3.000:3): cwd=\"/home/alice/secret/plans\"",
  };
  std::string log;
  for (const std::string& line : whole) log += line.substr(0, line.size() - 16) + "\n";
  EXPECT_EQ(documents_of({{log}, {}}, "deadletter").size(), 4U);
  EXPECT_EQ(documents_of({{log}, {}}, "event").size(), 0U);
  EXPECT_EQ(documents_of({{log}, {}}, "session").size(), 0U);
}

TEST(Weaver, DeadlettersARecordWithoutFieldsAndKeepsTheRest) {
  const support::WeaveInput input{
      {"type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=59 pid=1\n"
       "type=CWD msg=audit(1.000:1): gone\n"
       "type=PROCTITLE msg=audit(1.000:1): proctitle=\"x\"\n"},
      {}};
  EXPECT_EQ(text(documents_of(input, "deadletter").at(0), "reason"), "record without fields");
  EXPECT_EQ(text(documents_of(input, "deadletter").at(0), "at"), "audit.log:2");
  EXPECT_EQ(documents_of(input, "event").at(0)["types"].Size(), 2U);
}

TEST(Weaver, GivesOverlappingAndShuffledFilesOnce) {
  const auto capture = support::load_capture("04-sudo");
  const auto lines = support::lines_of(capture.enriched);
  std::string first;
  std::string second;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i < lines.size() * 2 / 3) first += lines[i] + "\n";
    if (i > lines.size() / 3) second += lines[i] + "\n";
  }
  const auto whole = support::weave({{capture.enriched}, {}});
  const auto parts = support::weave({{second, first}, {}});
  EXPECT_EQ(std::multiset(parts.documents.begin(), parts.documents.end()),
            std::multiset(whole.documents.begin(), whole.documents.end()));
  EXPECT_GT(parts.counts.duplicates, 500U);
  // The same twice, one after the other and RAW over ENRICHED.
  const auto twice = support::weave({{capture.enriched + capture.enriched}, {}});
  EXPECT_EQ(twice.documents.size(), whole.documents.size());
  const auto both = support::weave({{capture.enriched, support::raw_of(capture.enriched)}, {}});
  EXPECT_EQ(both.documents, whole.documents);
}

TEST(Weaver, KeepsTerminalInputOutUnlessSwitchedOn) {
  const auto capture = support::load_capture("18-secrets-tty");
  for (const char* mapping : {"flat", "full"}) {
    support::WeaveInput input{{capture.enriched}, {capture.tlog}};
    input.mapping = mapping;
    input.with_raw = true;
    std::string all;
    for (const std::string& json : support::weave(input).documents) all += json + "\n";
    // The sudo and database passwords, as text and as the kernel's hex.
    for (const char* secret :
         {"S3cr3t-db-pw!", "tinapw-1", "5333637233742D64622D707721", "74696E6170772D31"}) {
      EXPECT_EQ(all.find(secret), std::string::npos) << mapping << " " << secret;
    }
    input.terminal_input = true;
    std::string with;
    for (const std::string& json : support::weave(input).documents) with += json + "\n";
    EXPECT_NE(with.find("S3cr3t-db-pw!"), std::string::npos);
  }
}

TEST(Weaver, TellsWhatTtyRecordsHoldWhenSwitchedOn) {
  const auto capture = support::load_capture("18-secrets-tty");
  const std::string readline =
      "type=USER_TTY msg=audit(1795243392.990:999999): pid=25799 uid=1004 auid=1004 ses=153 "
      "data=6C73202D6C\n";
  support::WeaveInput input{{capture.enriched + readline}, {}};
  input.boot_id = capture.boot_id();
  EXPECT_TRUE(documents_of(input, "tty").empty());
  input.terminal_input = true;
  std::vector<std::string> typed;
  for (const auto& document : documents_of(input, "tty")) {
    EXPECT_EQ(text(document, "source"), "tty-audit");
    EXPECT_EQ(text(document, "actor"), "tina");
    EXPECT_EQ(text(document, "recording_id"),
              text(document, "session_id") + "/" + text(document, "rec"));
    typed.push_back(text(document, "tty_input"));
  }
  ASSERT_EQ(typed.size(), 4U);
  EXPECT_EQ(typed[0], "select * from cards where pan=\"4111111111111111\";\nquit\n");
  EXPECT_EQ(typed[3], "ls -l");
}

TEST(Weaver, FindsTheSessionOfALoginWhoseRestIsLost) {
  const auto capture = support::load_capture("01-login-password");
  std::string lossy;  // auditd's overflow drops single records: the SYSCALL and PROCTITLE of LOGIN
  for (const std::string& line : support::lines_of(capture.enriched)) {
    if (line.find(":134014):") == std::string::npos || line.starts_with("type=LOGIN"))
      lossy += line + "\n";
  }
  support::WeaveInput input{{lossy}, {}};
  input.boot_id = capture.boot_id();
  std::size_t stamped = 0;
  for (const auto& event : documents_of(input, "event")) {
    if (text(event, "session_id").empty()) continue;
    EXPECT_EQ(text(event, "src_ip"), "10.99.0.2");
    EXPECT_EQ(text(event, "actor"), "alice");
    ++stamped;
  }
  EXPECT_GT(stamped, 50U);
  EXPECT_EQ(documents_of(input, "session").size(), 3U);  // opened, recorded, closed
}

// Anybody with CAP_AUDIT_WRITE may put what they like behind msg=' (auditctl -m): the kernel's own
// fields stand before it.
TEST(Weaver, DoesNotBelieveWhatAProgramSaysOfItsSession) {
  const auto capture = support::load_capture("02-login-key");
  const std::string forged =
      "type=USER msg=audit(1795243253.500:134140): pid=9 uid=0 auid=1002 ses=118 "
      "msg='text=x auid=1001 ses=117 exe=\"/sbin/auditctl\" hostname=? addr=? res=success'\n";
  std::string log;
  for (const std::string& line : support::lines_of(capture.enriched)) {
    if (line.find(":134140)") == std::string::npos) log += line + "\n";
    if (line.find(":134139)") != std::string::npos && line.starts_with("type=PROCTITLE"))
      log += forged;
  }
  bool seen = false;
  for (const auto& event : documents_of({{log}, {}}, "event")) {
    if (support::number(event, "serial") != 134140) continue;
    seen = true;
    EXPECT_TRUE(text(event, "session_id").ends_with(":118")) << text(event, "session_id");
    EXPECT_EQ(text(event, "actor"), "bob");
  }
  EXPECT_TRUE(seen);
}

TEST(Weaver, TakesTheAccountOfAnOldKernelsLogin) {
  const auto sessions = documents_of(
      {{"type=LOGIN msg=audit(1.000:1): pid=7 uid=0 old auid=4294967295 new auid=1001 old "
        "ses=4294967295 new ses=3\n"}},
      "session");
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(text(sessions[0], "actor"), "1001");
  EXPECT_EQ(support::number(sessions[0], "ses"), 3);
}

// Two objects run together by a lost newline: what was typed is in the middle of the line.
TEST(Weaver, KeepsTypingOutOfDamagedChunks) {
  const auto capture = support::load_capture("18-secrets-tty");
  const std::string line = support::lines_of(capture.tlog).front();
  for (const std::string& torn : {line + line, line.substr(0, 300) + line, line.substr(0, 700)}) {
    const auto letters = documents_of({{}, {torn + "\n"}}, "deadletter");
    ASSERT_EQ(letters.size(), 1U);
    EXPECT_EQ(text(letters[0], "data").find("S3cr3t"), std::string::npos);
    EXPECT_NE(text(letters[0], "data").find("\"session\":153"), std::string::npos);
  }
}

TEST(Weaver, AForgedChunkGetsNoActorAndIsTold) {
  const auto capture = support::load_capture("01-login-password");
  std::string forged = capture.tlog;
  forged.replace(forged.find("-5394-"), 6, "-7777-");
  support::WeaveInput input{{capture.enriched}, {capture.tlog + forged + forged}};
  input.boot_id = capture.boot_id();
  const auto chunks = documents_of(input, "tty");
  ASSERT_EQ(chunks.size(), 3U);
  for (const auto& chunk : chunks) {
    const bool real = text(chunk, "rec").find("-5394-") != std::string::npos;
    EXPECT_EQ(text(chunk, "vouched_by"), real ? "recorder-ran" : "");
    EXPECT_FALSE(chunk["verified"].GetBool());  // its lines come from a file that anybody may write
    EXPECT_EQ(text(chunk, "actor"), real ? "alice" : "");
    EXPECT_EQ(text(chunk, "src_ip"), real ? "10.99.0.2" : "");
    EXPECT_EQ(support::number(chunk, "claimed_ses").has_value(), !real);
  }
  const auto told = documents_of(input, "pipeline");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(text(told[0], "what"), "suspect-recording");
}

// For two reasons: which is found first depends on the order of the inputs.
TEST(Weaver, TellsEachReasonThatARecordingIsSuspectFor) {
  const auto capture = support::load_capture("01-login-password");
  const std::string real = support::lines_of(capture.tlog).front() + "\n";
  std::string contradicting = real;
  contradicting.replace(contradicting.find("uid=1001"), 8, "uid=0000");
  std::string elsewhere = real;
  elsewhere.replace(elsewhere.find("\"session\":116"), 13, "\"session\":999");
  support::WeaveInput input{{capture.enriched}, {real + elsewhere + contradicting + elsewhere}};
  input.boot_id = capture.boot_id();
  const auto told = documents_of(input, "pipeline");
  ASSERT_EQ(told.size(), 2U);
  EXPECT_NE(text(told[0], "detail"), text(told[1], "detail"));
  EXPECT_NE(text(told[0], "event_id"), text(told[1], "event_id"));
}

// A remote command's only chunk may be of after USER_END: a kernel's time stamps are a little old.
TEST(Weaver, CountsAChunkThatIsReadLateOfASessionThatIsShort) {
  const auto capture = support::load_capture("13-scp-batch");
  const auto lines = support::lines_of(capture.enriched);
  // USER_END is of ...343.582, the chunk of ...343.583: as late as it may be read.
  const std::string later = "type=USER_ACCT msg=audit(1795243353.583:140000): pid=1 res=success";
  std::vector<support::FedLine> fed;
  for (const std::string& line : lines) fed.push_back({Kind::audit, line});
  fed.push_back({Kind::audit, later});
  const auto chunks = support::lines_of(capture.tlog);
  for (const std::string& chunk : chunks) {
    if (chunk.find("\"session\":136,") != std::string::npos) fed.push_back({Kind::tlog, chunk});
  }
  support::WeaveInput input;
  input.boot_id = capture.boot_id();
  std::size_t closed = 0;
  for (const std::string& json : support::weave_in_order(input, fed).documents) {
    const auto document = support::parse(json);
    const bool meant =
        text(document, "kind") == "session" && text(document, "session_id").ends_with(":136");
    if (!meant || text(document, "state") != "closed") continue;
    EXPECT_EQ(support::number(document["recordings"][0], "chunks"), 1);
    EXPECT_FALSE(document.HasMember("integrity"));
    ++closed;
  }
  EXPECT_EQ(closed, 1U);
}

// Documents of one login, whose only recording is read when event time has come to `watermark`.
std::vector<rapidjson::Document> read_late(const char* watermark) {
  const auto capture = support::load_capture("01-login-password");
  const std::string last = std::string("type=USER_ACCT msg=audit(") + watermark +
                           ":140000): pid=1 res=success\n"
                           "type=USER_ACCT msg=audit(" +
                           watermark + ":140001): pid=1 res=success";
  const auto lines = support::lines_of(capture.enriched + last);
  std::vector<support::FedLine> fed;
  for (const std::string& line : lines) fed.push_back({Kind::audit, line});
  const auto chunks = support::lines_of(capture.tlog);
  for (const std::string& chunk : chunks) fed.push_back({Kind::tlog, chunk});
  support::WeaveInput input;
  input.boot_id = capture.boot_id();
  std::vector<rapidjson::Document> documents;
  for (const std::string& json : support::weave_in_order(input, fed).documents)
    documents.push_back(support::parse(json));
  return documents;
}

TEST(Weaver, MarksWhatComesLate) {
  const auto in_time = read_late("1795243261.076");
  const auto late = read_late("1795243300.000");
  const auto count = [](const std::vector<rapidjson::Document>& documents, const std::string& kind,
                        bool is_late) {
    return std::count_if(documents.begin(), documents.end(), [&](const auto& document) {
      return text(document, "kind") == kind && document.HasMember("late") == is_late;
    });
  };
  EXPECT_GT(count(in_time, "tty", false), 0);
  EXPECT_EQ(count(in_time, "tty", true), 0);
  EXPECT_EQ(count(in_time, "command", true), 0);
  EXPECT_EQ(count(late, "tty", true), count(in_time, "tty", false));
  EXPECT_EQ(count(late, "tty", false), 0);
  // The lines of the recording are told, late; the programs were told without them.
  EXPECT_GT(count(late, "command", true), 0);
  EXPECT_GT(count(late, "command", false), 0);
  EXPECT_EQ(count(late, "event", true), 0);
}

TEST(Weaver, MarksARecordThatComesLate) {
  std::string log;
  for (const char* time : {"1000.000:1", "1011.000:2", "1011.001:3", "1000.000:4", "1005.000:5"})
    log += std::string("type=USER_ACCT msg=audit(") + time + "): pid=1 res=success\n";
  const auto lines = support::lines_of(log);
  std::vector<support::FedLine> fed;
  for (const std::string& line : lines) fed.push_back({Kind::audit, line});
  std::vector<std::int64_t> late;
  for (const std::string& json : support::weave_in_order({}, fed).documents) {
    const auto document = support::parse(json);
    if (document.HasMember("late")) late.push_back(*support::number(document, "serial"));
  }
  EXPECT_EQ(late, std::vector<std::int64_t>{4});
}

TEST(Weaver, TakesTheNodeForTheHost) {
  const auto capture = support::load_capture("14-second-hop");
  support::WeaveInput input;
  input.audit = {
      support::read_file(support::fixture("captures/14-second-hop/audit.node-bastion01.log.gz")),
      support::read_file(support::fixture("captures/14-second-hop/audit.node-target01.log.gz"))};
  input.host = "elsewhere";
  input.boot_id = capture.boot_id();
  std::set<std::string> hosts;
  for (const auto& event : documents_of(input, "event")) {
    hosts.insert(text(event, "host"));
    const std::string session = text(event, "session_id");
    EXPECT_TRUE(session.empty() || session.starts_with(text(event, "host") + ":")) << session;
  }
  EXPECT_EQ(hosts, (std::set<std::string>{"bastion01", "target01"}));
}

TEST(Weaver, StampsChunksOfEveryCapture) {
  std::size_t chunks = 0;
  for (const std::string& name : support::capture_names()) {
    const auto capture = support::load_capture(name);
    if (capture.tlog.empty() || name == "30-load") continue;
    support::WeaveInput input{{capture.enriched}, {capture.tlog}};
    input.boot_id = capture.boot_id();
    for (const auto& chunk : documents_of(input, "tty")) {
      ++chunks;
      EXPECT_EQ(text(chunk, "vouched_by"), "recorder-ran") << name << " " << text(chunk, "rec");
      EXPECT_NE(text(chunk, "session_id"), "");
      for (const auto& row : capture.truth["sessions"].GetArray()) {
        if (!text(chunk, "session_id")
                 .ends_with(":" + std::to_string(*support::number(row, "ses"))))
          continue;
        EXPECT_EQ(text(chunk, "actor"), text(row, "actor")) << name;
        EXPECT_EQ(text(chunk, "src_ip"), text(row, "src_ip")) << name;
      }
    }
  }
  EXPECT_GT(chunks, 850U);
}

// An event of nobody's session, which moves event time.
std::string later(std::int64_t time, int serial) {
  return "type=SYSCALL msg=audit(" + std::to_string(time) + ".000:" + std::to_string(serial) +
         "): arch=c000003e syscall=59 success=yes exit=0 items=0 ppid=1 pid=99 auid=4294967295 "
         "uid=0 "
         "euid=0 tty=(none) ses=4294967295 comm=\"x\" exe=\"/usr/bin/x\"\n";
}

// asciinema is a file that python runs; what it wrote at 22:23:17 is the session's that executed it.
std::string asciinema_executed(const std::string& file) {
  const std::string head = " msg=audit(1795990996.500:";
  return "type=LOGIN" + head +
         "1): pid=10 uid=0 old-auid=4294967295 auid=1000 tty=(none) old-ses=4294967295 ses=7 "
         "res=1\n" +
         "type=SYSCALL" + head +
         "2): arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=0 items=0 ppid=11 "
         "pid=12 auid=1000 uid=1000 euid=1000 tty=pts1 ses=7 comm=\"asciinema\" "
         "exe=\"/usr/bin/python3.11\"\n" +
         "type=EXECVE" + head +
         "2): argc=4 a0=\"/usr/bin/python3\" a1=\"/usr/bin/asciinema\" a2=\"rec\" a3=\"" + file +
         "\"\n" + "type=PROCTITLE" + head + "2): proctitle=\"x\"\n" + later(1795991010, 3) +
         later(1795991011, 4);
}

TEST(Weaver, JoinsAnAsciicastByTheExecveThatNamesIt) {
  support::WeaveInput input{{asciinema_executed("/tmp/v2.cast")}, {}};
  input.recordings = {{"asciinema", support::fixture("cast/v2.cast")}};
  const auto chunks = documents_of(input, "tty");
  ASSERT_FALSE(chunks.empty());
  for (const auto& chunk : chunks) {
    EXPECT_FALSE(chunk["verified"].GetBool());
    EXPECT_EQ(text(chunk, "vouched_by"), "recorder-ran");
    EXPECT_EQ(text(chunk, "source"), "asciinema");
    EXPECT_NE(text(chunk, "session_id").find(":7"), std::string::npos);
  }
  EXPECT_TRUE(documents_of(input, "pipeline").empty());
}

TEST(Weaver, SuspectsAnAsciicastThatNoExecveNames) {
  support::WeaveInput input{{asciinema_executed("/tmp/other.cast")}, {}};
  input.recordings = {{"asciinema", support::fixture("cast/v2.cast")}};
  for (const auto& chunk : documents_of(input, "tty")) {
    EXPECT_FALSE(chunk["verified"].GetBool());
    EXPECT_EQ(text(chunk, "actor"), "");
  }
  EXPECT_EQ(text(documents_of(input, "pipeline").at(0), "detail"),
            "no audited `asciinema rec` was told to write a file of this name");
}

// A login tries consoles and tlog's lock, which is no news of a person.
TEST(Weaver, MarksCommandsThatWereDeniedAndNoOthers) {
  for (const auto& [name, wanted] :
       {std::pair("02-login-key", std::set<std::string>{}),
        std::pair("05-denied",
                  std::set<std::string>{"cat /etc/shadow", "cat /root/.bashrc",
                                        "echo x >> /etc/passwd", "touch /etc/evil.conf"})}) {
    const auto capture = support::load_capture(name);
    support::WeaveInput input{{capture.enriched}, {capture.tlog}};
    input.boot_id = capture.boot_id();
    std::set<std::string> denied;
    for (const auto& command : documents_of(input, "command")) {
      if (command.HasMember("denied")) denied.insert(text(command, "command"));
    }
    EXPECT_EQ(denied, wanted) << name;
  }
}

// The same lines with syslog's header could be anybody's.
TEST(Weaver, BelievesTheRecordersOwnFile) {
  const auto capture = support::load_capture("01-login-password");
  support::WeaveInput input{{capture.enriched}, {capture.tlog}};
  input.boot_id = capture.boot_id();
  input.trust_files = true;
  for (const bool syslog : {false, true}) {
    if (syslog) {
      std::string lines;
      for (const std::string& line : support::lines_of(capture.tlog))
        lines += "Nov 21 06:40:50 vm tlog[77]: " + line + "\n";
      input.tlog = {lines};
    }
    const auto chunks = documents_of(input, "tty");
    ASSERT_FALSE(chunks.empty());
    for (const auto& chunk : chunks) {
      EXPECT_EQ(chunk["verified"].GetBool(), !syslog);
      EXPECT_EQ(text(chunk, "vouched_by"), syslog ? "recorder-ran" : "own-file");
    }
  }
}

// What a session left running goes on after its end. sshd's own last words are of the session.
TEST(Weaver, SaysWhatCameAfterTheEndOfASession) {
  const std::string sshd =
      " uid=0 auid=1001 ses=5 msg='op=PAM:x acct=\"alice\" exe=\"/usr/sbin/sshd\" "
      "hostname=10.0.0.1 "
      "addr=10.0.0.1 terminal=ssh res=success'\n";
  const std::string ran =
      " arch=c000003e syscall=59 success=yes exit=0 items=0 ppid=1 auid=1001 uid=1001 "
      "gid=1001 euid=1001 suid=1001 fsuid=1001 egid=1001 sgid=1001 fsgid=1001 tty=(none) ses=5 "
      "comm=\"id\" exe=\"/usr/bin/id\" key=(null)\n";
  const std::string log =
      "type=LOGIN msg=audit(1.000:1): pid=9 uid=0 old-auid=4294967295 auid=1001 tty=(none) "
      "old-ses=4294967295 ses=5 res=1\n"
      "type=USER_START msg=audit(1.100:2): pid=9" +
      sshd + "type=SYSCALL msg=audit(2.000:3): pid=20" + ran +
      "type=EXECVE msg=audit(2.000:3): argc=1 a0=\"id\"\n"
      "type=USER_END msg=audit(3.000:4): pid=9" +
      sshd + "type=CRED_DISP msg=audit(3.010:5): pid=9" + sshd +
      "type=SYSCALL msg=audit(4.000:6): pid=21" + ran +
      "type=EXECVE msg=audit(4.000:6): argc=1 a0=\"id\"\n";
  const auto events = documents_of({{log}, {}}, "event");
  ASSERT_EQ(events.size(), 6U);
  for (const auto& event : events) {
    const bool late = text(event, "time") == "1970-01-01T00:00:04.000Z";
    EXPECT_EQ(event.HasMember("after_close"), late) << text(event, "time");
    const bool known = text(event, "time") > "1970-01-01T00:00:01.000Z";
    EXPECT_EQ(text(event, "src_ip"), known && !late ? "10.0.0.1" : "") << text(event, "time");
  }
  const auto commands = documents_of({{log}, {}}, "command");
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_FALSE(commands[0].HasMember("after_close"));
  EXPECT_EQ(text(commands[0], "src_ip"), "10.0.0.1");
  EXPECT_TRUE(commands[1].HasMember("after_close"));
  EXPECT_EQ(text(commands[1], "src_ip"), "");
}

}  // namespace
}  // namespace auweave

// The program as a user runs it: options, exit statuses, what it says.
#include <gtest/gtest.h>

#include <regex>

#include "base/text.h"
#include "support/capture.h"
#include "support/journal_files.h"
#include "support/program.h"
#include "support/sanitizer.h"
#include "support/text_file.h"

namespace auweave {
namespace {

using support::auweave;
using support::run;

const std::string kRecord =
    "type=USER_AUTH msg=audit(1.000:1): pid=1 uid=0 auid=4294967295 ses=4294967295 msg='op=x "
    "res=success'\n";

TEST(Shape, ReadsStandardInputAndWritesLines) {
  const auto ran = run({auweave(), "shape", "--host", "h", "-"}, kRecord);
  EXPECT_EQ(ran.status, 0);
  EXPECT_TRUE(ran.out.starts_with("{\"kind\":\"event\",\"event_id\":\"")) << ran.out;
  EXPECT_EQ(support::lines_of(ran.out).size(), 1U);
  EXPECT_EQ(ran.err, "");
  EXPECT_EQ(run({auweave(), "shape", "--host", "h"}, kRecord).out, ran.out);
}

TEST(Shape, SaysHowManyLinesItDidNotUnderstandAndGoesOn) {
  const auto ran = run({auweave(), "shape", "--kinds", "event", "-"}, "garbage\n" + kRecord);
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.err, "auweave: 1 line was not understood (kind deadletter)\n");
  EXPECT_EQ(support::lines_of(ran.out).size(), 1U);
}

TEST(Shape, EndsWithOneWhenInputOrMappingIsWrong) {
  EXPECT_EQ(run({auweave(), "shape", "/nonexistent/audit.log"}).status, 1);
  EXPECT_EQ(run({auweave(), "shape", "/nonexistent/audit.log"}).err,
            "auweave: /nonexistent/audit.log: No such file or directory\n");
  const support::TemporaryFolder folder;
  support::write_file(folder.path("m.yaml"), "version: 1\ndocuments:\n  event: [knid]\n");
  const auto ran = run({auweave(), "shape", "--mapping", folder.path("m.yaml"), "-"}, kRecord);
  EXPECT_EQ(ran.status, 1);
  EXPECT_TRUE(ran.err.starts_with("auweave: " + folder.path("m.yaml") +
                                  ":3:11: an event document has no field 'knid'; did you mean "
                                  "'kind'?"))
      << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(run({auweave(), "shape", "--boot-id", "x", "-"}, kRecord).err,
            "auweave: --boot-id: 'x' is no boot id (32 hex digits)\n");
}

// Each input that is bad, beside one that is good: it is told, with its place, and all else is, too.
TEST(Shape, GoesOnWithEverythingElseWhenAnInputIsBad) {
  const support::TemporaryFolder folder;
  const std::string good = folder.path("good.log"), bad = folder.path("bad");
  support::write_file(good, kRecord);
  support::write_file(folder.path("cut.gz"), std::string("\x1F\x8B\x08\0\0\0\0\0\0\x03KL", 12));
  support::write_file(bad, "no header\n");
  struct Row {
    std::vector<std::string> arguments;
    const char* source;
    std::string at;
  };
  const std::vector<Row> rows = {
      {{folder.path("none.log")}, "audit", folder.path("none.log") + ":0"},
      {{folder.path(".")}, "audit", folder.path(".") + ":0"},
      {{folder.path("cut.gz")}, "audit", folder.path("cut.gz") + ":0"},
      {{"--tlog", folder.path("none.log")}, "tlog", folder.path("none.log") + ":0"},
      {{"--tlog", folder.path("cut.gz")}, "tlog", folder.path("cut.gz") + ":0"},
      {{"--sshd-log", folder.path("none.log")}, "sshd", folder.path("none.log") + ":0"},
      {{"--script", bad + "," + bad}, "script", bad + "," + bad + ":0"},
      {{"--script", folder.path("none") + "," + bad},
       "script",
       folder.path("none") + "," + bad + ":0"},
      {{"--cast", bad}, "asciinema", bad + ":0"},
      {{"--sudo-io", folder.path("none")}, "sudo", folder.path("none") + ":0"},
      {{"--journal", folder.path("none")}, "tlog", folder.path("none") + ":0"},
  };
  for (const Row& row : rows) {
    std::vector<std::string> argv = {auweave(),          "shape", "--host", "h", "--kinds",
                                     "event,deadletter", good};
    argv.insert(argv.end(), row.arguments.begin(), row.arguments.end());
    const auto ran = run(argv);
    EXPECT_EQ(ran.status, 1) << row.at;
    EXPECT_EQ(support::lines_of(ran.out).size(), 2U) << row.at << "\n" << ran.out;
    EXPECT_NE(ran.out.find("\"kind\":\"event\""), std::string::npos) << row.at;
    EXPECT_NE(ran.out.find("\"at\":\"" + row.at + "\""), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find(std::string("\"source\":\"") + row.source), std::string::npos)
        << ran.out;
    EXPECT_EQ(support::lines_of(ran.err).size(), 1U) << row.at << "\n" << ran.err;
  }
  EXPECT_EQ(run({auweave(), "shape", good, "--script", "alone"}).status, 2) << "no input at all";
}

// eve's session of the capture has no recording.
TEST(Shape, TellsWhoHadToBeRecordedAndWasNot) {
  const std::string log = support::fixture("captures/04-sudo/audit.log.gz");
  const support::TemporaryFolder folder;
  support::write_file(folder.path("group"), "users:x:100:\nwheel:x:10:eve,bob\n");
  support::write_file(folder.path("passwd"), "eve:x:1005:100:::\n");
  const auto told = [&](std::vector<std::string> options) {
    options.insert(options.begin(),
                   {auweave(), "shape", "--host", "bastion01", "--kinds", "session", "--tlog",
                    support::fixture("captures/04-sudo/tlog.jsonl.gz"), log});
    const auto ran = run(options);
    std::string actors = ran.err;
    for (const std::string& line : support::lines_of(ran.out)) {
      const auto document = support::parse(line);
      if (line.find("\"not-recorded\"") != std::string::npos)
        actors += support::text(document, "actor") + " ";
    }
    return actors;
  };
  const std::string group = folder.path("group");
  EXPECT_EQ(told({}), "");
  EXPECT_EQ(told({"--must-record-user", "eve", "--must-record-user", "bob"}), "eve ");
  EXPECT_EQ(told({"--must-record-user", "eve", "--must-record-service", "login"}), "");
  EXPECT_EQ(told({"--must-record-group", "wheel", "--groups", group}), "eve ");
  EXPECT_EQ(told({"--must-record-group", "users", "--groups", group}), "");
  EXPECT_EQ(told({"--must-record-group", "users", "--accounts",
                  folder.path("passwd") + "," + folder.path("group")}),
            "eve ");
  EXPECT_EQ(told({"--must-record-service", "gdm", "--must-record-group", "wheel"}),
            "auweave: --must-record-service: session documents call the service "
            "'gdm-session-worker', not 'gdm'\n"
            "auweave: --must-record-group needs --groups FILE, which says who is in a group\n");
  support::write_file(group, "wheel:x:\n");
  EXPECT_EQ(told({"--groups", group}), "auweave: " + group + ":1:1: not NAME:x:GID:MEMBERS\n");
}

TEST(Check, JudgesAMappingAlone) {
  const support::TemporaryFolder folder;
  support::write_file(folder.path("m.yaml"),
                      "version: 1\nextends: flat\ndocuments: {event: [knid]}\n");
  const auto wrong = run({auweave(), "check", "--mapping", folder.path("m.yaml")});
  EXPECT_EQ(wrong.status, 1);
  EXPECT_EQ(wrong.err, "auweave: " + folder.path("m.yaml") +
                           ":3:21: an event document has no field 'knid'; did you mean 'kind'?\n");
  for (const std::string preset : {"flat", "full", "ecs", "ocsf", "cim"}) {
    const auto good = run({auweave(), "check", "--mapping", preset});
    EXPECT_EQ(good.status, 0);
    EXPECT_EQ(good.out + good.err, "");
  }
  EXPECT_EQ(run({auweave(), "check", "--mapping", ""}).status, 2);
}

// Where a mapping sends documents, each Kafka sink has a topic for; and none stands there for nothing.
TEST(Check, HoldsTopicsOfSinksAgainstThoseOfTheMapping) {
  if (support::kThreadSanitizer) GTEST_SKIP() << support::kNoKafkaUnderTsan;
  const support::TemporaryFolder folder;
  support::write_file(folder.path("m.yaml"),
                      "version: 1\nextends: flat\ndocuments: {event: {topic: restricted}}\n");
  const auto checked = [&](const std::string& topics) {
    support::write_file(folder.path("c.yaml"),
                        "accounts: none\nmapping: " + folder.path("m.yaml") +
                            "\nsinks: [{kafka: {topics: " + topics +
                            ", properties: {bootstrap.servers: \"127.0.0.1:1\"}}}]\n");
    return run({auweave(), "check", "--config", folder.path("c.yaml")});
  };
  EXPECT_EQ(checked("{restricted: audit.restricted}").err, "");
  EXPECT_EQ(checked("{event: audit.own}").err,
            "auweave: the mapping sends documents to 'restricted', which a sink's `topics` do not "
            "name\n");
  EXPECT_EQ(checked("{restricted: r, public: p}").err,
            "auweave: `topics` name 'public', which is neither a kind of document nor a `topic` of "
            "the mapping\n");
}

TEST(Explain, TellsEachPathOfOneEvent) {
  const auto ran = run({auweave(), "explain", "--host", "h", "--event", "1", "-"}, kRecord);
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_NE(ran.out.find("\"path\":\"serial\",\"value\":\"1\""), std::string::npos) << ran.out;
  const auto none = run({auweave(), "explain", "--event", "999", "-"}, kRecord);
  EXPECT_EQ(none.status, 1);
  EXPECT_EQ(none.err, "auweave: no document has the event_id or serial 999\n");
}

// On a terminal: script(1) is one.
TEST(Explain, LetsNoRecordCommandATerminal) {
  const support::TemporaryFolder folder;
  support::write_file(folder.path("log"),
                      "type=USER_LOGIN msg=audit(1700000000.123:7): pid=1 uid=0 auid=1000 ses=2 "
                      "exe=\"/x\x1b]0;evil\x07\xc2\x9b\" res=failed\n");
  const auto ran =
      run({"script", "-qec", "'" + auweave() + "' explain --event 7 '" + folder.path("log") + "'",
           "/dev/null"});
  EXPECT_NE(ran.out.find("USER_LOGIN.exe="), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(ran.out.find("\xc2\x9b"), std::string::npos);
}

// A long value is cut between two characters, wherever the cut falls.
TEST(Explain, CutsNoCharacter) {
  const support::TemporaryFolder folder;
  for (const std::string before : {"", "a", "ab"}) {
    std::string value = before;
    for (int i = 0; i < 40; ++i) value += "\xE2\x82\xAC";
    support::write_file(folder.path("log"),
                        "type=USER_LOGIN msg=audit(1700000000.123:7): pid=1 uid=0 auid=1000 ses=2 "
                        "exe=\"/x" +
                            value + "\" res=failed\n");
    const auto ran =
        run({"script", "-qec", "'" + auweave() + "' explain --event 7 '" + folder.path("log") + "'",
             "/dev/null"});
    EXPECT_TRUE(base::valid_utf8(ran.out)) << before;
  }
}

TEST(Coverage, CountsEventsWithWords) {
  const auto ran = run({auweave(), "coverage", "-"}, kRecord);
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("{\"events\":1,\"with\":{\"category\":1,")) << ran.out;
}

// "triggered-audit-rule" is what libauparse says without a word, and "system" is the category of the rest.
TEST(Coverage, CountsNoWordThatIsNone) {
  const std::string log =
      "type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=24 success=yes exit=0 a0=0 a1=0 a2=0 "
      "a3=0 items=0 ppid=1 pid=7 auid=1000 uid=0 gid=0 euid=0 tty=pts1 ses=9 comm=\"x\" "
      "exe=\"/opt/x\" key=\"k\"\n"
      "type=PATH msg=audit(2.000:2): item=0 name=\"/x\"\n";
  const auto ran = run({auweave(), "coverage", "-"}, log);
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("{\"events\":2,\"with\":{\"category\":0,\"action\":0,"))
      << ran.out;
  EXPECT_NE(ran.out.find("\"without_action\":{\"PATH\":1,\"sched_yield\":1}"), std::string::npos)
      << ran.out;
}

TEST(Shape, EndsWithTwoWhenItIsCalledWrongly) {
  EXPECT_EQ(run({auweave()}).status, 2);
  EXPECT_EQ(run({auweave(), "shape", "--no-such-option"}).status, 2);
  EXPECT_EQ(run({auweave(), "shape", "--kinds", "evnt", "-"}, kRecord).status, 2);
  EXPECT_EQ(run({auweave(), "--help"}).status, 0);
}

TEST(Shape, EndsWithThreeWhenOutputFails) {
  EXPECT_EQ(run({auweave(), "shape", "--output", "/dev/full", "-"}, kRecord).status, 3);
  EXPECT_EQ(run({auweave(), "shape", "--output", "/nonexistent/x", "-"}, kRecord).status, 3);
}

TEST(Shape, LearnsTheBootFromTheRecordings) {
  const std::string folder = support::fixture("captures/01-login-password/");
  const auto ran = run({auweave(), "shape", "--host", "bastion01", "--kinds", "session",
                        folder + "audit.log.gz", "--tlog", folder + "tlog.jsonl.gz"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_NE(ran.out.find("\"session_id\":\"bastion01:b27a07e8:116\""), std::string::npos)
      << ran.out;
}

std::vector<std::string> story_of(const std::string& capture, std::vector<std::string> more) {
  const std::string folder = support::fixture("captures/" + capture + "/");
  std::vector<std::string> argv = {auweave(),
                                   "story",
                                   "--host",
                                   "bastion01",
                                   folder + "audit.log.gz",
                                   "--tlog",
                                   folder + "tlog.jsonl.gz"};
  argv.insert(argv.end(), more.begin(), more.end());
  return argv;
}

TEST(Story, TellsAllMistakesAtOnce) {
  const auto ran = run(
      {auweave(), "story", "--src", "10/8", "--since", "soon", "--until", "2026-02-30", "-"}, "");
  EXPECT_EQ(ran.status, 2);
  EXPECT_EQ(support::lines_of(ran.err).size(), 3U) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(run({auweave(), "story", "/nonexistent"}).status, 1);
  EXPECT_EQ(run({auweave(), "story", "--actor", "", "-"}, "").status, 2);
  const auto wrong = run({auweave(), "story", support::fixture("captures/04-sudo/tlog.jsonl.gz")});
  EXPECT_EQ(wrong.status, 1);
  EXPECT_NE(wrong.err.find("--tlog"), std::string::npos) << wrong.err;
}

TEST(Story, EndsWithThreeWhenOutputFails) {
  const auto argv = story_of("04-sudo", {});
  std::string command;
  for (const std::string& word : argv) command += "'" + word + "' ";
  EXPECT_EQ(run({"sh", "-c", command + ">/dev/full"}).status, 3);
}

TEST(Story, FiltersBySessionAccountSourceTimeAndCommand) {
  const auto sessions = [](const std::vector<std::string>& more) {
    const auto lines = support::lines_of(run(story_of("04-sudo", more)).out);
    return lines.empty() ? "" : lines.back().substr(0, lines.back().find(','));
  };
  EXPECT_EQ(sessions({}), "3 sessions");
  EXPECT_EQ(sessions({"--session", "122"}), "1 session");
  EXPECT_EQ(sessions({"--session", "bastion01:b27a07e8:122"}), "1 session");
  EXPECT_EQ(sessions({"--session", "bastion01:~1234567:122"}), "1 session");
  EXPECT_EQ(sessions({"--session", "bastion01:00000000:122"}), "0 sessions");
  EXPECT_EQ(sessions({"--session", "22"}), "0 sessions");
  EXPECT_EQ(sessions({"--command", "run-parts --lsb"}), "3 sessions");  // in what is folded, too
  EXPECT_EQ(sessions({"--actor", "bob"}), "1 session");
  EXPECT_EQ(sessions({"--src", "10.99.0.0/24"}), "3 sessions");
  EXPECT_EQ(sessions({"--src", "10.99.1.0/24"}), "0 sessions");
  EXPECT_EQ(sessions({"--command", "SHADOW"}), "2 sessions");
  EXPECT_EQ(sessions({"--since", "2026-11-21T06:41:32"}), "1 session");
  EXPECT_EQ(sessions({"--until", "2026-11-21T06:41:31"}), "1 session");
  EXPECT_EQ(sessions({"--since", "2026-11-22"}), "0 sessions");
}

// On a terminal: its width, and colour. script(1) gives one.
TEST(Story, FitsTheTerminal) {
  if (!support::has_program("script")) GTEST_SKIP() << "no script(1) here";
  std::string command = "stty cols 70 && exec";
  for (const std::string& word : story_of("10-obfuscated", {})) command += " '" + word + "'";
  const auto ran = run({"script", "-qec", command, "/dev/null"});
  EXPECT_EQ(ran.status, 0) << ran.out;
  EXPECT_NE(ran.out.find("\x1B[1m"), std::string::npos);
  const std::string plain = run(story_of("10-obfuscated", {"--columns", "70"})).out;
  for (const std::string& row : support::lines_of(plain)) {
    // What is there to be copied is whole.
    if (row.find("tlog-play") == std::string::npos) {
      EXPECT_LE(row.size(), 70U) << row;
    }
  }
  std::string uncoloured = std::regex_replace(ran.out, std::regex("\x1B\\[[0-9;]*m|\r"), "");
  uncoloured = std::regex_replace(uncoloured, std::regex(" +\n"), "\n");
  uncoloured = std::regex_replace(uncoloured, std::regex("^.*\x1B\\[K"), "");
  EXPECT_EQ(uncoloured, plain);
}

// Recordings as syslog writes them are the same recordings.
TEST(Story, ReadsRecordingsFromTheJournal) {
  if (!support::can_make_journals()) GTEST_SKIP() << support::kNoJournalFiles;
  const support::TemporaryFolder folder;
  const auto entries = support::recordings_of(support::load_capture("04-sudo"));
  support::write_journal(folder.path("system.journal"), support::exported(entries));
  auto argv = story_of("04-sudo", {});
  const std::string json_lines = run(argv).out;
  argv[5] = "--journal";
  argv[6] = folder.path(".");
  const std::string told = run(argv).out;
  EXPECT_NE(told.find("tlog-play -i <(journalctl -D " + folder.path(".") + " -o cat TLOG_REC="),
            std::string::npos)
      << told;
  // journald knows who wrote the chunks, and of a file that is not known.
  const std::string doubt = "\n    ! who wrote this recording is not proven";
  EXPECT_EQ(told.find(doubt), std::string::npos) << told;
  EXPECT_NE(json_lines.find(doubt), std::string::npos) << json_lines;
  const std::regex play("\n[^\n]*(tlog-play|who wrote)[^\n]*");
  EXPECT_EQ(std::regex_replace(told, play, ""), std::regex_replace(json_lines, play, ""));
}

// What cannot be read there must not look as if nobody had recorded.
TEST(Story, SaysThatAJournalIsNone) {
  const support::TemporaryFolder folder;
  auto argv = story_of("04-sudo", {});
  argv[5] = "--journal";
  argv[6] = "/nowhere";
  EXPECT_EQ(run(argv).status, 1);
  EXPECT_EQ(run(argv).err, "auweave: --journal: /nowhere: No such file or directory\n");
  argv[6] = folder.path(".");
  EXPECT_EQ(run(argv).err, "auweave: --journal: " + argv[6] + ": no journal file is there\n");
  support::write_file(folder.path("bad.journal"), "nonsense");
  EXPECT_EQ(run(argv).status, 1);
  EXPECT_NE(run(argv).err.find("bad.journal: "), std::string::npos) << run(argv).err;
}

TEST(Story, ReadsRecordingsFromSyslog) {
  const support::TemporaryFolder folder;
  std::string syslog;
  for (const std::string& line :
       support::lines_of(support::read_file(support::fixture("captures/04-sudo/tlog.jsonl.gz")))) {
    syslog += "2026-11-21T06:40:50.004171+00:00 vm sshd: pam_unix(sshd:session): opened\n";
    syslog += "Nov 21 06:40:50 vm tlog[77]: " + line + "\n";
  }
  support::write_file(folder.path("auth.log"), syslog);
  auto argv = story_of("04-sudo", {});
  const std::string json_lines = run(argv).out;
  argv[6] = folder.path("auth.log");
  const std::string told = run(argv).out;
  EXPECT_NE(told.find("sed 's/^[^{]*//'"), std::string::npos);
  // But for how to play them, all is the same.
  const std::regex play("\n[^\n]*tlog-play[^\n]*");
  EXPECT_EQ(std::regex_replace(told, play, ""), std::regex_replace(json_lines, play, ""));
}

}  // namespace
}  // namespace auweave

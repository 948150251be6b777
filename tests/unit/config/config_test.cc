#include "config/config.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "config/folder_modes.h"
#include "config/machine.h"
#include "config/setup.h"
#include "support/sanitizer.h"
#include "support/text_file.h"

namespace auweave::config {
namespace {

base::Result<Config> config(const std::string& text) {
  return config_from(*yaml::parse(text, "c.yaml"));
}
std::string problem(const std::string& text) {
  const auto read = config(text);
  return read.ok() ? "" : read.error().message;
}

TEST(Config, ReadsWhatItKnows) {
  if (support::kThreadSanitizer) GTEST_SKIP() << support::kNoKafkaUnderTsan;
  const auto read = config(
      "host: bastion01\nboot_id: B27A07E823694D33B1E5AF691B3FF37D\naccounts: {passwd: /p, group: "
      "/g}\n"
      "terminal_input: true\nmapping: full\ninputs: {audit: stdin, tlog: [{file: "
      "/var/log/tlog.log}]}\n"
      "sinks:\n  - kafka: {topics: {event: e}, properties: {bootstrap.servers: \"a:1\", linger.ms: "
      "5}}\n"
      "  - file: {path: /x}\n");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->host, "bastion01");
  EXPECT_EQ(read->boot_id, "b27a07e8-2369-4d33-b1e5-af691b3ff37d");
  EXPECT_EQ(read->accounts, "/p,/g");
  EXPECT_TRUE(read->terminal_input);
  EXPECT_EQ(read->tlog, (std::vector<FollowedConfig>{{"/var/log/tlog.log", "end"}}));
  ASSERT_EQ(read->sinks.size(), 2U);
  const auto& kafka = std::get<deliver::KafkaSettings>(read->sinks[0].target);
  EXPECT_EQ(kafka.topics.at("event"), "e");
  EXPECT_EQ(kafka.topics.at("tty"), "audit.tty");
  EXPECT_EQ(kafka.properties.at("linger.ms"), "5");
}

TEST(Config, ReadsTheQuotasOfFiles) {
  const std::string sinks = "sinks: [{file: {path: /x}}]\n";
  const auto read = config(
      "inputs: {quotas: {recordings: 2, begun: 3, bytes: 4MiB, inflated: 5MiB, ratio: 6, windows: "
      "7}}\n" +
      sinks);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->quotas, (intake::Quotas{2, 3, 4UL << 20U, 5UL << 20U, 6, 7}));
  EXPECT_EQ(config(sinks)->quotas, intake::Quotas());
  EXPECT_EQ(problem("inputs: {quotas: {ratio: 0, bytes: 1KiB}}\n" + sinks),
            "c.yaml:1:26: a number of 1 to 1000000000 is expected here\n"
            "c.yaml:1:36: at least 1MiB are needed");
}

TEST(Config, WarnsOfInputsThatUsersMayWrite) {
  const support::TemporaryFolder folder;
  const std::string script = folder.path("script"), sudo = folder.path("sudo");
  const std::string file = folder.path("tlog/tlog.log");
  for (const char* name : {"script", "sudo", "tlog"})
    std::filesystem::create_directories(folder.path(name));
  support::write_file(file, "");
  Config config;
  config.script = ScriptConfig{script + "/*.log", script + "/*.tm"};
  config.sudo_io = sudo;
  config.tlog.push_back({file});
  const auto mode = [](const std::string& path, unsigned bits) {
    ASSERT_EQ(::chmod(path.c_str(), bits), 0);
  };
  mode(script, 01733);
  mode(sudo, 0700);
  mode(file, 0640);
  EXPECT_EQ(weak_inputs(config), std::vector<std::string>());
  mode(script, 0777);
  mode(sudo, 0770);
  mode(file, 0666);
  EXPECT_EQ(weak_inputs(config),
            (std::vector<std::string>{
                file + ": every user may write it (chmod o-w)",
                sudo + ": others than its owner may write it (chmod go-w)",
                script + ": users can remove and rename each other's recordings (chmod 1733)"}));
}

TEST(Config, KnowsHowItIsWatched) {
  const std::string sinks = "sinks: [{file: {path: /x}}]\n";
  const auto read = config("metrics: {file: /m.prom}\nhealth: 10s\n" + sinks);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->metrics_file, "/m.prom");
  EXPECT_EQ(read->health, std::chrono::seconds(10));
  EXPECT_EQ(config(sinks)->health, std::chrono::minutes(1));
  EXPECT_EQ(config("health: none\n" + sinks)->health.count(), 0);
  EXPECT_EQ(problem("metrics: {file: /x}\n" + sinks),
            "c.yaml:1:1: /x is named twice, among inputs, sinks and status");
}

TEST(Config, KnowsWhatExactlyOnceNeeds) {
  if (support::kThreadSanitizer) GTEST_SKIP() << support::kNoKafkaUnderTsan;
  const std::string properties = "properties: {bootstrap.servers: \"a:1\"}}\n";
  const std::string once = "  - kafka: {delivery: exactly-once, ";
  const std::string spool = "spool: {folder: /j}\n";
  const auto read = config("sinks:\n" + once + "id: me, " + properties + spool);
  ASSERT_TRUE(read.ok()) << read.error().message;
  const auto& kafka = std::get<deliver::KafkaSettings>(read->sinks[0].target);
  EXPECT_TRUE(kafka.exactly_once);
  EXPECT_EQ(kafka.id, "me");
  EXPECT_EQ(problem("sinks:\n" + once + properties),
            "c.yaml:2:5: `delivery: exactly-once` needs a `spool`");
  EXPECT_EQ(problem("sinks:\n" + once + properties + once + properties + spool),
            "c.yaml:3:5: another sink has the same `id`: each needs its own");
  EXPECT_EQ(problem("sinks:\n  - kafka: {id: me, " + properties),
            "c.yaml:2:17: `id` is of `delivery: exactly-once`");
  EXPECT_EQ(problem("sinks:\n  - kafka: {delivery: twice, " + properties),
            "c.yaml:2:23: one of at-least-once, exactly-once is expected here");
}

TEST(Config, TellsEveryMistakeAtOnce) {
  EXPECT_EQ(problem("hots: x\nterminal_input: maybe\nboot_id: 12\ninputs: {audit: socket, tlog: "
                    "[{flie: x}]}\n"
                    "sinks: [{file: {}}, {kafka: {topics: {evnt: x}}}]\n"),
            "c.yaml:1:1: unknown key 'hots'; did you mean 'host'?\n"
            "c.yaml:2:17: true or false is expected here\n"
            "c.yaml:3:10: '12' is no boot id (32 hex digits)\n"
            "c.yaml:4:17: one of stdin is expected here\n"
            "c.yaml:4:32: `file` or `journal` is missing\n"
            "c.yaml:4:33: unknown key 'flie'; did you mean 'file'?\n"
            "c.yaml:5:16: `path` is missing\n"
            "c.yaml:5:29: `properties` has no bootstrap.servers\n"
            "c.yaml:5:39: unknown kind of document 'evnt'; did you mean 'event'?");
}

TEST(Config, KnowsWhichAuditLogGoesWithTheRecords) {
  const std::string sinks = "sinks: [{file: {path: /x}}]\n";
  const auto audit_log = [&](const std::string& text) { return config(text + sinks)->audit_log; };
  EXPECT_EQ(audit_log(""), "/var/log/audit/audit.log");
  EXPECT_EQ(audit_log("inputs: {audit_log: /a}\n"), "/a");
  EXPECT_EQ(audit_log("inputs: {audit_log: none}\n"), "");
  EXPECT_EQ(audit_log("boot_id: kernel\n"), "/var/log/audit/audit.log");
  const std::string replay = "boot_id: b27a07e823694d33b1e5af691b3ff37d\n";
  EXPECT_EQ(audit_log(replay), "");
  EXPECT_EQ(audit_log(replay + "inputs: {audit_log: /a}\n"), "/a");
  EXPECT_EQ(problem("inputs: {audit_log: a}\n" + sinks),
            "c.yaml:1:21: a path that begins with / is expected here");
  EXPECT_EQ(problem("inputs: {audit_log: /x}\n" + sinks),
            "c.yaml:1:1: /x is named twice, among inputs, sinks and status");
}

TEST(Config, ReadsSshdsLogFromAFileThatMayHoldRecordingsToo) {
  const std::string sinks = "sinks: [{file: {path: /x}}]\n";
  const auto read = config(
      "inputs: {sshd_log: {file: /var/log/auth.log, from: start}, tlog: [{file: "
      "/var/log/auth.log}]}\n" +
      sinks);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->sshd_log, (FollowedConfig{"/var/log/auth.log", "start"}));
  EXPECT_EQ(config(sinks)->sshd_log, std::nullopt);
  EXPECT_EQ(problem("inputs: {sshd_log: {from: start}}\n" + sinks),
            "c.yaml:1:20: `file` or `journal` is missing");
  EXPECT_EQ(problem("inputs: {sshd_log: {file: /x}}\n" + sinks),
            "c.yaml:1:1: /x is named twice, among inputs, sinks and status");
}

TEST(Config, ReadsJournals) {
  const std::string sinks = "sinks: [{file: {path: /out}}]\n";
  const auto read = config(
      "inputs:\n  tlog: [{journal: system}, {journal: /var/log/journal/remote, from: start}]\n"
      "  sshd_log: {journal: system}\n" +
      sinks);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->tlog, (std::vector<FollowedConfig>{{"", "end", "system"},
                                                     {"", "start", "/var/log/journal/remote"}}));
  EXPECT_EQ(read->sshd_log, (FollowedConfig{"", "end", "system"}));
  EXPECT_EQ(problem("inputs: {tlog: [{journal: sistem}, {file: /a, journal: system}]}\n" + sinks),
            "c.yaml:1:27: `system`, or a path that begins with /, is expected here\n"
            "c.yaml:1:36: `file` and `journal` are two inputs, not one");
  EXPECT_EQ(problem("inputs: {tlog: [{journal: system}, {journal: system}]}\n" + sinks),
            "c.yaml:1:1: journal system is named twice, among inputs, sinks and status");
}

TEST(Config, ReadsWhereTheSpoolIs) {
  const std::string sinks = "sinks: [{file: {path: /out}}]\n";
  const auto read = config("spool: {folder: /var/lib/auweave, size: 2GiB}\n" + sinks);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->spool, "/var/lib/auweave");
  EXPECT_EQ(read->spool_size, 2UL << 30U);
  EXPECT_EQ(problem("spool: {folder: here, size: 1MiB, keep: 3}\n" + sinks),
            "c.yaml:1:17: a path that begins with / is expected here\n"
            "c.yaml:1:29: at least 16MiB are needed\n"
            "c.yaml:1:35: unknown key 'keep'; known: folder, size");
  EXPECT_EQ(problem("spool: {}\n" + sinks), "c.yaml:1:8: `folder` is missing");
  EXPECT_EQ(problem("journal: {folder: /var/lib/auweave}\n" + sinks),
            "c.yaml:1:1: 'journal' is called 'spool' now");
}

TEST(Config, ReadsSizesAndDurations) {
  const auto read = config(
      "lateness: 2min\nstatus: {file: /run/x.json}\nlog: syslog\n"
      "inputs: {tlog: [{file: /t, from: start}], sudo_io: /var/log/sudo-io}\nsinks: [{file: {path: "
      "/x, queue: 3MiB}}]\n");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->lateness, std::chrono::minutes(2));
  EXPECT_EQ(read->status_file, "/run/x.json");
  EXPECT_EQ(read->log, "syslog");
  EXPECT_EQ(read->tlog[0].from, "start");
  EXPECT_EQ(read->sudo_io, "/var/log/sudo-io");
  EXPECT_EQ(read->sinks[0].queue, 3UL << 20U);
  EXPECT_EQ(problem("inputs: {tlog: [{file: /t}, {file: /t}]}\nsinks: [{file: {path: /x}}]\n"),
            "c.yaml:1:1: /t is named twice, among inputs, sinks and status");
  EXPECT_EQ(problem("inputs: {tlog: [{file: /t}]}\nsinks: [{file: {path: /t}}]\n"),
            "c.yaml:1:1: /t is named twice, among inputs, sinks and status");
  EXPECT_EQ(problem("lateness: 10\nlog: loud\nstatus: {file: run/x}\n"
                    "inputs: {tlog: [{file: /t}]}\n"
                    "sinks: [{file: {path: /x, queue: 100KiB}}, {file: {path: y, queue: many}}]\n"),
            "c.yaml:1:11: a duration such as 10s is expected here\n"
            "c.yaml:2:6: one of auto, stderr, syslog is expected here\n"
            "c.yaml:3:16: a path that begins with / is expected here\n"
            "c.yaml:5:34: at least 1MiB are needed\n"
            "c.yaml:5:58: a path that begins with / is expected here\n"
            "c.yaml:5:68: a size such as 64MiB is expected here");
}

TEST(Config, ReadsWhereScriptWrites) {
  const std::string sinks = "sinks: [{file: {path: /x}}]\n";
  const auto read = config("inputs: {script: {data: /s/*.log, timing: /s/*.tm}}\n" + sinks);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->script, (ScriptConfig{"/s/*.log", "/s/*.tm"}));
  EXPECT_EQ(problem("inputs: {script: {data: /s/x}}\n" + sinks),
            "c.yaml:1:18: `timing` is missing\n"
            "c.yaml:1:25: one `*` is expected here, behind the last slash");
}

TEST(Config, JudgesWhatKafkaIsTold) {
  EXPECT_EQ(
      problem("sinks: [{kafka: {topics: {event: a b}, properties: {bootstrap.servers: \"a:1\", "
              "linger.ms: soon}}}]\n"),
      "c.yaml:1:34: no topic name: letters, digits, '.', '_' and '-' are\n"
      "c.yaml:1:79: linger.ms: Invalid value for configuration property "
      "\"queue.buffering.max.ms\"");
  EXPECT_EQ(problem("sinks: [{kafka: {properties: {bootstrap.servers: \"a:1\", security.protocol: "
                    "sasl_ssl}}}]\n")
                .substr(0, 12),
            "c.yaml:1:17:");
}

TEST(Config, RefusesAFileThatOthersMayWrite) {
  const support::TemporaryFolder folder;
  const std::string path = folder.path("c.yaml");
  support::write_file(path, "sinks: [{file: {path: /x}}]\n");
  std::filesystem::permissions(path, std::filesystem::perms(0644));
  EXPECT_TRUE(load_config(path).ok());
  std::filesystem::permissions(path, std::filesystem::perms(0664));
  EXPECT_EQ(load_config(path).error().message,
            path + ": others than its owner may write it (chmod go-w " + path + ")");
}

TEST(Config, RefusesAPasswordThatOthersMayRead) {
  if (support::kThreadSanitizer) GTEST_SKIP() << support::kNoKafkaUnderTsan;
  const support::TemporaryFolder folder;
  const std::string path = folder.path("c.yaml");
  support::write_file(path,
                      "mapping: flat\nsinks: [{kafka: {properties: {bootstrap.servers: b, "
                      "sasl.password: x}}}]\n");
  std::filesystem::permissions(path, std::filesystem::perms(0640));
  EXPECT_TRUE(load_setup(path).ok());
  std::filesystem::permissions(path, std::filesystem::perms(0644));
  EXPECT_EQ(load_setup(path).error().message,
            path + ": holds a password, and every user may read it (chmod o-r " + path + ")");
}

TEST(Config, WantsASink) {
  EXPECT_EQ(problem("host: x\n"), "c.yaml:1:1: `sinks` is missing: where should documents go?");
  EXPECT_EQ(problem("sinks: [{}]\n"),
            "c.yaml:1:9: one sink an item is expected: - kafka: or - file:");
  EXPECT_EQ(problem("sinks: []\n"), "c.yaml:1:8: a list of `kafka:` and `file:` is expected here");
  EXPECT_EQ(problem("host: a:b\nsinks: [{file: {path: /x}}]\n"),
            "c.yaml:1:7: a host name holds no colon, slash or blank");
  EXPECT_NE(problem(""), "");
}

TEST(Machine, KnowsBootIdsAndPresets) {
  EXPECT_FALSE(host_name().empty());
  EXPECT_TRUE(boot_id_from(kernel_boot_id()).ok());
  EXPECT_FALSE(boot_id_from("xyz").ok());
  EXPECT_EQ(*mapping_path("./mine.yaml"), "./mine.yaml");
  const auto none = mapping_path("nosuch");
  EXPECT_EQ(none.error().message,
            "no mapping 'nosuch': neither a preset nor a file (give a path to use one)");
}

const std::string kAlice = "SHA256:" + std::string(43, 'a');

TEST(Config, KnowsWhoseKeysAreWhose) {
  const std::string sinks = "sinks: [{file: {path: /x}}]\n";
  const auto read = config("persons: {\"" + kAlice + "\": Alice Doe}\n" + sinks);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->persons, (PersonsByKey{{kAlice, "Alice Doe"}}));
  EXPECT_EQ(
      problem("persons: {\"SHA256:short\": bob, \"" + kAlice + "\": \"\"}\n" + sinks),
      "c.yaml:1:11: 'SHA256:short' is no fingerprint: SHA256: and 43 characters are expected, "
      "as `ssh-keygen -l` has it\n"
      "c.yaml:1:86: a person's name is expected, of 1 to 128 bytes");
  EXPECT_EQ(problem("persons: [x]\n" + sinks),
            "c.yaml:1:10: a map is expected: {\"SHA256:...\": name}");
}

TEST(Config, LoadsATableOfPersons) {
  const support::TemporaryFolder folder;
  support::write_file(folder.path("persons.yaml"), "\"" + kAlice + "\": alice\n");
  const auto persons = load_persons(folder.path("persons.yaml"));
  ASSERT_TRUE(persons.ok()) << persons.error().message;
  EXPECT_EQ(persons->at(kAlice), "alice");
  EXPECT_FALSE(load_persons(folder.path("none.yaml")).ok());
}

TEST(Config, ReservesTopicsAndAKind) {
  const auto topics = [](const std::string& map) {
    return problem("sinks: [{kafka: {topics: {" + map +
                   "}, properties: {bootstrap.servers: \"a:1\"}}}]\n");
  };
  for (const char* name : {"audit.tty.raw", "audit.keys", "audit.views"})
    EXPECT_NE(topics("tty: " + std::string(name)).find("is reserved"), std::string::npos) << name;
  EXPECT_NE(topics("view: v").find("the kind view is reserved"), std::string::npos);
}

}  // namespace
}  // namespace auweave::config

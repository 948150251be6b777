// The rights that siem/kafka/topics.sh gives, with a broker that asks for them: each may do what it is
// there for, and no more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

#include "auditd_like.h"
#include "killed.h"
#include "running.h"
#include "support/broker.h"
#include "support/consumer.h"
#include "support/group_member.h"
#include "support/producer.h"
#include "topics.h"

namespace auweave::e2e {
namespace {

using support::Broker;
using support::consume;
using support::lines_of;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

using Properties = std::map<std::string, std::string>;
using Words = std::vector<std::string>;

constexpr const char* kNotTheTopic = "Broker: Topic authorization failed";
constexpr const char* kNotTheGroup = "Broker: Group authorization failed";

// Whose password is their name. The broker's own listeners know nobody: there everybody is the admin.
support::BrokerOptions with_users(const Words& names) {
  std::string login = "org.apache.kafka.common.security.plain.PlainLoginModule required";
  for (const std::string& name : names) login += " user_" + name + "=\"" + name + "\"";
  return {.sasl = true,
          .sets = {"listener.name.client.plain.sasl.jaas.config=" + login + ";",
                   "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                   "super.users=User:ANONYMOUS", "auto.create.topics.enable=false"}};
}

class TopicsScriptAcls : public testing::Test {
 protected:
  void SetUp() override {
    if (const std::string missing = Broker::missing(); !missing.empty()) GTEST_SKIP() << missing;
    if (broker_ == nullptr)
      broker_ = std::make_unique<Broker>(with_users({"auweave", "siem", "forensics"}));
  }
  static void TearDownTestSuite() { broker_.reset(); }

  void give(const Words& rights) const {
    Words environment = topics_script_tools();
    environment.insert(environment.end(), {"PARTITIONS=3", "REPLICATION=1"});
    environment.insert(environment.end(), rights.begin(), rights.end());
    const auto ran = support::run({topics_script(), broker_->inside(), prefix_}, "", environment);
    ASSERT_EQ(ran.status, 0) << ran.err << ran.out;
  }
  [[nodiscard]] static Properties as(const std::string& user, const std::string& group = "") {
    Properties properties = broker_->properties();
    properties["sasl.username"] = properties["sasl.password"] = user;
    if (!group.empty()) properties["group.id"] = group;
    return properties;
  }
  [[nodiscard]] std::vector<std::string> published() const {
    std::vector<std::string> values;
    for (const auto& each : support::read_topics(broker_->inside(), values_of(topics_)))
      values.push_back(each.value);
    return values;
  }

  static std::unique_ptr<Broker> broker_;  // all tests': each has its own topics
  std::string prefix_ =
      std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".";
  std::map<std::string, std::string> topics_ = topics_with(prefix_);
};
std::unique_ptr<Broker> TopicsScriptAcls::broker_;

// A document for each topic, of a producer that may do no more than a plugin.
void publish(const Properties& properties, const std::map<std::string, std::string>& topics) {
  std::vector<support::Message> messages;
  for (const auto& [kind, topic] : topics)
    messages.push_back({.topic = topic, .key = "compaction wants one", .value = kind});
  const auto done = support::produce(properties, messages);
  EXPECT_EQ(done.delivered, topics.size()) << done.failure;
}

TEST_F(TopicsScriptAcls, WhoMayReadWhat) {
  give({"PRODUCERS=User:auweave", "READERS=User:siem", "RAW_READERS=User:forensics"});
  auto idempotent = as("auweave");
  idempotent["enable.idempotence"] = "true";
  publish(idempotent, topics_);
  const Words all = values_of(topics_);
  Words open = all;
  std::erase_if(open, [&](const std::string& topic) {
    return topic == topics_["tty"] || topic == topics_["deadletter"];
  });

  const auto some = consume(as("siem", "auweave-search"), open, 4);
  EXPECT_THAT(some.values, testing::UnorderedElementsAre("event", "command", "session", "pipeline"))
      << some.refusal;
  for (const char* kind : {"tty", "deadletter"}) {
    const auto none = consume(as("siem", "auweave-search"), {topics_[kind]}, 1);
    EXPECT_EQ(none.refusal, kNotTheTopic) << kind;
    EXPECT_THAT(none.values, IsEmpty()) << kind;
  }
  EXPECT_EQ(consume(as("siem", "another"), open, 4).refusal, kNotTheGroup);
  const auto whole = consume(as("forensics", "connect-auweave-file"), all, all.size());
  EXPECT_THAT(whole.values, SizeIs(all.size())) << whole.refusal;

  for (const char* reader : {"siem", "forensics"})
    EXPECT_EQ(support::produce(as(reader), topics_["event"], 1).failure, kNotTheTopic) << reader;
  EXPECT_EQ(consume(as("auweave", "auweave-search"), {topics_["event"]}, 1).refusal, kNotTheGroup);
}

// One that is there before its rights are, and goes on when they are. That it sees how the topic is set
// up is a right, too.
TEST_F(TopicsScriptAcls, ThePluginAtLeastOnce) {
  make_topics(broker_->inside(), topics_);
  broker_->configure(topics_["event"], "cleanup.policy=compact");
  Running running("01-login-password", as("auweave"), "topics: " + flow_map(topics_) + ", ");
  running.feed();
  EXPECT_TRUE(running.says("this user may not write to topic " + topics_["event"]));
  give({"PRODUCERS=User:auweave"});
  EXPECT_TRUE(soon([&] {
    return running.trouble().find("topic " + topics_["event"] + " is compacted") == 0;
  })) << running.trouble();
  broker_->configure(topics_["event"], "cleanup.policy=delete");
  EXPECT_TRUE(running.says("delivers again"));
  EXPECT_TRUE(running.delivers_all()) << running.plugin->said();
  running.end();
  EXPECT_EQ(sorted(published()), sorted(running.replay.shaped()));
}

TEST_F(TopicsScriptAcls, ThePluginExactlyOnce) {
  give({"PRODUCERS=User:auweave"});
  Replay replay("01-login-password");
  const std::string& log = replay.capture.plugin += beats(replay.capture.plugin);
  const std::string audit_log = replay.folder.path("audit.log");
  const std::string config = replay.folder.path("auweave.yaml");
  support::write_file(
      config,
      replay.config({"- kafka: {topics: " + flow_map(topics_) +
                     ", delivery: exactly-once, properties: " + flow_map(as("auweave")) + "}"},
                    audit_log) +
          "spool: {folder: " + replay.folder.path("state") + "}\n");
  std::filesystem::permissions(config, std::filesystem::perms(0600));  // a password
  AuditdLike auditd({support::auweave(), "plugin", "--config", config}, audit_log);
  auditd.feed(log, 20'000);
  // Not why: librdkafka does not say more of a group that it may not ask about.
  EXPECT_TRUE(soon([&] {
    return auditd.plugin().said().find("the checkpoint of auweave-bastion01 cannot be read") !=
           std::string::npos;
  })) << auditd.plugin().said();
  EXPECT_THAT(published(), IsEmpty());
  give({"PRODUCERS=User:auweave", "IDS=auweave-bastion"});
  EXPECT_TRUE(soon([&] { return published().size() >= events_in(log); })) << auditd.plugin().said();
  ASSERT_TRUE(auditd.stop().has_value());
  // It may read events now, for its checkpoint, but nothing that a terminal showed.
  EXPECT_EQ(consume(as("auweave", "auweave-bastion-too"), {topics_["tty"]}, 1).refusal,
            kNotTheTopic);
  const Compared compared = compare(published(), replay.shaped());
  EXPECT_THAT(compared.missing, IsEmpty());
  EXPECT_THAT(compared.unwanted, IsEmpty());
  EXPECT_EQ(compared.repeated, 0U);
}

support::Ran printed(const Words& rights) {
  return support::run({topics_script(), "--print", "kafka1:9092"}, "", rights);
}

TEST(TopicsScriptPrinted, OutputAsTextMayBeRestrictedToo) {
  const auto lines = lines_of(printed({"READERS=User:siem", "READER_GROUPS=siem-*",
                                       "RAW=audit.tty audit.deadletter audit.commands"})
                                  .out);
  ASSERT_EQ(lines.size(), 8U);
  EXPECT_THAT(lines[6],
              AllOf(HasSubstr("kafka-acls.sh --bootstrap-server kafka1:9092 --add "
                              "--allow-principal User:siem --operation Read "),
                    HasSubstr("--topic audit.events"), Not(HasSubstr("--topic audit.commands"))));
  EXPECT_THAT(lines[7], HasSubstr("--group siem- --resource-pattern-type prefixed"));
}

// A name that is none would restrict nothing; offsets of others are nobody's to move.
TEST(TopicsScriptPrinted, RefusesWhatWouldGiveTooMuch) {
  struct Wrong {
    Words rights;
    const char* words;
  };
  const std::vector<Wrong> wrongs = {
      {{"READERS=User:siem", "RAW=audit.ttys"}, "there is no topic audit.ttys"},
      {{"IDS=auweave-bastion"}, "PRODUCERS is empty"},
      {{"PRODUCERS=User:auweave", "IDS=auweave-"}, "auweave-search and auweave- have"},
      {{"PRODUCERS=User:auweave", "IDS=auweave-bastion", "READER_GROUPS=auweave-*"},
       "auweave-* and auweave-bastion have"},
  };
  for (const Wrong& wrong : wrongs) {
    const auto ran = printed(wrong.rights);
    EXPECT_EQ(ran.status, 2) << wrong.words;
    EXPECT_THAT(ran.err, HasSubstr(wrong.words));
    EXPECT_THAT(ran.out, IsEmpty());
  }
}

}  // namespace
}  // namespace auweave::e2e

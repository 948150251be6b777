#include "app/config.h"

#include <gtest/gtest.h>

#include "app/machine.h"

namespace auweave::app {
namespace {

base::Result<Config> config(const std::string& text) {
  return config_from(*yaml::parse(text, "c.yaml"));
}
std::string problem(const std::string& text) {
  const auto read = config(text);
  return read.ok() ? "" : read.error().message;
}

TEST(Config, ReadsWhatItKnows) {
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
  EXPECT_EQ(read->tlog, std::vector<std::string>{"/var/log/tlog.log"});
  ASSERT_EQ(read->sinks.size(), 2U);
  const auto& kafka = std::get<deliver::KafkaSettings>(read->sinks[0]);
  EXPECT_EQ(kafka.topics.at("event"), "e");
  EXPECT_EQ(kafka.topics.at("tty"), "audit.tty");
  EXPECT_EQ(kafka.properties.at("linger.ms"), "5");
}

TEST(Config, TellsEveryMistakeAtOnce) {
  EXPECT_EQ(problem("hots: x\nterminal_input: maybe\nboot_id: 12\ninputs: {audit: socket, tlog: "
                    "[{flie: x}]}\n"
                    "sinks: [{file: {}}, {kafka: {topics: {evnt: x}}}]\n"),
            "c.yaml:1:1: unknown key 'hots'; known: host, boot_id, accounts, terminal_input, "
            "mapping, inputs, sinks\n"
            "c.yaml:2:17: true or false is expected here\n"
            "c.yaml:3:10: '12' is no boot id (32 hex digits)\n"
            "c.yaml:4:17: only `stdin` is known here\n"
            "c.yaml:4:33: unknown key 'flie'; known: file\n"
            "c.yaml:5:16: `path` is missing\n"
            "c.yaml:5:29: `properties` has no bootstrap.servers\n"
            "c.yaml:5:39: unknown kind of document 'evnt'");
}

TEST(Config, WantsASink) {
  EXPECT_EQ(problem("host: x\n"), "c.yaml:1:1: `sinks` is missing: where should documents go?");
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

}  // namespace
}  // namespace auweave::app

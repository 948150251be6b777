#include "config/must_record.h"

#include <gtest/gtest.h>

#include "config/config.h"
#include "config/setup.h"
#include "support/text_file.h"

namespace auweave::config {
namespace {

using Names = session::MustRecord::Names;

base::Result<Config> config(const std::string& must) {
  return config_from(
      *yaml::parse("must_record: " + must + "\nsinks: [{file: {path: /x}}]\n", "c.yaml"));
}
std::string problem(const std::string& must) {
  const auto read = config(must);
  return read.ok() ? "" : read.error().message;
}

TEST(MustRecord, IsReadWithSshdForItsService) {
  const auto read = config("{users: [alice, 1007], groups: [domain admins]}");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->must_record.users, (Names{"alice", "1007"}));
  EXPECT_EQ(read->must_record.groups, (Names{"domain admins"}));
  EXPECT_EQ(read->must_record.services, (Names{"sshd"}));
  EXPECT_EQ(config("{users: [a], services: [login, dropbear]}")->must_record.services,
            (Names{"login", "dropbear"}));
  EXPECT_EQ(config_from(*yaml::parse("sinks: [{file: {path: /x}}]", "c"))->must_record,
            session::MustRecord());
}

TEST(MustRecord, TellsEveryMistakeAtOnce) {
  EXPECT_EQ(problem("{user: [a], users: a, groups: [\"\", {}], services: [ssh, gdm, sshd]}"),
            "c.yaml:1:15: unknown key 'user'; did you mean 'users'?\n"
            "c.yaml:1:33: a list of names is expected here\n"
            "c.yaml:1:45: a text is expected here\n"
            "c.yaml:1:49: a text is expected here\n"
            "c.yaml:1:65: session documents call the service 'sshd', not 'ssh'\n"
            "c.yaml:1:70: session documents call the service 'gdm-session-worker', not 'gdm'");
  EXPECT_EQ(problem("{services: [sshd]}"),
            "c.yaml:1:14: `users` or `groups` is missing: whose sessions must be recorded?");
  EXPECT_EQ(problem("alice"), "c.yaml:1:14: KEY: VALUE pairs are expected here");
  EXPECT_EQ(problem("{users: [\"a\\nb\"]}"),
            "c.yaml:1:23: a name is expected, of 1 to 256 bytes without control characters");
  EXPECT_EQ(problem("{users: []}"), "c.yaml:1:22: a list of names is expected here");
  EXPECT_NE(problem("{users: [" + std::string(257, 'a') + "]}"), "");
}

TEST(MustRecord, NeedsToKnowWhoIsInAGroup) {
  const std::string wrong =
      "c.yaml:1:14: `groups` needs `accounts: system`, or `accounts` with a `group` file";
  EXPECT_EQ(problem("{groups: [a]}\naccounts: none"), wrong);
  EXPECT_EQ(problem("{groups: [a]}\naccounts: {passwd: /p}"), wrong);
  EXPECT_EQ(problem("{groups: [a]}\naccounts: {passwd: /p, group: /g}"), "");
  EXPECT_EQ(problem("{users: [a]}\naccounts: none"), "");
}

TEST(Setup, LoadsTheGroupsOfItsFiles) {
  const support::TemporaryFolder folder;
  const std::string path = folder.path("c.yaml");
  support::write_file(folder.path("passwd"), "alice:x:1001:100:::\n");
  support::write_file(folder.path("group"), "users:x:100:\nadmins:x:200:alice,bob\n");
  support::write_file(path,
                      "must_record: {groups: [admins]}\nmapping: " + support::source_folder() +
                          "/mappings/flat.yaml\naccounts: {passwd: " + folder.path("passwd") +
                          ", group: " + folder.path("group") + "}\nsinks: [{file: {path: /x}}]\n");
  const auto setup = load_setup(path);
  ASSERT_TRUE(setup.ok()) << setup.error().message;
  EXPECT_EQ(setup->groups,
            (model::GroupsByUser{{"alice", {"users", "admins"}}, {"bob", {"admins"}}}));
  support::write_file(folder.path("group"), "users:x:100:\nadmins:x:y:alice\n");
  EXPECT_EQ(load_setup(path).error().message, folder.path("group") + ":2:1: not NAME:x:ID:...");
}

}  // namespace
}  // namespace auweave::config

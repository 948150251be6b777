#include "audit/groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/text_file.h"

namespace auweave::audit {
namespace {

using testing::Contains;
using testing::ElementsAre;

TEST(Groups, AreReadFromFilesWithThePrimaryGroupFirst) {
  const support::TemporaryFolder folder;
  support::write_file(
      folder.path("group"),
      "# a comment\nroot:x:0:\nadmins:x:200:alice,bob\n\nDomänen-Benutzer:*:300:bob,\n"
      "alice:x:1001:alice\nempty:x:400:\n");
  support::write_file(folder.path("passwd"),
                      "root:x:0:0:root:/root:/bin/bash\nalice:x:1001:1001::/:/bin/sh\n"
                      "carol:x:1003:999::/:/bin/sh\n");
  auto groups = load_groups(folder.path("group"), folder.path("passwd"), {});
  ASSERT_TRUE(groups.ok()) << groups.error().message;
  EXPECT_EQ(*groups, (model::GroupsByUser{{"root", {"root"}},
                                          {"alice", {"alice", "admins"}},
                                          {"bob", {"admins", "Domänen-Benutzer"}}}));
  groups = load_groups(folder.path("group"), "", {});
  EXPECT_THAT(groups->at("alice"), ElementsAre("admins", "alice"));
  EXPECT_FALSE(groups->contains("root"));
}

TEST(Groups, OfAFileThatIsWrongAreRefusedWithThePlace) {
  const support::TemporaryFolder folder;
  const std::string path = folder.path("group");
  const auto problem = [&](const std::string& text) {
    support::write_file(path, text);
    const auto read = load_groups(path, "", {});
    return read.ok() ? "" : read.error().message.substr(path.size());
  };
  const std::string wrong = ":2:1: not NAME:x:GID:MEMBERS";
  for (const char* line : {"nonsense", "a:x:5", ":x:5:b", "a:x:y:b", "a\tb:x:5:c", "a\xFF:x:5:c"})
    EXPECT_EQ(problem("root:x:0:\n" + std::string(line) + "\n"), wrong) << line;
  EXPECT_EQ(problem("a:x:5:b"), "");
  EXPECT_NE(load_groups(folder.path("none"), "", {}).error().message, "");
  support::write_file(path, "a:x:5:b\n");
  support::write_file(folder.path("passwd"), "b:x:1:z:\n");
  EXPECT_EQ(load_groups(path, folder.path("passwd"), {}).error().message,
            folder.path("passwd") + ":1:1: not NAME:x:UID:GID:...");
}

TEST(Groups, AreFewAndPrintableAndTheWantedOnesAmongThem) {
  std::vector<std::string> names = {"a", "b\nc", "a", "", std::string(300, 'x'), "\xC3"};
  EXPECT_THAT(kept_groups(names, {}), ElementsAre("a"));
  names.clear();
  for (int i = 0; i < 100; ++i) names.push_back("g" + std::to_string(i));
  const auto kept = kept_groups(names, {"g98"});
  EXPECT_EQ(kept.size(), model::kMostGroups);
  EXPECT_EQ(kept[0], "g98");
  EXPECT_EQ(kept[1], "g0");
}

TEST(Groups, AreToldByTheSystem) {
  EXPECT_THAT(system_groups(model::Uid{0}), Contains("root"));
  EXPECT_TRUE(system_groups(model::Uid{4'000'000'001U}).empty());
}

}  // namespace
}  // namespace auweave::audit

#include "journal/snapshots.h"

#include <gtest/gtest.h>

#include "support/text_file.h"

namespace auweave::journal {
namespace {

struct Opened {
  support::TemporaryFolder folder;
  [[nodiscard]] Snapshots open() const {
    auto snapshots = Snapshots::open(folder.path("."));
    EXPECT_TRUE(snapshots.ok()) << snapshots.error().message;
    return std::move(*snapshots);
  }
};

// "NEXT:STATE", or "none".
std::string newest(Snapshots& snapshots, std::uint64_t most, const std::string& journal = "j") {
  const auto found = snapshots.newest(journal, most);
  if (!found.ok()) return found.error().message;
  return found->has_value() ? std::to_string((*found)->next) + ":" + (*found)->state : "none";
}

TEST(Snapshots, GiveTheNewestThatKnowsNoMoreThanItMay) {
  const Opened opened;
  {
    Snapshots snapshots = opened.open();
    EXPECT_EQ(newest(snapshots, 100), "none");
    ASSERT_TRUE(snapshots.add("j", 10, "ten").ok());
    ASSERT_TRUE(snapshots.add("j", 20, std::string(1'000'000, 'x')).ok());
    EXPECT_EQ(newest(snapshots, 19), "10:ten");
  }
  Snapshots snapshots = opened.open();
  EXPECT_EQ(newest(snapshots, 20), "20:" + std::string(1'000'000, 'x'));
  EXPECT_EQ(newest(snapshots, 9), "none");
  EXPECT_EQ(newest(snapshots, 100, "another journal"), "none");
}

TEST(Snapshots, KeepTwoOfOneJournal) {
  const Opened opened;
  Snapshots snapshots = opened.open();
  for (const std::uint64_t next : {10U, 20U, 30U}) {
    ASSERT_TRUE(snapshots.add("j", next, "s").ok());
  }
  EXPECT_EQ(newest(snapshots, 19), "none");
  EXPECT_EQ(newest(snapshots, 29), "20:s");
  EXPECT_EQ(*snapshots.oldest("j"), 20U);
  ASSERT_TRUE(snapshots.add("k", 5, "of a new journal").ok());
  EXPECT_EQ(newest(snapshots, 100), "none");
  EXPECT_EQ(newest(snapshots, 100, "k"), "5:of a new journal");
  EXPECT_EQ(*snapshots.oldest("j"), std::nullopt);
}

TEST(Snapshots, PassOverADamagedOne) {
  const Opened opened;
  Snapshots snapshots = opened.open();
  ASSERT_TRUE(snapshots.add("j", 10, "ten").ok());
  ASSERT_TRUE(snapshots.add("j", 20, "twenty").ok());
  auto database = Database::open(opened.folder.path("state.db"), true);
  ASSERT_TRUE(database.ok());
  ASSERT_TRUE(database->run("UPDATE snapshot SET state = 'changed' WHERE next = 20").ok());
  EXPECT_EQ(newest(snapshots, 100), "10:ten");
}

}  // namespace
}  // namespace auweave::journal

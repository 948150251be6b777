#include "spool/snapshots.h"

#include <gtest/gtest.h>

#include "support/text_file.h"

namespace auweave::spool {
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
std::string newest(Snapshots& snapshots, std::uint64_t most, const std::string& spool = "j") {
  const auto found = snapshots.newest(spool, most);
  if (!found.ok()) return found.error().message;
  return found->has_value() ? std::to_string((*found)->next) + ":" + (*found)->state : "none";
}

TEST(Snapshots, GiveTheNewestThatKnowsNoMoreThanItMay) {
  const Opened opened;
  {
    Snapshots snapshots = opened.open();
    EXPECT_EQ(newest(snapshots, 100), "none");
    ASSERT_TRUE(snapshots.add("j", 10, "ten", 10).ok());
    ASSERT_TRUE(snapshots.add("j", 20, std::string(1'000'000, 'x'), 15).ok());
    EXPECT_EQ(newest(snapshots, 19), "10:ten");
  }
  Snapshots snapshots = opened.open();
  EXPECT_EQ(newest(snapshots, 20), "20:" + std::string(1'000'000, 'x'));
  EXPECT_EQ(newest(snapshots, 9), "none");
  EXPECT_EQ(newest(snapshots, 100, "another spool"), "none");
}

TEST(Snapshots, KeepTheLastAndTheNewestOfWhatWasDelivered) {
  const Opened opened;
  Snapshots snapshots = opened.open();
  for (const std::uint64_t next : {10U, 20U, 30U}) {
    ASSERT_TRUE(snapshots.add("j", next, "s", 15).ok());
  }
  EXPECT_EQ(newest(snapshots, 15), "10:s");  // nothing else would do after a crash
  EXPECT_EQ(newest(snapshots, 29), "10:s");
  EXPECT_EQ(newest(snapshots, 30), "30:s");
  EXPECT_EQ(*snapshots.oldest("j"), 10U);
  ASSERT_TRUE(snapshots.add("j", 40, "s", 35).ok());
  EXPECT_EQ(newest(snapshots, 35), "30:s");
  EXPECT_EQ(newest(snapshots, 40), "40:s");
  EXPECT_EQ(*snapshots.oldest("j"), 30U);
  ASSERT_TRUE(snapshots.add("k", 5, "of a new spool", 5).ok());
  EXPECT_EQ(newest(snapshots, 100), "none");
  EXPECT_EQ(newest(snapshots, 100, "k"), "5:of a new spool");
  EXPECT_EQ(*snapshots.oldest("j"), std::nullopt);
}

TEST(Snapshots, PassOverADamagedOne) {
  const Opened opened;
  Snapshots snapshots = opened.open();
  ASSERT_TRUE(snapshots.add("j", 10, "ten", 10).ok());
  ASSERT_TRUE(snapshots.add("j", 20, "twenty", 15).ok());
  auto database = Database::open(opened.folder.path("state.db"), true);
  ASSERT_TRUE(database.ok());
  ASSERT_TRUE(database->run("UPDATE snapshot SET state = 'changed' WHERE next = 20").ok());
  EXPECT_EQ(newest(snapshots, 100), "10:ten");
}

}  // namespace
}  // namespace auweave::spool

#include "deliver/checkpoint.h"

#include <gtest/gtest.h>

namespace auweave::deliver {
namespace {

Checkpoint checkpoint(std::uint64_t next, const std::string& instance = "now") {
  return {.host = "h",
          .spool = "J",
          .instance = instance,
          .next = next,
          .note = "there",
          .last = {"h/auweave/id/ab", 41}};
}

TEST(Checkpoint, IsReadAsItWasWritten) {
  const Checkpoint written = checkpoint(7);
  const std::string metadata = metadata_of(written);
  EXPECT_EQ(checkpoint_of(7, metadata), written);
  for (const char c : metadata) EXPECT_TRUE(c >= ' ' && c <= '~');
}

TEST(Checkpoint, LeavesOutANoteThatABrokerWouldNotTake) {
  Checkpoint written = checkpoint(7);
  written.note = std::string(3000, 'x');
  const std::string metadata = metadata_of(written);
  EXPECT_LT(metadata.size(), 4000U);
  written.note.clear();
  EXPECT_EQ(checkpoint_of(7, metadata), written);
}

// As version 0.9 wrote it: h, J, now, there.
TEST(Checkpoint, OfAVersionWithoutLeavesIsRead) {
  Checkpoint old = checkpoint(7);
  old.last = {};
  EXPECT_EQ(checkpoint_of(7, "auweave/1 0168014a036e6f77057468657265"), old);
}

TEST(Checkpoint, OfSomebodyElseIsNone) {
  const std::string good = metadata_of(checkpoint(7));
  for (const std::string& bad :
       {std::string(), std::string("auweave/3 00"), std::string("auweave/1 0"),
        std::string("auweave/2 zz"), std::string("auweave/1") + good.substr(9),
        good.substr(0, good.size() - 2), good + "00"}) {
    EXPECT_EQ(checkpoint_of(7, bad), std::nullopt) << bad;
  }
}

struct Row {
  const char* what;
  std::optional<Checkpoint> found;
  Standing standing;
};

Checkpoint of(Checkpoint from, const std::string& host, const std::string& spool) {
  from.host = host;
  from.spool = spool;
  return from;
}

TEST(Checkpoint, StandsToASpool) {
  const Lineage here{.host = "h",
                     .spool = "J",
                     .instance = "now",
                     .past = {{"first", 10}, {"idle", 10}, {"second", 50}},
                     .confirmed = 8};
  const Row rows[] = {
      {"none", std::nullopt, Standing::none},
      {"of this process", checkpoint(90), Standing::ours},
      {"of one before", checkpoint(9, "first"), Standing::ours},
      {"to the end of one before", checkpoint(50, "second"), Standing::ours},
      {"as confirmed", checkpoint(8, "first"), Standing::ours},
      {"less than confirmed", checkpoint(7, "first"), Standing::older},
      {"behind what is here of an instance", checkpoint(11, "first"), Standing::foreign},
      {"of an instance that is not here", checkpoint(20, "clone"), Standing::foreign},
      {"of another spool", of(checkpoint(9), "h", "K"), Standing::foreign},
      {"of another host", of(checkpoint(9), "g", "K"), Standing::other_host},
      {"of a host with a copy of it", of(checkpoint(9), "g", "J"), Standing::other_host},
  };
  for (const Row& row : rows) EXPECT_EQ(standing_of(row.found, here), row.standing) << row.what;
}

}  // namespace
}  // namespace auweave::deliver

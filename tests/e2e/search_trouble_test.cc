// The consumer kit when something fails: the same documents once more, a server that is away or takes
// nothing, an rsyslogd that is killed. Nothing of it changes what is there. Linked after search_test.cc
// (sources.mk): what is tried again comes in another order, so these run last.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <thread>
#include <utility>

#include "search.h"
#include "support/json.h"

namespace auweave::e2e {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// For four minutes at most.
bool waits(const std::function<bool()>& holds) {
  for (int i = 0; i < 480; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
  return false;
}

// What stands there is what was sent, to the last document, and each where it belongs.
void expect_all_as_sent(const SearchRig& rig) {
  std::size_t seen = 0;
  auto page = rig.server.ask("POST", "audit-*/_search?scroll=2m", R"({"size":500,"sort":"_doc"})");
  while (!page["hits"]["hits"].Empty()) {
    for (const auto& hit : page["hits"]["hits"].GetArray()) {
      const SiemDocument* sent = rig.now.at(hit["_id"].GetString());
      EXPECT_TRUE(support::canonical(hit["_source"]) == support::canonical(sent->json)) << sent->id;
      EXPECT_EQ(support::text(hit, "_index"), index_of(rig.preset, *sent)) << sent->id;
      ++seen;
    }
    const std::string next = page["_scroll_id"].GetString();
    page =
        rig.server.ask("POST", "_search/scroll", R"({"scroll":"2m","scroll_id":")" + next + "\"}");
  }
  EXPECT_EQ(seen, rig.now.size());
}

// When nothing comes any more: a server goes on with what a killed rsyslogd had sent.
std::int64_t taken_at_rest(const SearchRig& rig) {
  std::int64_t before = -1;
  std::int64_t now = rig.taken();
  while (now != before) {
    std::this_thread::sleep_for(std::chrono::seconds(2));
    before = std::exchange(now, rig.taken());
  }
  return now;
}

// Documents in batches that were refused whole.
std::int64_t set_aside(const Indexer& indexer) {
  const std::string one = R"({\"index\":{\"_index\": )";
  std::int64_t count = 0;
  for (const std::string& batch : indexer.aside("not-sent")) {
    for (std::size_t at = batch.find(one); at != std::string::npos; at = batch.find(one, at + 1))
      ++count;
  }
  return count;
}

TEST_P(Search, TheSameTwiceChangesNothing) {
  const auto before = rig().counts();
  const std::int64_t taken = rig().taken();
  const auto again = rig().index("twice");
  EXPECT_TRUE(rig().takes(taken + static_cast<std::int64_t>(rig().documents.size())));
  EXPECT_EQ(again->end(), "");
  EXPECT_EQ(again->aside("refused").size(), 1U);
  EXPECT_EQ(rig().counts(), before);
}

// Killed at work, then all once more, with a server that takes nothing for a while because its disk is
// full: what was there is there once.
TEST_P(Search, TheSameAgainChangesNothing) {
  const auto before = rig().counts();
  EXPECT_EQ(rig().first->end(), "");
  {
    const auto killed = rig().index("second");
    std::this_thread::sleep_for(std::chrono::seconds(5));
    killed->kill();
  }
  const std::int64_t taken = taken_at_rest(rig());
  EXPECT_GT(taken, static_cast<std::int64_t>(rig().documents.size())) << "killed before it began";
  rig().let_write(false);
  const auto again = rig().index("third");
  std::this_thread::sleep_for(std::chrono::seconds(5));
  rig().let_write(true);
  EXPECT_TRUE(rig().takes(taken + static_cast<std::int64_t>(rig().documents.size())));
  EXPECT_EQ(again->end(), "");
  EXPECT_EQ(again->aside("refused").size(), 1U);
  EXPECT_EQ(rig().counts(), before);
  EXPECT_THAT(again->aside("not-sent"), IsEmpty());
  expect_all_as_sent(rig());
}

// A request that is refused whole has no status of each document: what was in it is set aside, and goes as
// siem/README.md says.
TEST_P(Search, WhatIsRefusedWholeIsSetAside) {
  const auto before = rig().counts();
  static_cast<void>(rig().server.ask("DELETE", "audit-*"));
  rig().let_ask(false);
  const auto indexer = rig().index("whole");
  std::this_thread::sleep_for(std::chrono::seconds(10));
  rig().let_ask(true);
  const auto all = static_cast<std::int64_t>(rig().documents.size());
  EXPECT_TRUE(waits([&] { return set_aside(*indexer) + rig().taken() >= all; }));
  EXPECT_THAT(indexer->end(), HasSubstr("circuit_breaking_exception"));
  const auto batches = indexer->aside("not-sent");
  EXPECT_THAT(batches, Not(IsEmpty()));
  std::size_t refused = 0;
  for (const std::string& batch : batches) {
    const auto again = support::parse(batch);
    const auto answer =
        rig().server.ask("POST", "_bulk", support::text(again["request"], "postdata"));
    for (const auto& item : answer["items"].GetArray()) refused += item["index"].HasMember("error");
  }
  EXPECT_EQ(refused, 1U);  // the rig's
  static_cast<void>(rig().server.ask("POST", "audit-*/_refresh"));
  EXPECT_EQ(rig().counts(), before);
  expect_all_as_sent(rig());
}

TEST_P(Search, WhatTheServerMissedItGetsWhenItIsBack) {
  const auto before = rig().counts();
  static_cast<void>(rig().server.ask("DELETE", "audit-*"));
  rig().server.stop();
  const auto indexer = rig().index("fourth");
  std::this_thread::sleep_for(std::chrono::seconds(15));
  rig().server.start();
  EXPECT_TRUE(rig().takes(static_cast<std::int64_t>(rig().documents.size())));
  EXPECT_EQ(rig().counts(), before);
  EXPECT_THAT(indexer->end(), HasSubstr("Failed to connect"));
}

// rsyslogd is stopped while the server is away: but for the batch in its hands, which it loses, it has
// all on disk. To read again brings that, too (siem/README.md).
TEST_P(Search, AStopMeanwhileCostsABatch) {
  constexpr std::int64_t kBatch = 500;
  const auto before = rig().counts();
  static_cast<void>(rig().server.ask("DELETE", "audit-*"));
  rig().server.stop();
  const auto indexer = rig().index("fifth");
  std::this_thread::sleep_for(std::chrono::seconds(15));
  EXPECT_THAT(indexer->end(), HasSubstr("Failed to connect"));
  rig().server.start();
  indexer->start();
  const auto all = static_cast<std::int64_t>(rig().documents.size());
  EXPECT_TRUE(waits([&] { return rig().taken() >= all - kBatch; }));
  const auto again = rig().index("sixth");
  EXPECT_TRUE(waits([&] { return rig().counts() == before; }));
}

}  // namespace
}  // namespace auweave::e2e

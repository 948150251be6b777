#include "deliver/document_queue.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace auweave::deliver {
namespace {

Document document(std::string_view kind, const std::string& bytes) {
  return Document({.kind = kind,
                   .key = "k",
                   .bytes = bytes,
                   .id = "",
                   .host = "",
                   .time = base::WallTime{static_cast<std::int64_t>(bytes.size())}});
}

std::size_t cost() { return document("event", "x").cost(); }

std::string popped(DocumentQueue& queue) {
  std::string all;
  while (auto next = queue.pop()) all += next->bytes;
  return all;
}

TEST(DocumentQueue, KeepsTheOrderOverKinds) {
  DocumentQueue queue(100 * cost());
  queue.push(document("event", "1"), 0);
  queue.push(document("session", "2"), 0);
  queue.push(document("tty", "3"), 0);
  queue.push(document("session", "4"), 0);
  EXPECT_EQ(popped(queue), "1234");
  EXPECT_EQ(queue.bytes(), 0U);
}

TEST(DocumentQueue, DropsTheOldestButSessionsLast) {
  DocumentQueue queue(3 * cost());
  for (const char* session : {"a", "b"}) queue.push(document("session", session), 0);
  for (const char* event : {"1", "2", "3"}) queue.push(document("event", event), 0);
  const LossesByKind dropped = queue.take_dropped();
  EXPECT_EQ(dropped.at("event").count, 2U);
  EXPECT_FALSE(dropped.contains("session"));
  EXPECT_TRUE(queue.take_dropped().empty());
  for (const char* session : {"c", "d"}) queue.push(document("session", session), 0);
  EXPECT_EQ(popped(queue), "bcd");
  const LossesByKind more = queue.take_dropped();
  EXPECT_EQ(more.at("event").count, 1U);
  EXPECT_EQ(more.at("session").count, 1U);
}

TEST(DocumentQueue, KeepsWhatTellsOfALoss) {
  DocumentQueue queue(2 * cost());
  Document loss({.kind = "pipeline", .key = "k", .bytes = "L", .keep = true});
  queue.push(std::move(loss), 0);
  for (const char* session : {"a", "b", "c"}) queue.push(document("session", session), 0);
  EXPECT_EQ(popped(queue), "Lc");
  EXPECT_EQ(queue.take_dropped().at("session").count, 2U);
}

// It was sent, and may be delivered: without it a number would be missing.
TEST(DocumentQueue, KeepsWhatHasALeaf) {
  DocumentQueue queue(2 * cost());
  std::vector<Document> back;
  back.push_back(document("event", "1"));
  back.back().leaf = {"", 7};
  queue.put_back(std::move(back));
  for (const char* event : {"2", "3", "4"}) queue.push(document("event", event), 0);
  EXPECT_EQ(popped(queue), "14");
  EXPECT_EQ(queue.take_dropped().at("event").count, 2U);
}

TEST(DocumentQueue, CountsWhatIsWithTheCarrier) {
  DocumentQueue queue(3 * cost());
  queue.push(document("event", "1"), 0);
  queue.push(document("event", "2"), 2 * cost());
  EXPECT_EQ(popped(queue), "2");
}

TEST(DocumentQueue, TakesADocumentLargerThanItself) {
  DocumentQueue queue(10);
  queue.push(document("event", "1"), 0);
  EXPECT_EQ(popped(queue), "1");
}

TEST(DocumentQueue, PutsBackInFront) {
  DocumentQueue queue(100 * cost());
  queue.push(document("event", "3"), 0);
  queue.push(document("session", "4"), 0);
  std::vector<Document> back;
  back.push_back(document("session", "1"));
  back.push_back(document("event", "2"));
  queue.put_back(std::move(back));
  back.clear();
  back.push_back(document("event", "0"));
  queue.put_back(std::move(back));
  EXPECT_EQ(popped(queue), "01234");
}

// Whatever happens: what went in comes out in order, or is counted; never above the bound.
TEST(DocumentQueue, AccountsForEveryDocument) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const std::size_t most = (3 + random() % 10) * cost();
    DocumentQueue queue(most);
    std::uint64_t in = 0;
    std::uint64_t out = 0;
    std::uint64_t lost = 0;
    for (int step = 0; step < 200; ++step) {
      if (random() % 3 != 0) {
        queue.push(document(random() % 4 == 0 ? "session" : "event", "x"), 0);
        ++in;
        EXPECT_LE(queue.bytes(), most);
      } else if (auto next = queue.pop()) {
        ++out;
        if (random() % 5 == 0) {
          std::vector<Document> back;
          back.push_back(std::move(*next));
          queue.put_back(std::move(back));
          --out;
        }
      }
      for (const auto& [kind, loss] : queue.take_dropped()) lost += loss.count;
    }
    EXPECT_EQ(in, out + lost + queue.size());
  }
}

}  // namespace
}  // namespace auweave::deliver

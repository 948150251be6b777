#include "deliver/delivery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>

#include "deliver/numbering.h"

namespace auweave::deliver {
namespace {

// A carrier as a test says.
struct Script {
  std::mutex lock;
  std::function<std::optional<Outcome>(const Document&)> fate;  // nothing: not yet
  bool takes = true;
  std::string trouble;
  std::vector<std::string> delivered;
  std::vector<std::string> leaves;  // of a carrier that numbers: "bytes: log number"
};

class ScriptedCarrier : public Carrier {
 public:
  ScriptedCarrier(Script& script, const std::optional<Numbering::Start>& start) : script_(script) {
    if (start.has_value()) numbering_.emplace(*start);
  }

  bool send(Document& document, SendId id) override {
    const std::lock_guard guard(script_.lock);
    if (!script_.takes) return false;
    if (numbering_.has_value() && document.leaf.number == 0) {
      document.leaf = numbering_->next(document);
      numbering_->take(document);
    }
    sent_.emplace_back(id, &document);
    return true;
  }
  void serve(int, std::vector<Acknowledged>& acknowledged) override {
    const std::lock_guard guard(script_.lock);
    std::erase_if(sent_, [&](const auto& one) {
      const auto outcome = script_.fate(*one.second);
      if (!outcome.has_value()) return false;
      acknowledged.push_back({one.first, *outcome});
      if (outcome == Outcome::delivered) script_.delivered.push_back(one.second->bytes);
      const Leaf& leaf = one.second->leaf;
      if (outcome == Outcome::delivered && leaf.number != 0)
        script_.leaves.push_back(one.second->bytes + ": " + leaf.log + " " +
                                 std::to_string(leaf.number));
      return true;
    });
  }
  [[nodiscard]] LeafPlace kept_place() const override {
    return numbering_.has_value() ? numbering_->kept() : LeafPlace();
  }
  [[nodiscard]] std::string trouble() const override {
    const std::lock_guard guard(script_.lock);
    return script_.trouble;
  }

 private:
  Script& script_;
  std::optional<Numbering> numbering_;
  std::vector<std::pair<SendId, Document*>> sent_;
};

class DeliveryTest : public testing::Test {
 protected:
  DeliveryTest() {
    script_.fate = [](const Document&) { return Outcome::delivered; };
  }
  void start(std::size_t most = Delivery::kMostBytes) {
    delivery_.emplace("there", std::make_unique<ScriptedCarrier>(script_, numbering_), most, log_);
  }
  void put(const std::string& bytes, std::string_view kind = "event", std::uint64_t entry = 0) {
    EXPECT_TRUE(delivery_->put({.kind = kind, .key = "k", .bytes = bytes, .entry = entry}).ok());
  }
  // Waits until it is so, for five seconds at most.
  bool is_acked_before(std::uint64_t entry) {
    for (int i = 0; i < 500; ++i) {
      if (delivery_->acked_before(100) == entry) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
  template <typename Change>
  void change(Change change) {
    const std::lock_guard guard(script_.lock);
    change(script_);
  }
  std::vector<std::string> delivered() {
    const std::lock_guard guard(script_.lock);
    return script_.delivered;
  }
  // Until take_losses() tells something.
  Delivery::Untold losses() {
    for (int i = 0; i < 500; ++i) {
      auto untold = delivery_->take_losses();
      if (!untold.none()) return untold;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {};
  }

  std::vector<std::string> leaves() {
    const std::lock_guard guard(script_.lock);
    return script_.leaves;
  }

  Script script_;
  std::optional<Numbering::Start> numbering_;
  std::vector<std::string> said_;
  base::Log log_{[this](base::Log::Level, const std::string& line) { said_.push_back(line); }};
  std::optional<Delivery> delivery_;
};

std::vector<std::string> numbers(int from, int to) {
  std::vector<std::string> all;
  for (int i = from; i < to; ++i) all.push_back(std::to_string(i));
  return all;
}

TEST_F(DeliveryTest, DeliversInOrder) {
  start();
  for (const std::string& number : numbers(0, 5000)) put(number);
  ASSERT_TRUE(delivery_->flush(10'000).ok());
  EXPECT_EQ(delivered(), numbers(0, 5000));
  EXPECT_EQ(delivery_->counts().delivered.at("event"), 5000U);
}

// Some come back once: they go again in their order, before everything that was not sent yet.
TEST_F(DeliveryTest, SendsAgainWhatComesBackInOrder) {
  std::set<std::string> seen;
  script_.fate = [&](const Document& document) {
    const bool first = seen.insert(document.bytes).second;
    return first && document.bytes.ends_with('3') ? Outcome::again : Outcome::delivered;
  };
  script_.takes = false;
  start();
  for (const std::string& number : numbers(0, 2000)) put(number);
  change([](Script& script) { script.takes = true; });
  ASSERT_TRUE(delivery_->flush(10'000).ok());
  const auto got = delivered();
  ASSERT_EQ(got.size(), 2000U);
  std::vector<int> returned;
  std::vector<int> others;
  for (const std::string& one : got)
    (one.ends_with('3') ? returned : others).push_back(std::stoi(one));
  EXPECT_EQ(returned.size(), 200U);
  EXPECT_TRUE(std::is_sorted(returned.begin(), returned.end()));
  EXPECT_TRUE(std::is_sorted(others.begin(), others.end()));
  const auto place = [&](const char* one) {
    return std::find(got.begin(), got.end(), one) - got.begin();
  };
  EXPECT_LT(place("13"), place("1999"));  // of the last round, which had to wait for the first
}

TEST_F(DeliveryTest, GivesUpADocumentThatIsRefusedAndTells) {
  script_.fate = [](const Document& document) {
    if (document.bytes == "bad") return Outcome::refused;
    return document.bytes == "doubtful" ? Outcome::doubtful : Outcome::delivered;
  };
  start();
  for (const char* bytes : {"1", "bad", "2", "doubtful", "3"}) put(bytes);
  ASSERT_TRUE(delivery_->flush(10'000).ok());
  EXPECT_EQ(delivered().size(), 3U);
  put("4");
  EXPECT_EQ(losses().refused.at("event").count, 2U);
  EXPECT_EQ(delivery_->counts().refused.at("event").count, 2U);
}

TEST_F(DeliveryTest, DropsTheOldestWhileNothingIsTakenAndTellsLater) {
  script_.takes = false;
  script_.trouble = "away";
  const std::size_t cost = Document({.kind = "event", .key = "k", .bytes = "00"}).cost();
  start(10 * cost);
  for (const std::string& number : numbers(10, 60)) put(number);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_TRUE(delivery_->take_losses().none());  // not while it is away
  const auto flushed = delivery_->flush(50);
  ASSERT_FALSE(flushed.ok());
  EXPECT_EQ(flushed.error().message, "there: not delivered at the end: 10 event (away)");
  change([](Script& script) {
    script.takes = true;
    script.trouble.clear();
  });
  ASSERT_TRUE(delivery_->flush(10'000).ok());
  EXPECT_EQ(delivered(), numbers(50, 60));
  EXPECT_EQ(losses().dropped.at("event").count, 40U);
  EXPECT_TRUE(delivery_->take_losses().none());  // once
}

// Delivered, refused or dropped; what comes back is not.
TEST_F(DeliveryTest, KnowsBeforeWhichEntryAllIsAcknowledged) {
  std::string waits = "ce";
  script_.fate = [&](const Document& document) -> std::optional<Outcome> {
    if (waits.find(document.bytes) != std::string::npos) return std::nullopt;
    return document.bytes == "b" ? Outcome::refused : Outcome::delivered;
  };
  start();
  EXPECT_EQ(delivery_->acked_before(100), 100U);
  put("a", "event", 7);
  put("b", "event", 7);
  put("c", "event", 9);
  put("d", "event", 9);
  put("e", "event", 11);
  put("of no entry");
  EXPECT_TRUE(is_acked_before(9));
  change([&](Script&) { waits = "e"; });
  EXPECT_TRUE(is_acked_before(11));
  change([&](Script&) { waits = ""; });
  EXPECT_TRUE(is_acked_before(100));
}

TEST_F(DeliveryTest, WhatIsDroppedIsAcknowledged) {
  script_.takes = false;
  start(2000);
  EXPECT_TRUE(delivery_->has_capacity());
  for (std::uint64_t entry = 1; entry < 50; ++entry) {
    put(std::string(300, 'x'), "event", entry);
  }
  EXPECT_FALSE(delivery_->has_capacity());
  EXPECT_GT(delivery_->acked_before(100), 40U);
}

// Whoever has a spool keeps the rest there.
TEST_F(DeliveryTest, HasNoCapacityForMoreThanACarrierNeeds) {
  script_.takes = false;
  start();
  for (int i = 0; i < 3; ++i) put(std::string(1UL << 20U, 'x'));
  EXPECT_TRUE(delivery_->has_capacity());
  for (int i = 0; i < 2; ++i) put(std::string(1UL << 20U, 'x'));
  EXPECT_FALSE(delivery_->has_capacity());
  EXPECT_TRUE(delivery_->counts().dropped.empty());
}

TEST_F(DeliveryTest, PutNeverWaits) {
  script_.fate = [](const Document&) { return std::optional<Outcome>(); };  // it never answers
  start(1UL << 20U);
  for (int i = 0; i < 20'000; ++i) put(std::string(200, 'x'));
  const auto counts = delivery_->counts();
  EXPECT_GT(counts.dropped.at("event").count, 10'000U);
  EXPECT_LE(counts.waiting_bytes, 1UL << 20U);
}

TEST_F(DeliveryTest, NumbersWhatIsSentAndNothingThatIsDropped) {
  numbering_ = Numbering::Start{"o", "ab"};
  script_.takes = false;
  const std::size_t cost = Document({.kind = "event", .key = "k", .bytes = "00"}).cost();
  start(10 * cost);
  for (const std::string& number : numbers(10, 60)) put(number);
  change([](Script& script) { script.takes = true; });
  ASSERT_TRUE(delivery_->flush(10'000).ok());
  const auto got = leaves();
  ASSERT_EQ(got.size(), 10U);
  EXPECT_EQ(got.front(), "50: o/ab 1");
  EXPECT_EQ(got.back(), "59: o/ab 10");
}

TEST_F(DeliveryTest, WhatComesBackKeepsItsNumber) {
  numbering_ = Numbering::Start{"o", "ab"};
  std::set<std::string> seen;
  script_.fate = [&](const Document& document) {
    const bool first = seen.insert(document.bytes).second;
    return first && document.bytes == "b" ? Outcome::again : Outcome::delivered;
  };
  start();
  for (const char* bytes : {"a", "b", "c"}) put(bytes);
  ASSERT_TRUE(delivery_->flush(10'000).ok());
  EXPECT_THAT(leaves(), testing::UnorderedElementsAre("a: o/ab 1", "b: o/ab 2", "c: o/ab 3"));
}

// Its number is missing: whoever reads sees that it was sent.
TEST_F(DeliveryTest, WhatIsRefusedKeepsItsNumber) {
  numbering_ = Numbering::Start{"o", "ab"};
  script_.fate = [](const Document& document) {
    return document.bytes == "b" ? Outcome::refused : Outcome::delivered;
  };
  start();
  for (const char* bytes : {"a", "b", "c"}) put(bytes);
  ASSERT_TRUE(delivery_->flush(10'000).ok());
  EXPECT_THAT(leaves(), testing::ElementsAre("a: o/ab 1", "c: o/ab 3"));
}

// From there another process gives the same documents the same leaves.
TEST_F(DeliveryTest, KnowsTheLeafBeforeWhatIsNotAcknowledged) {
  numbering_ = Numbering::Start{"o", "ab", true, LeafPlace{7, {"o/aa", 40}, 0}};
  script_.fate = [](const Document& document) -> std::optional<Outcome> {
    if (document.bytes == "d") return std::nullopt;
    return Outcome::delivered;
  };
  start();
  EXPECT_EQ(delivery_->leaf_place(3), (LeafPlace{7, {"o/aa", 40}, 0}));
  put("a", "event", 7);
  put("b", "event", 9);
  put("of no entry");
  put("c", "event", 10);
  put("d", "event", 10);
  put("e", "event", 11);
  EXPECT_TRUE(is_acked_before(10));
  for (int i = 0; i < 500 && leaves().size() < 5; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_THAT(leaves(), testing::ElementsAre("a: o/aa 41", "b: o/aa 42", "of no entry: o/ab 1",
                                             "c: o/aa 43", "e: o/aa 45"));
  EXPECT_EQ(delivery_->leaf_place(12), (LeafPlace{10, {"o/aa", 42}, 0}));
}

// What was dropped of its entries would come again, with a number that another document has.
TEST_F(DeliveryTest, BehindADropEntriesBeginALog) {
  numbering_ = Numbering::Start{"o", "ab", true, LeafPlace{7, {"o/aa", 40}, 0}};
  start(4000);
  put("a", "event", 7);
  ASSERT_TRUE(delivery_->flush(10'000).ok());
  change([](Script& script) { script.takes = false; });
  for (std::uint64_t entry = 8; entry < 50; ++entry) put(std::string(300, 'x'), "event", entry);
  change([](Script& script) { script.takes = true; });
  ASSERT_TRUE(delivery_->flush(10'000).ok());
  put("z", "event", 50);
  ASSERT_TRUE(delivery_->flush(10'000).ok());
  const auto got = leaves();
  EXPECT_EQ(got.front(), "a: o/aa 41");
  EXPECT_TRUE(got[1].ends_with("x: o/ab 1")) << got[1];
  EXPECT_TRUE(got.back().starts_with("z: o/ab.2 ")) << got.back();
  EXPECT_EQ(delivery_->leaf_place(51).last.log, "o/ab.2");
}

}  // namespace
}  // namespace auweave::deliver

#include "deliver/numbering.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <random>
#include <set>

#include "deliver/leaf_places.h"

namespace auweave::deliver {
namespace {

Document document(const std::string& bytes, std::uint64_t entry = 0, std::uint64_t made_by = 0) {
  Document made({.kind = "event", .key = "k", .bytes = bytes, .entry = entry, .made_by = made_by});
  made.apart = entry != 0;
  return made;
}

// "LOG NUMBER" of a document that is taken.
std::string given(Numbering& numbering, std::uint64_t entry, bool apart = true) {
  Document one = document("x", entry);
  one.apart = one.apart && apart;
  one.leaf = numbering.next(one);
  numbering.take(one);
  return one.leaf.log + " " + std::to_string(one.leaf.number);
}

TEST(Numbering, CountsFromOne) {
  Numbering numbering({"h/auweave/id", "ab"});
  EXPECT_EQ(given(numbering, 0), "h/auweave/id/ab 1");
  EXPECT_EQ(given(numbering, 7), "h/auweave/id/ab 2");
  EXPECT_EQ(given(numbering, 0), "h/auweave/id/ab 3");
}

TEST(Numbering, GivesNothingToWhatIsNotTaken) {
  Numbering numbering({"o", "ab"});
  EXPECT_EQ(numbering.next(document("x")).number, 1U);
  EXPECT_EQ(numbering.next(document("x")).number, 1U);
  EXPECT_EQ(given(numbering, 0), "o/ab 1");
}

TEST(Numbering, GoesOnFromACheckpoint) {
  Numbering numbering({"o", "ab"});
  numbering.resume({"o/before", 41});
  EXPECT_EQ(given(numbering, 0), "o/before 42");
  EXPECT_EQ(given(numbering, 5), "o/before 43");
  // What is not in Kafka with its checkpoint never was.
  EXPECT_EQ(given(numbering, 6, false), "o/before 44");
}

TEST(Numbering, CountsEntriesApart) {
  Numbering numbering({.origin = "o", .life = "ab", .apart = true});
  EXPECT_EQ(given(numbering, 1), "o/ab 1");
  EXPECT_EQ(given(numbering, 0), "o/ab.2 1");
  EXPECT_EQ(given(numbering, 2), "o/ab 2");
  EXPECT_EQ(given(numbering, 0), "o/ab.2 2");
}

TEST(Numbering, EntriesGoOnFromTheSpool) {
  Numbering numbering({"o", "cd", true, LeafPlace{7, {"o/ab", 41}, 3}});
  EXPECT_TRUE(numbering.has(6));
  EXPECT_FALSE(numbering.has(7));
  EXPECT_FALSE(numbering.has(0));
  EXPECT_EQ(given(numbering, 0), "o/cd 1");
  EXPECT_EQ(given(numbering, 7), "o/ab 42");
}

TEST(Numbering, APlaceWithoutALogBeginsOne) {
  Numbering numbering({"o", "cd", true, LeafPlace{7, {}, 3}});
  EXPECT_TRUE(numbering.has(6));
  EXPECT_EQ(numbering.kept(), (LeafPlace{7, {"o/cd", 0}, 3}));
  EXPECT_EQ(given(numbering, 0), "o/cd.2 1");
  EXPECT_EQ(given(numbering, 7), "o/cd 1");
}

TEST(Numbering, EntriesBehindADropEndTheirLog) {
  Numbering numbering({.origin = "o", .life = "ab", .apart = true});
  EXPECT_EQ(given(numbering, 1), "o/ab 1");
  EXPECT_EQ(given(numbering, 0), "o/ab.2 1");
  EXPECT_EQ(given(numbering, 3, false), "o/ab.2 2");
  EXPECT_EQ(given(numbering, 0), "o/ab.2 3");
  EXPECT_EQ(given(numbering, 4), "o/ab.3 1");
  EXPECT_EQ(given(numbering, 4), "o/ab.3 2");
}

TEST(LeafPlace, IsReadAsItWasWritten) {
  const LeafPlace place{7, {"o/ab", 41}, 3};
  EXPECT_EQ(leaf_place_of(encoded(place)), place);
  EXPECT_EQ(leaf_place_of(""), std::nullopt);
  EXPECT_EQ(leaf_place_of(encoded(place) + "x"), std::nullopt);
  EXPECT_EQ(leaf_place_of("\x02" + encoded(place).substr(1)), std::nullopt);
}

LeafPlace sent(std::uint64_t entry, const std::string& log, std::uint64_t number) {
  return {entry, {log, number}, 0};
}

TEST(LeafPlaces, AreBeforeTheFirstDocumentOfAnEntry) {
  LeafPlaces places(sent(5, "a", 40));
  EXPECT_EQ(places.at(5), sent(5, "a", 40));
  places.add(sent(6, "a", 41), 6);
  places.add(sent(6, "a", 42), 6);
  places.add(sent(8, "a", 43), 6);
  EXPECT_EQ(places.at(6), sent(6, "a", 40));
  EXPECT_EQ(places.at(7), sent(7, "a", 42));
  EXPECT_EQ(places.at(8), sent(8, "a", 42));
  EXPECT_EQ(places.at(9), sent(9, "a", 43));
}

// Documents without a leaf come again: they must not get one that others have.
TEST(LeafPlaces, BehindADropBeginALog) {
  LeafPlaces places(sent(5, "a", 40));
  places.add(sent(6, "a", 41), 6);
  places.broken(7);
  EXPECT_EQ(places.at(7), sent(7, "a", 41));
  EXPECT_EQ(places.at(8), (LeafPlace{8}));
  EXPECT_TRUE(places.counts_apart(6, false));
  EXPECT_FALSE(places.counts_apart(7, true));
  EXPECT_FALSE(places.counts_apart(7, true));  // the carrier did not take it
  places.add({7}, 6);
  EXPECT_FALSE(places.counts_apart(8, false));
  places.add({8}, 6);
  EXPECT_TRUE(places.counts_apart(9, true));
  places.add(sent(9, "b", 1), 6);
  EXPECT_EQ(places.at(6), sent(6, "a", 40));
  EXPECT_EQ(places.at(7), (LeafPlace{7}));
  EXPECT_EQ(places.at(9), sent(9, "b", 0));
  EXPECT_EQ(places.at(10), sent(10, "b", 1));
}

// A plugin, a queue, a carrier and a spool as one value, and all that may happen to them. What is woven
// of an entry is the same each time, if the mapping is.
class Simulation {
 public:
  struct Rates {
    unsigned drop = 0, reload = 0;  // of 100 steps
  };
  Simulation(unsigned seed, Rates rates) : random_(seed), rates_(rates) { begin(); }

  void run(int steps) {
    for (int step = 0; step < steps; ++step) {
      const unsigned dice = below(100);
      if (dice < 2) {
        begin();
      } else if (dice < 2 + rates_.reload) {
        mapping_ = 1 + below(3);  // perhaps one of before
        places_->broken(woven_);
      } else if (dice < 2 + rates_.reload + rates_.drop) {
        drop();
      } else if (dice < 40) {
        weave();
      } else if (dice < 65) {
        send();
      } else if (dice < 90) {
        acknowledge();
      } else {
        note();
      }
    }
    while (!queue_.empty()) send();
  }

  std::map<std::pair<std::string, std::uint64_t>, std::string> of_leaf;  // what was sent
  std::map<std::string, std::set<std::string>> leaves;                   // of each document

 private:
  unsigned below(unsigned most) { return static_cast<unsigned>(random_() % most); }

  // A kill, and a start: the mapping is the last one that was loaded.
  void begin() {
    queue_.clear();
    sent_.clear();
    waiting_.clear();
    ++life_;
    if (noted_.made_by != mapping_) noted_ = {noted_.next, {}, mapping_};
    numbering_.emplace(Numbering::Start{"o", std::to_string(life_), true, noted_});
    places_.emplace(numbering_->kept());
    noted_ = places_->at(noted_.next);
    woven_ = noted_.next;
  }
  void weave() {
    // Of most entries comes one document, of some none or several; of which, the mapping decides.
    std::mt19937 of_entry(static_cast<unsigned>(woven_ * 31 + mapping_));
    const unsigned count = of_entry() % 4;
    for (unsigned i = 0; i < count; ++i) {
      const std::string bytes = std::to_string(woven_) + "." + std::to_string(i) + " of mapping " +
                                std::to_string(mapping_);
      queue_.push_back(document(bytes, woven_, mapping_));
      ++waiting_[woven_];
    }
    ++woven_;
    if (below(10) == 0)
      queue_.push_back(document("own " + std::to_string(life_) + " " + std::to_string(++own_)));
  }
  // The oldest, but now and then one behind it: sessions are dropped last.
  void drop() {
    const std::size_t at = below(3);
    if (at >= queue_.size() || queue_[at].entry == 0) return;
    const std::uint64_t entry = queue_[at].entry;
    queue_.erase(queue_.begin() + static_cast<std::ptrdiff_t>(at));
    places_->broken(entry);
    acked(entry);
  }
  void send() {
    if (queue_.empty()) return;
    Document next = queue_.front();
    queue_.pop_front();
    if (next.entry != 0) next.apart = places_->counts_apart(next.entry, below(2) == 0);
    next.leaf = numbering_->next(next);
    if (below(4) == 0) {  // the carrier does not take it now
      next.leaf = {};
      queue_.push_front(std::move(next));
      return;
    }
    numbering_->take(next);
    if (next.entry != 0)
      places_->add({next.entry, next.apart ? next.leaf : Leaf(), next.made_by},
                   waiting_.begin()->first);
    const std::string leaf = next.leaf.log + " " + std::to_string(next.leaf.number);
    const auto [there, fresh] =
        of_leaf.emplace(std::pair(next.leaf.log, next.leaf.number), next.bytes);
    EXPECT_EQ(there->second, next.bytes) << leaf;
    leaves[next.bytes].insert(leaf);
    sent_.push_back(next.entry);
  }
  void acknowledge() {
    if (sent_.empty()) return;
    const std::size_t at = below(static_cast<unsigned>(sent_.size()));
    acked(sent_[at]);
    sent_.erase(sent_.begin() + static_cast<std::ptrdiff_t>(at));
  }
  void acked(std::uint64_t entry) {
    const auto one = waiting_.find(entry);
    if (one != waiting_.end() && --one->second == 0) waiting_.erase(one);
  }
  void note() {
    const std::uint64_t lowest = waiting_.empty() ? woven_ : waiting_.begin()->first;
    noted_ = places_->at(std::max(lowest, places_->kept_next()));
  }

  std::mt19937 random_;
  Rates rates_;
  std::uint64_t mapping_ = 1, woven_ = 1;
  int life_ = 0, own_ = 0;
  std::deque<Document> queue_;
  std::vector<std::uint64_t> sent_;               // entries of what waits for its outcome
  std::map<std::uint64_t, std::size_t> waiting_;  // as in Delivery
  std::optional<LeafPlaces> places_;
  std::optional<Numbering> numbering_;
  LeafPlace noted_{1, {}, 1};  // in the spool
};

// Logs of which a number is missing between 1 and their last one.
std::set<std::string> logs_with_gaps(const Simulation& simulation) {
  std::set<std::string> gaps;
  std::map<std::string, std::uint64_t> last;
  for (const auto& [leaf, bytes] : simulation.of_leaf) {
    if (leaf.second != ++last[leaf.first]) gaps.insert(leaf.first);
  }
  return gaps;
}

TEST(Numbering, ThroughKillsTheSameDocumentHasTheSameLeaf) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    Simulation simulation(seed, {});
    simulation.run(1000);
    EXPECT_TRUE(logs_with_gaps(simulation).empty());
    std::set<std::string> logs;
    for (const auto& [bytes, leaves] : simulation.leaves) {
      EXPECT_EQ(leaves.size(), 1U) << bytes;
      if (!bytes.starts_with("own"))
        logs.insert(leaves.begin()->substr(0, leaves.begin()->find(' ')));
    }
    EXPECT_GT(simulation.leaves.size(), 50U);
    EXPECT_EQ(logs.size(), 1U);
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
  }
}

TEST(Numbering, NoLeafIsGivenToTwoDocumentsWhateverHappens) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    Simulation simulation(seed, {.drop = 10, .reload = 3});
    simulation.run(1000);
    EXPECT_TRUE(logs_with_gaps(simulation).empty());
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace auweave::deliver

#include "base/bounded_map.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

#include "base/state.h"

namespace auweave::base {
namespace {

using Map = BoundedMap<int, std::string>;

std::string keys(const Map& map) {
  std::string text;
  for (const auto& [key, value] : map.entries())
    text += (text.empty() ? "" : " ") + std::to_string(key);
  return text;
}

TEST(BoundedMap, ForgetsWhatWasUsedLeastRecently) {
  Map map(3);
  map.enter(1, "a");
  map.enter(2, "b");
  map.enter(3, "c");
  EXPECT_EQ(*map.use(1), "a");
  EXPECT_EQ(*map.find(2), "b") << "a look is no use";
  map.enter(4, "d");
  EXPECT_EQ(keys(map), "4 1 3");
  EXPECT_EQ(map.use(2), nullptr);
  map.enter(3, "e");
  EXPECT_EQ(keys(map), "3 4 1");
  EXPECT_EQ(*map.find(3), "e");
}

TEST(BoundedMap, GivesEntriesBack) {
  Map map(3);
  EXPECT_FALSE(map.take_oldest().has_value());
  map.enter(1, "a");
  map.enter(2, "b");
  EXPECT_EQ(map.take(2)->value, "b");
  EXPECT_FALSE(map.take(2).has_value());
  EXPECT_EQ(map.take_oldest()->key, 1);
  EXPECT_TRUE(map.empty());
}

TEST(BoundedMap, IsSavedWithItsOrder) {
  Map map(3);
  for (int key : {1, 2, 3}) map.enter(key, std::to_string(key));
  map.use(1);
  Saver saver;
  saver(map);
  const std::string bytes = saver.take();
  Map loaded(3);
  Loader loader(bytes);
  loader(loaded);
  EXPECT_TRUE(loader.complete());
  EXPECT_EQ(keys(loaded), "1 3 2");
  loaded.enter(4, "d");
  EXPECT_EQ(loaded.find(2), nullptr);
  Map small(2);
  Loader again(bytes);
  again(small);
  EXPECT_FALSE(again.complete()) << "more than it may hold";
}

// Against a map and a list of what was used.
TEST(BoundedMap, IsAMapThatForgets) {
  std::mt19937 random(7);
  constexpr std::size_t kMost = 8;
  Map map(kMost);
  std::map<int, std::string> values;
  std::vector<int> order;  // the youngest last
  const auto young = [&](int key) {
    std::erase(order, key);
    order.push_back(key);
  };
  for (int step = 0; step < 20'000; ++step) {
    const int key = static_cast<int>(random() % 16);
    const bool known = values.contains(key);
    switch (random() % 4) {
      case 0:
        EXPECT_EQ(map.use(key) != nullptr, known);
        if (known) young(key);
        break;
      case 1:
        EXPECT_EQ(map.take(key).has_value(), known);
        values.erase(key);
        std::erase(order, key);
        break;
      default:
        map.enter(key, std::to_string(step));
        values[key] = std::to_string(step);
        young(key);
        if (values.size() > kMost) {
          values.erase(order.front());
          order.erase(order.begin());
        }
    }
    ASSERT_EQ(map.size(), values.size());
    for (const auto& [each, value] : values) ASSERT_EQ(*map.find(each), value);
  }
}

}  // namespace
}  // namespace auweave::base

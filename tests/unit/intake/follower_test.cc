#include "intake/follower.h"

#include <gtest/gtest.h>

#include <deque>
#include <future>

namespace auweave::intake {
namespace {

using std::chrono::seconds;

// Gives its items, and then does not answer until it is released.
class Fake : public Followed {
 public:
  Fake(std::uint32_t source, int items, std::shared_future<void> release)
      : source_(source), left_(items), release_(std::move(release)) {}
  [[nodiscard]] std::uint32_t source() const override { return source_; }
  base::Result<std::optional<FollowedItem>> next() override {
    if (left_ == 0 && release_.valid()) release_.wait();
    if (left_ == 0) return std::optional<FollowedItem>();
    --left_;
    return std::optional<FollowedItem>(FollowedLine{source_, "x", 1, 0, 0});
  }
  std::optional<FollowedItem> rest() override { return std::nullopt; }
  [[nodiscard]] FollowedState state() const override {
    return {.path = "input " + std::to_string(source_), .there = true};
  }

 private:
  std::uint32_t source_;
  int left_;
  std::shared_future<void> release_;
};

TEST(Follower, ReadsOnWhileAnInputDoesNotAnswer) {
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  std::deque<std::string> said;
  base::Log log([&](base::Log::Level, const std::string& line) { said.push_back(line); });
  Inbox inbox;
  Follower follower(inbox, log);
  follower.add(std::make_unique<Fake>(3, 1, released));
  follower.add(std::make_unique<Fake>(4, 100, std::shared_future<void>()));
  ASSERT_TRUE(inbox.put("record\n"));
  const base::WallTime now = base::WallTime::from_ms(1'000'000);
  auto running = std::async(std::launch::async, [&] { follower.run(); });
  int lines = 0;
  while (lines < 101 && std::holds_alternative<FollowedLine>(inbox.take(seconds(2)))) ++lines;
  EXPECT_EQ(lines, 101);
  EXPECT_TRUE(follower.take_stuck(now).empty()) << "not yet";
  // Records wait for the inputs, but not for this one.
  EXPECT_TRUE(std::holds_alternative<Records>(inbox.take(seconds(10))));
  const auto notes = follower.take_stuck(now);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].source, 3U);
  EXPECT_TRUE(notes[0].quota.empty());
  EXPECT_LE(notes[0].since.ms(), now.ms() - 5000);
  EXPECT_TRUE(follower.take_stuck(now).empty()) << "once";
  const auto states = follower.states(now);
  EXPECT_TRUE(states.at(0).stuck_since.has_value());
  EXPECT_FALSE(states.at(1).stuck_since.has_value());
  follower.ask_end();
  EXPECT_EQ(running.wait_for(seconds(5)), std::future_status::ready) << "it is not waited for";
  EXPECT_NE(said.back().find("input 3: has not answered for"), std::string::npos) << said.back();
  release.set_value();
}

TEST(Follower, EndsAtOnceWhenAllAnswer) {
  base::Log log([](base::Log::Level, const std::string&) {});
  Inbox inbox;
  Follower follower(inbox, log);
  follower.add(std::make_unique<Fake>(1, 3, std::shared_future<void>()));
  auto running = std::async(std::launch::async, [&] { follower.run(); });
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(std::holds_alternative<FollowedLine>(inbox.take(seconds(2))));
  follower.ask_end();
  EXPECT_EQ(running.wait_for(seconds(3)), std::future_status::ready);
}

TEST(Follower, EndsWithoutInputs) {
  base::Log log([](base::Log::Level, const std::string&) {});
  Inbox inbox;
  Follower follower(inbox, log);
  auto running = std::async(std::launch::async, [&] { follower.run(); });
  follower.ask_end();
  EXPECT_EQ(running.wait_for(seconds(3)), std::future_status::ready);
}

}  // namespace
}  // namespace auweave::intake

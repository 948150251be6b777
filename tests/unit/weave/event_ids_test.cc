// Attacks on the ids themselves: users choose the words in recordings and in damaged lines.
#include "weave/event_ids.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::weave {
namespace {

constexpr unsigned kSeed = 20261130;

// Few letters, so that fields often hold what another field holds.
std::string some_word(std::mt19937& random) {
  constexpr std::array<std::string_view, 9> words = {"",  "a",     "b",       "aa",  "ab",
                                                     "/", "chunk", "suspect", "tlog"};
  const std::size_t which = random() % (words.size() + 2);
  if (which < words.size()) return std::string(words[which]);
  // A number as the digester has it, or a part's length.
  return std::string(1, which == words.size() ? '\0' : '\1') + std::string(7, '\0');
}

// The words with their lengths, so that no two lists of words are one text.
std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += std::to_string(word.size()) + ":" + word + " ";
  return text;
}

// What was made, by id: an id is of one thing, and a thing has one id.
class Made {
 public:
  void add(const std::string& id, const std::string& what) {
    ASSERT_EQ(id.size(), 32U);
    const auto [known, fresh] = by_id_.emplace(id, what);
    ASSERT_EQ(known->second, what) << (fresh ? "" : "known already");
    all_.insert(what);
  }
  void expect_as_many_ids() const { EXPECT_EQ(by_id_.size(), all_.size()); }
  [[nodiscard]] std::size_t size() const { return by_id_.size(); }

 private:
  std::map<std::string, std::string> by_id_;
  std::set<std::string> all_;
};

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  void chunk() {
    const auto w = words(6);
    const std::string session = one_in_two() ? "s" : "";
    model::TtyDocument document;
    document.stamp.time = base::WallTime{number()};
    document.stamp.session_id = session;
    document.source = w[0];
    document.rec = w[1];
    document.recording_host = w[2];
    document.tty_output = w[3];
    document.tty_input = w[4];
    document.timing = w[5];
    document.chunk = static_cast<std::uint64_t>(number());
    if (one_in_two()) document.columns = number();
    if (one_in_two()) document.left_out_bytes = number();
    std::string what = "chunk " + listed(w) + std::to_string(document.stamp.time->ns) + " " +
                       std::to_string(document.chunk) + " " +
                       std::to_string(document.columns.value_or(-1)) + " " +
                       std::to_string(document.left_out_bytes.value_or(-1));
    if (session.empty()) {
      document.claimed_ses = number();
      what += " suspect " + std::to_string(*document.claimed_ses);
    }
    made_.add(ids_.of_chunk(document), what);
  }
  void deadletter() {
    const auto w = words(4);
    model::DeadletterDocument document;
    document.source = w[0];
    document.reason = w[1];
    document.data = w[2];
    if (one_in_two()) document.truncated = number();
    const auto offset = static_cast<std::uint64_t>(number());
    made_.add(ids_.of_deadletter(document, offset, w[3]),
              "deadletter " + listed(w) + std::to_string(offset) + " " +
                  std::to_string(document.truncated.value_or(-1)));
  }
  void suspicion() {
    const auto w = words(4);
    model::TtyChunk chunk;
    chunk.source = w[0];
    chunk.rec = w[1];
    std::string what = "suspicion " + listed({w[0], w[1], w[2]});
    if (one_in_two()) {
      chunk.ran = model::RecordedCommand();
      chunk.ran->time = base::WallTime{number()};
      chunk.recording_host = w[3];
      what += listed({w[3]}) + std::to_string(chunk.ran->time.ns);
    }
    made_.add(ids_.of_suspicion(chunk, w[2]), what);
  }
  void losses() {
    const auto w = words(3);
    const auto first = static_cast<std::uint64_t>(number());
    const auto last = static_cast<std::uint64_t>(number());
    const std::string numbers = std::to_string(first) + " " + std::to_string(last);
    made_.add(ids_.of_gap("s", w[0], first, last), "gap " + listed({w[0]}) + numbers);
    made_.add(ids_.of_lost_records(w[0], w[1], w[2], first),
              "lost " + listed(w) + std::to_string(first));
    made_.add(ids_.of_kernel_loss(w[0], w[1], first),
              "kernel " + listed({w[0], w[1]}) + std::to_string(first));
    made_.add(ids_.of_repair(w[0], w[1], {first, last, {}, {}}, 3),
              "repair " + listed({w[0], w[1]}) + numbers);
  }
  [[nodiscard]] const Made& made() const { return made_; }

 private:
  std::vector<std::string> words(std::size_t count) {
    std::vector<std::string> found;
    while (found.size() < count) found.push_back(some_word(random_));
    return found;
  }
  std::int64_t number() { return static_cast<std::int64_t>(random_() % 3); }
  bool one_in_two() { return random_() % 2 == 0; }

  std::mt19937 random_;
  EventIds ids_;
  Made made_;
};

TEST(EventIds, OfWhatUsersWriteAreOfOneThingEach) {
  Maker maker(kSeed);
  for (int i = 0; i < 20'000 && !testing::Test::HasFatalFailure(); ++i) {
    maker.chunk();
    maker.deadletter();
    maker.suspicion();
    maker.losses();
  }
  maker.made().expect_as_many_ids();
  EXPECT_GT(maker.made().size(), 20'000U);
}

TEST(EventIds, OfAnEventAreItsKeyWhicheverHostCameBefore) {
  EventIds ids;
  base::Arena arena;
  const model::EventKey key{1795243350, 5, 136242};
  const std::string long_host(250, 'h');
  for (const std::string& host : {std::string("a"), std::string("b/c"), std::string("a"), long_host,
                                  std::string("a"), long_host + "i", std::string("a%2Fb")}) {
    EXPECT_EQ(ids.of_event(host, key, arena), model::bounded_id(model::key_text(host, key)));
  }
  EXPECT_EQ(ids.of_event("b/c", key, arena), "b%2Fc/1795243350.005/136242");
  EXPECT_EQ(ids.of_event(long_host, key, arena).size(), 32U);
  EXPECT_NE(ids.of_event(long_host, key, arena), ids.of_event(long_host + "i", key, arena));
}

// Of a host whose name is as long as it may be no id is longer than the largest.
TEST(EventIds, AreBounded) {
  const std::string key = model::key_text(std::string(180, 'h'), {1, 0, 1});
  std::set<std::string> all;
  for (std::uint64_t serial = 1; serial < 200'000'000'000; serial *= 7) {
    all.insert(EventIds::of_session(key, serial, SessionNews::opened));
    all.insert(EventIds::of_command(key, correlate::CommandNumber::of_execve(serial), 1));
    all.insert(EventIds::of_typed(model::key_text(std::string(180, 'h'), {1, 0, serial})));
  }
  for (const std::string& id : all) EXPECT_LE(id.size(), model::kLongestId) << id;
  EXPECT_EQ(all.size(), 3U * 14U);
}

TEST(EventIds, OfASessionAndItsCommandsAreOfOneDocumentEach) {
  EventIds ids;
  std::set<std::string> all;
  std::size_t made = 0;
  const auto add = [&](const std::string& id) {
    ++made;
    EXPECT_TRUE(all.insert(id).second) << id;
  };
  const std::vector<std::string> keys = {"h/1.000/1", "h/1.000/11", "h/1.001/1"};
  for (const std::string& key : keys) {
    for (std::uint64_t serial = 0; serial < 200; ++serial) {
      for (const auto news : {SessionNews::opened, SessionNews::updated, SessionNews::parent,
                              SessionNews::left_open, SessionNews::closed, SessionNews::recording})
        add(EventIds::of_session(key, serial, news));
      const auto number = correlate::CommandNumber::of_execve(serial);
      for (const std::int64_t part : {0, 1, 2, 11}) add(EventIds::of_command(key, number, part));
    }
    for (const char* rec : {"", "1", "2", "session"}) {
      model::TtyChunk cause;
      cause.rec = rec;
      add(ids.of_session(key, cause));
    }
  }
  EXPECT_EQ(made, all.size());
  EXPECT_EQ(EventIds::of_session("h/1.000/1", 136314, SessionNews::closed),
            "h/1.000/1/session/1363145");
  EXPECT_EQ(EventIds::of_command("h/1.000/1", correlate::CommandNumber::of_execve(9), 2),
            "h/1.000/1/command/9/2");
}

}  // namespace
}  // namespace auweave::weave

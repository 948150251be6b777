#include "pipeline/feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "audit/interpreter.h"
#include "mapping/mapping.h"
#include "meaning/meaning.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Where documents go, and what the test says of them.
struct There {
  bool has_capacity = true;
  std::vector<std::string> documents;  // event's serials
  std::vector<std::uint64_t> entries;  // of those
  std::vector<std::string> told;       // pipeline documents
  std::optional<std::uint64_t> acked;  // all before it; nothing: all that was put
  int taken = 0;                       // inputs that the feed showed
  std::string leaf_place;              // of the sink
};

class Sink : public deliver::Sink {
 public:
  explicit Sink(There& there) : there_(there) {}
  base::Status put(const deliver::Outgoing& document) override {
    if (document.kind == "pipeline") there_.told.emplace_back(document.bytes);
    if (document.kind != "event") return base::ok();
    const std::string text(document.bytes);
    const std::size_t at = text.find("\"serial\":") + 9;
    there_.documents.push_back(text.substr(at, text.find_first_of(",}", at) - at));
    there_.entries.push_back(document.entry);
    return base::ok();
  }
  base::Status flush(int) override { return base::ok(); }

 private:
  There& there_;
};

// A weaver and its feed, as a plugin has them for as long as it lives.
struct Life {
  Life(There& there, const std::string& folder, std::uint64_t most_bytes = 1UL << 30U,
       bool another_input = false)
      : mapping(support::preset("flat")),
        publisher(mapping, {}, every_kind()),
        decoder(meaning::wants_normalized),
        interpreter(nobody),
        weaver({.host = "h", .boots = {}, .holds_messages = false}, decoder, interpreter,
               publisher),
        feed({.sources = {weaver.sources().add("<stdin>"), 0, weaver.sources().add("auth.log")},
              .folder = folder,
              .most_bytes = most_bytes,
              .has_capacity = [&there] { return there.has_capacity; },
              .acked_before = [&there](std::uint64_t none) { return there.acked.value_or(none); },
              .leaf_places =
                  [&there](std::uint64_t) {
                    return std::map<std::string, std::string>{{"there", there.leaf_place}};
                  },
              .taken = [&there](const Input&) { ++there.taken; }},
             weaver, publisher, log) {
    publisher.add(std::make_unique<Sink>(there));
    if (another_input) weaver.sources().add("a file");
    const auto opened = feed.open();
    EXPECT_TRUE(opened.ok()) << opened.error().message;
    feed.resume();
    if (!feed.resumed()) feed.primed();
  }
  static Publisher::Wanted every_kind() {
    Publisher::Wanted every{};
    every.fill(true);
    return every;
  }
  void take(int serial) {
    AuditLines lines;
    const std::string line = "type=USER_ACCT msg=audit(1795243250.000:" + std::to_string(serial) +
                             "): pid=1 res=success";
    lines.add({line, static_cast<std::uint64_t>(serial), 0, 0, true});
    feed.take(std::move(lines));
  }
  void take_all(int from, int to) {
    for (int serial = from; serial < to; ++serial) take(serial);
    feed.commit();
    while (feed.weave()) {
    }
  }

  std::vector<std::string> said;
  base::Log log{[this](base::Log::Level, const std::string& line) { said.push_back(line); }};
  const mapping::Mapping& mapping;
  Publisher publisher;
  audit::NoAccounts nobody;
  audit::AuparseDecoder decoder;
  audit::Interpreter interpreter;
  weave::Weaver weaver;
  Feed feed;
};

std::vector<std::string> numbers(int from, int to) {
  std::vector<std::string> all;
  for (int i = from; i < to; ++i) all.push_back(std::to_string(i));
  return all;
}

class FeedTest : public testing::Test {
 protected:
  support::TemporaryFolder folder_;
  std::string place_ = folder_.path("state");
  There there_;
};

TEST_F(FeedTest, WithoutASpoolWeavesAtOnce) {
  Life life(there_, "");
  life.take_all(1, 4);
  EXPECT_EQ(there_.documents, numbers(1, 4));
  EXPECT_THAT(there_.entries, ElementsAre(0, 0, 0));
  EXPECT_FALSE(life.feed.state().there);
}

TEST_F(FeedTest, WithOneSaysWhichEntryADocumentIsOf) {
  Life life(there_, place_);
  life.take_all(1, 4);
  EXPECT_THAT(there_.entries, ElementsAre(1, 2, 3));
  EXPECT_TRUE(life.feed.state().there);
  EXPECT_EQ(life.feed.state().waiting, 0U);
}

TEST_F(FeedTest, KnowsTheFirstRecordOfALifeThatWroteNoEntry) {
  const auto at = [](std::int64_t second) { return base::WallTime::from_ms(second * 1000); };
  {
    Life first(there_, place_);
    EXPECT_FALSE(first.feed.anew_from().has_value());
    first.feed.note_first(at(1000));
    first.feed.note_first(at(990));
    first.feed.note_first(at(995));
    EXPECT_THAT(first.said, IsEmpty());
  }
  {
    Life second(there_, place_);
    EXPECT_EQ(second.feed.audit_time(), at(990));
    ASSERT_EQ(second.said.size(), 1U);
    EXPECT_THAT(second.said[0], testing::HasSubstr("ended before it had written an entry"));
    second.take_all(1, 2);
  }
  Life third(there_, place_);
  EXPECT_THAT(third.said, IsEmpty());
  EXPECT_GT(third.feed.audit_time(), at(1000));
}

// It is on disk meanwhile, and memory does not grow.
TEST_F(FeedTest, WaitsForCapacity) {
  Life life(there_, place_);
  there_.has_capacity = false;
  life.take_all(1, 50'000);
  EXPECT_THAT(there_.documents, IsEmpty());
  EXPECT_EQ(life.feed.state().waiting, 49'999U);
  there_.has_capacity = true;
  life.take_all(50'000, 50'010);
  EXPECT_EQ(there_.documents, numbers(1, 50'010));
}

// As the kernel is asked again and again, by a plugin that is killed meanwhile, and after a boot.
TEST_F(FeedTest, TellsWhatTheKernelLostMore) {
  const auto lost = [](Life& life, std::int64_t second, const char* boot, std::uint64_t count) {
    life.feed.take(weave::KernelLost{base::WallTime::from_ms(second * 1000), boot, count});
    life.take_all(0, 0);
  };
  {
    Life life(there_, place_);
    lost(life, 5, "a", 100);
    lost(life, 10, "a", 100);
  }
  EXPECT_THAT(there_.told, IsEmpty());
  Life life(there_, place_);
  lost(life, 15, "a", 103);
  lost(life, 20, "b", 7);
  ASSERT_EQ(there_.told.size(), 1U);
  const std::string& told = there_.told.front();
  EXPECT_NE(told.find("\"what\":\"loss\",\"first_time\":\"1970-01-01T00:00:10.000Z\","
                      "\"last_time\":\"1970-01-01T00:00:15.000Z\",\"count\":3,"),
            std::string::npos)
      << told;
}

TEST_F(FeedTest, AboveItsSizeGivesWhatItHasWithoutRoom) {
  Life life(there_, place_, 100'000);
  there_.has_capacity = false;
  life.take_all(1, 5000);
  EXPECT_GT(there_.documents.size(), 3000U);
}

// After a kill no acknowledged document is made again, and every other one is.
TEST_F(FeedTest, GoesOnFromWhatWasAcknowledged) {
  {
    Life life(there_, place_);
    there_.acked = 1;
    life.take_all(1, 10);
    there_.acked = 6;
    life.feed.look();
    there_.has_capacity = false;
    life.take_all(10, 20);  // in the spool alone
  }
  there_.has_capacity = true;
  there_.documents.clear();
  Life life(there_, place_);
  EXPECT_TRUE(life.feed.resumed());
  life.take_all(20, 22);
  EXPECT_EQ(there_.documents, numbers(6, 22));
  EXPECT_THAT(life.said, IsEmpty());
}

TEST_F(FeedTest, KeepsTheLeafPlacesOfSinks) {
  {
    there_.leaf_place = "first";
    Life life(there_, place_);
    EXPECT_EQ(life.feed.kept_leaf_place("there"), std::nullopt);
    life.feed.note_leaf_places();
    there_.acked = 1;
    life.take_all(1, 10);
    there_.acked = 6;
    there_.leaf_place = "sixth";
    life.feed.look();
    there_.leaf_place = "later";
  }
  {
    Life life(there_, place_);
    EXPECT_EQ(life.feed.kept_leaf_place("there"), "sixth");
    EXPECT_EQ(life.feed.kept_leaf_place("another"), std::nullopt);
    EXPECT_EQ(life.feed.told_from(), 6U);
    EXPECT_EQ(life.feed.fresh_from(), 10U);
  }
  // Of a weaver that knows nothing other documents come.
  std::filesystem::remove(place_ + "/state.db");
  Life life(there_, place_);
  EXPECT_FALSE(life.feed.resumed());
  EXPECT_EQ(life.feed.kept_leaf_place("there"), std::nullopt);
}

// Somebody who asks about an input before it is woven is shown it again after a kill.
TEST_F(FeedTest, ShowsWhatItTakesAndWhatItWillWeaveAgain) {
  {
    Life life(there_, place_);
    life.take_all(1, 4);
    life.feed.close();
    life.take_all(4, 9);
    EXPECT_EQ(there_.taken, 8);
  }
  there_.taken = 0;
  Life life(there_, place_);
  EXPECT_EQ(there_.taken, 5);
}

// What is told after a kill is what the entries say, whatever the machine would say now.
TEST_F(FeedTest, TellsTheGroupsThatItsEntriesHave) {
  const auto lines = [](Life& life, const std::vector<std::string>& all) {
    AuditLines input;
    for (const std::string& line : all) input.add({line, 1, 0, 0, true});
    life.feed.take(std::move(input));
  };
  const auto groups_in = [](Life& life) {
    std::vector<std::string> groups;
    for (const session::Session& session : life.weaver.sessions().all())
      groups.insert(groups.end(), session.actor_groups.begin(), session.actor_groups.end());
    return groups;
  };
  const model::AccountGroups answer = {"h", model::Ses{3}, "h/1000.020/101", {"admins"}};
  {
    Life life(there_, place_);
    there_.has_capacity = false;  // nothing is woven before the kill
    lines(life, {"type=LOGIN msg=audit(1000.020:101): pid=7 uid=0 old-auid=4294967295 auid=1001 "
                 "old-ses=4294967295 ses=3 res=1",
                 "type=USER_START msg=audit(1000.030:102): pid=7 uid=0 auid=1001 ses=3 "
                 "msg='op=PAM:session_open acct=\"alice\" exe=\"/usr/sbin/sshd\" res=success'"});
    life.feed.take(answer);
    life.take_all(0, 0);
    EXPECT_THAT(groups_in(life), IsEmpty());
  }
  there_.has_capacity = true;
  Life life(there_, place_);
  life.take_all(0, 0);
  EXPECT_THAT(groups_in(life), ElementsAre("admins"));
}

TEST_F(FeedTest, ForgetsWhatIsAcknowledgedAndSaved) {
  Life life(there_, place_);
  life.take_all(1, 1000);
  const std::uint64_t before = life.feed.state().bytes;
  life.feed.close();
  EXPECT_LT(life.feed.state().bytes, before / 10);
}

TEST_F(FeedTest, SourcesGoOnBehindWhatIsInTheSpool) {
  {
    Life life(there_, place_);
    there_.has_capacity = false;
    life.feed.take(intake::FollowedLine{1, "x", 1, 0, 0, {7, 8, 9}});
    life.feed.commit();
    life.feed.take(intake::FollowedLine{1, "never written", 1, 0, 0, {7, 8, 99}});
  }
  const Life life(there_, place_);
  EXPECT_EQ(life.feed.places().at(1).file, (intake::FilePlace{7, 8, 9}));
}

// Entries of an input that is gone are said, and nothing is followed from places of others.
TEST_F(FeedTest, AnotherConfigurationLearnsThePastAnew) {
  {
    Life life(there_, place_, 1UL << 30U, true);
    there_.acked = 1;
    life.take_all(1, 3);
    life.feed.take(intake::FollowedLine{2, "x", 1, 0, 0, {7, 8, 9}});
    life.take_all(3, 5);
    life.feed.close();
  }
  there_.documents.clear();
  Life life(there_, place_);
  EXPECT_FALSE(life.feed.resumed());
  EXPECT_TRUE(life.feed.places().empty());
  life.take_all(5, 6);
  EXPECT_EQ(there_.documents, numbers(1, 6));
  EXPECT_THAT(life.said,
              testing::Contains(testing::HasSubstr("entry 3 is of an input that is not")));
}

// What is only out of reach now is not given up.
TEST_F(FeedTest, SetsNothingAsideThatIsNotDamaged) {
  {
    Life life(there_, place_);
    life.take_all(1, 3);
  }
  std::filesystem::remove_all(place_ + "/state.db");
  std::filesystem::create_directory(place_ + "/state.db");
  Life other(there_, "");
  FeedSettings settings;
  settings.folder = place_;
  Feed feed(std::move(settings), other.weaver, other.publisher, other.log);
  EXPECT_FALSE(feed.open().ok());
  EXPECT_TRUE(std::filesystem::exists(place_ + "/spool.db"));
  EXPECT_FALSE(std::filesystem::exists(place_ + "/damaged-spool.db"));
}

TEST_F(FeedTest, AnotherOneHasToWait) {
  Life life(there_, place_);
  There elsewhere;
  FeedSettings settings;
  settings.folder = place_;
  Feed second(std::move(settings), life.weaver, life.publisher, life.log);
  const auto opened = second.open();
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().message, place_ + ": another process has this spool");
}

TEST(Inputs, AreReadBackAsTheyWere) {
  AuditLines lines;
  lines.add({"one", 7, 100, 0, true});
  lines.add({"cut", 8, 104, 5, true});
  model::TtyChunk chunk;
  chunk.rec = "r";
  chunk.output = std::string("a\0b", 3);
  chunk.pieces = {{1, 2, 3, 4, true}};
  model::JournalEntry entry;
  entry.message = "m";
  entry.writer.pid = model::Pid{5};
  const std::vector<Input> inputs = {lines,
                                     intake::LostRecords{3, "first", "last"},
                                     intake::FollowedLine{1, "text", 2, 3, 4, {5, 6, 7}},
                                     intake::FollowedLog{2, chunk},
                                     intake::FollowedLog{2, tty::Damage{"sudo", "rec", 4, "why"}},
                                     intake::FollowedEntry{3, entry},
                                     RecordsPause{},
                                     Idle{base::WallTime{-5}},
                                     Presence{base::WallTime{9}, {1, 2, 3}}};
  for (const Input& input : inputs) {
    const std::string bytes = encoded(input);
    const auto again = decoded(bytes);
    ASSERT_TRUE(again.ok()) << input.index();
    EXPECT_EQ(again->index(), input.index());
    EXPECT_EQ(encoded(*again), bytes) << input.index();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_FALSE(decoded(bytes.substr(0, size)).ok());
    }
  }
  EXPECT_EQ(std::get<AuditLines>(*decoded(encoded(inputs[0]))).cut,
            (std::vector<std::uint64_t>{1, 5}));
}

}  // namespace
}  // namespace auweave::pipeline

#include "audit/event_clock.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "support/state.h"

namespace auweave::audit {
namespace {

constexpr std::int64_t kEpoch = 1'000'000'000;
constexpr int kCall = 1300, kExec = 1309, kMessage = 1112, kDaemon = 1200;

// A row of records: "SECONDS" is an EXECVE of the next serial on the node before it ("a:"), with "~"
// a SYSCALL alone, with "#SERIAL" of that serial, with "@SECONDS" the host's clock instead.
struct Row {
  EventClock clock;
  std::uint64_t serial = 1'000'000;
  std::string steps;

  Row& operator()(const std::string& text) {
    std::istringstream words(text);
    for (std::string word; words >> word;) step(word);
    return *this;
  }
  [[nodiscard]] std::int64_t seconds() const { return clock.ms() / 1000 - kEpoch; }

 private:
  void step(std::string word) {
    if (word[0] == '@') return clock.limit(at(word.substr(1)));
    std::string node;
    if (const auto colon = word.find(':'); colon != std::string::npos) {
      node = word.substr(0, colon);
      word.erase(0, colon + 1);
    }
    int type = kExec;
    if (word[0] == '~') type = kCall;
    if (word[0] == 'm') type = kMessage;
    if (word[0] == 'd') type = kDaemon;
    if (type != kExec) word.erase(0, 1);
    ++serial;
    std::uint64_t own = serial;
    if (const auto hash = word.find('#'); hash != std::string::npos) {
      own = std::stoull(word.substr(hash + 1));
      word.erase(hash);
    }
    const std::int64_t second = at(word).ms() / 1000;
    clock.note(node, {second, 0, own}, kCall);
    if (type != kCall) clock.note(node, {second, 0, own}, type);
    while (const auto stepped = clock.take_step()) {
      steps += (steps.empty() ? "" : " ") + stepped->node + ":" +
               std::to_string(stepped->from.ms() / 1000 - kEpoch) + ">" +
               std::to_string(stepped->to.ms() / 1000 - kEpoch);
    }
  }
  static base::WallTime at(const std::string& text) {
    return base::WallTime::from_ms((kEpoch + std::stoll(text)) * 1000);
  }
};

struct Case {
  const char* name;
  const char* records;
  std::int64_t seconds;
  const char* steps;
};

class EventTime : public testing::TestWithParam<Case> {};

TEST_P(EventTime, FollowsTheRecords) {
  Row row;
  row(GetParam().records);
  EXPECT_EQ(row.seconds(), GetParam().seconds);
  EXPECT_EQ(row.steps, GetParam().steps);
}

INSTANTIATE_TEST_SUITE_P(
    EventClock, EventTime,
    testing::Values(
        Case{"goes_on", "0 1 2 59", 59, ""}, Case{"never_back_by_one", "0 1 50 2", 50, ""},
        Case{"two_agree_within_a_week", "0 1 600000 600001", 600001, ""},
        Case{"one_does_not", "0 1 600 2", 2, ""},
        Case{"four_agree_beyond", "0 1 900000 900001 900002 900003", 900003, ""},
        Case{"three_do_not", "0 1 900000 900001 900002 2", 2, ""},
        Case{"hours_between_events", "0 1 900000 1900000 2900000 3900000", 3900000, ""},
        Case{"two_from_the_future_and_back", "0 1 900000 900001 2 3 4 5 6", 6, ":900001>5"},
        Case{"one_damaged_time_is_no_step", "0 1 900000 2 3 4 5 6", 6, ""},
        Case{"ahead_and_back", "0 1 900000 900001 900002 900003 2 3 4 5 6", 6, ":900003>5"},
        Case{"back_for_good", "0 1 m2 -5000 -4999 -4998 m-4997 -4996", -4996, ":2>-4997"},
        Case{"hours_between_events_that_are_back", "0 1 -50000 -40000 -30000 -20000", -20000,
             ":1>-20000"},
        Case{"a_little_back_is_no_step", "0 50 45 45 46 46 47", 50, ""},
        Case{"calls_that_waited", "0 1 400 401 ~2 ~2 ~3 ~3 ~3 ~4", 401, ""},
        Case{"a_waiting_call_between", "0 1 900000 900001 900002 900003 2 ~1 3 ~1 4 5", 5,
             ":900003>5"},
        Case{"old_lines_of_the_same_boot", "0 400 401 1#500050 2#500051 3#500052 4#500053 5#500054",
             401, ""},
        Case{"a_restart_with_a_clock_behind", "0 400 401 1#5 2#6 3#7 4#8", 4, ""},
        Case{"a_restart", "0 1 2 3#5 4#6 5#7 -900#8 -900#9 -900#10 -900#11", -900, ":5>-900"},
        Case{"serials_wrap", "0#4294967294 1#4294967295 2#0 -900#1 -899#2 -898#3 -897#4", -897,
             ":2>-897"},
        Case{"auditd_numbers_its_own", "0 1 d2#7 d2#8 3 4", 4, ""},
        Case{"one_node_behind_is_no_step", "a:0 a:1 b:-900 b:-899 b:-898 b:-897 a:2", 2, ""},
        Case{"the_clock_of_one_node", "a:0 a:1 b:0 b:1 b:50 b:51 a:2 b:1 b:2 b:3 b:4 a:5", 5,
             "b:51>4"},
        Case{"never_beyond_the_hosts_clock", "@10 0 900000 900001 900002 900003 900004", 11, ""},
        Case{"goes_on_with_the_hosts_clock", "@10 0 5 @90 80 81", 81, ""},
        Case{"back_with_the_hosts_clock", "@900000 8990 8991 @10 9", 11, ""}),
    [](const testing::TestParamInfo<Case>& of) { return std::string(of.param.name); });

TEST(EventClock, IsSavedInTheMiddleOfAClaim) {
  Row row;
  row("a:0 a:1 b:0 b:50 b:51 b:1 b:2 b:3");
  Row other;
  ASSERT_TRUE(support::load(other.clock, support::saved(row.clock)));
  other.serial = row.serial;
  other("b:4 a:5");
  row("b:4 a:5");
  EXPECT_EQ(other.steps, "b:51>4");
  EXPECT_EQ(other.seconds(), row.seconds());
}

TEST(EventClock, ForgetsNodesThatWereSilentLongest) {
  Row row;
  for (int i = 0; i < 3000; ++i) row("n" + std::to_string(i) + ":" + std::to_string(i / 100));
  EXPECT_EQ(row.seconds(), 29);
}

}  // namespace
}  // namespace auweave::audit

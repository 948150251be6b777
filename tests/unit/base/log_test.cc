#include "base/log.h"

#include <gtest/gtest.h>

#include <vector>

namespace auweave::base {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

struct Said {
  std::vector<std::string> lines;
  Log::Clock::time_point now;
  Log log{[this](Log::Level, const std::string& line) { lines.push_back(line); },
          [this] { return now; }};
};

TEST(Log, SaysATroubleOnceAndItsEndOnce) {
  Said said;
  for (int i = 0; i < 1000; ++i) said.log.trouble("kafka", "nobody listens");
  said.log.over("kafka", "delivers again");
  said.log.over("kafka", "delivers again");
  EXPECT_EQ(said.lines, (std::vector<std::string>{"nobody listens", "delivers again"}));
}

TEST(Log, RemindsOfATroubleThatLasts) {
  Said said;
  said.log.trouble("kafka", "nobody listens");
  said.now += minutes(9);
  said.log.trouble("kafka", "nobody listens");
  said.now += minutes(1);
  said.log.trouble("kafka", "nobody listens");
  EXPECT_EQ(said.lines,
            (std::vector<std::string>{"nobody listens", "nobody listens (1 times since)"}));
}

TEST(Log, SaysAnotherTextSoonerAndAnotherTroubleAtOnce) {
  Said said;
  said.log.trouble("drops", "5 dropped");
  said.log.trouble("file", "disk full");
  said.now += seconds(59);
  said.log.trouble("drops", "6 dropped");
  said.now += seconds(1);
  said.log.trouble("drops", "7 dropped");
  EXPECT_EQ(said.lines,
            (std::vector<std::string>{"5 dropped", "disk full", "7 dropped (1 times since)"}));
}

// A broker's name acts on no terminal.
TEST(Log, WritesNothingThatATerminalObeys) {
  Said said;
  said.log.say(Log::Level::note, "broker \x1B]0;T\a:\nnext");
  said.log.trouble("kafka", "\x1B[31mred");
  said.log.over("kafka", "over \xFF");
  EXPECT_EQ(said.lines, (std::vector<std::string>{"broker \\x1B]0;T\\x07:\nnext", "\\x1B[31mred",
                                                  "over \\xFF"}));
}

}  // namespace
}  // namespace auweave::base

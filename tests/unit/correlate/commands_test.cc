// The open commands of a session: when they are told, and their bounds.
#include "correlate/commands.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/state.h"

namespace auweave::correlate {
namespace {

base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(ms); }

CommandNumber number(std::uint64_t serial) { return CommandNumber::of_execve(serial); }

// Counts, and keeps what was told as closed.
struct Told {
  std::vector<std::string> closed, let_go;
  Commands commands{[this](const Command& command, PartState state) {
    if (state == PartState::closed) closed.push_back(command.line);
    if (command.let_go) let_go.push_back(command.line);
  }};

  Command& program(std::uint64_t serial, std::int64_t ms) {
    Command command;
    command.id = number(serial);
    command.line = std::to_string(serial);
    command.started = at(ms);
    return commands.begin(std::move(command));
  }
  Command& line(std::uint64_t serial, std::int64_t ms) {
    Command command;
    command.id = number(serial);
    command.line = std::to_string(serial);
    command.started = at(ms);
    command.typed = true;
    return commands.begin(std::move(command));
  }
  // Takes what is due up to `ms`.
  void advance(std::int64_t ms) {
    while (const auto moment = commands.next()) {
      if (*moment > at(ms)) return;
      commands.tick(*moment, [](Command&) { return true; });
    }
  }
};

ProcessAction executed(std::size_t arguments, std::int64_t ms) {
  ProcessAction action;
  action.key = {ms / 1000, static_cast<std::uint32_t>(ms % 1000), 1};
  action.argv.assign(arguments, "a");
  return action;
}

TEST(Commands, AreToldInTheOrderOfTheirMoments) {
  Told told;
  told.program(1, 3000);
  told.program(2, 1000);
  told.program(3, 2000);
  told.advance(12'500);
  EXPECT_EQ(told.closed, (std::vector<std::string>{"2", "3"}));
  told.advance(13'000);
  EXPECT_EQ(told.closed, (std::vector<std::string>{"2", "3", "1"}));
}

TEST(Commands, OfOneMomentAreToldInTheOrderOfTheirBeginning) {
  Told told;
  for (const std::uint64_t serial : {7U, 3U, 9U, 1U}) told.program(serial, 1000);
  told.advance(11'000);
  EXPECT_EQ(told.closed, (std::vector<std::string>{"7", "3", "9", "1"}));
}

TEST(Commands, ArePutOffByWhatTheyDo) {
  Told told;
  told.program(1, 1000);
  told.program(2, 1500);
  told.commands.find(number(1))->does(executed(0, 9000));
  told.advance(11'400);
  EXPECT_EQ(told.closed, std::vector<std::string>());
  EXPECT_EQ(told.commands.next(), at(11'500));
  told.advance(18'999);
  EXPECT_EQ(told.closed, std::vector<std::string>{"2"});
  EXPECT_EQ(told.commands.next(), at(19'000));
}

TEST(Commands, CloseEarlierThanTheyWereEntered) {
  Told told;
  told.line(1, 1000).news = true;
  EXPECT_EQ(told.commands.next(), at(31'000));
  told.commands.find(number(1))->closes = at(2000);
  EXPECT_EQ(told.commands.next(), at(2000));
  told.advance(2000);
  EXPECT_EQ(told.closed, std::vector<std::string>{"1"});
  EXPECT_EQ(told.commands.next(), std::nullopt);
  EXPECT_EQ(told.commands.size(), 0U);
}

// A shell inside of another one was left: the line that brought it is over, too.
TEST(Commands, CloseWithOneThatClosesBeforeThem) {
  Told told;
  told.line(1, 1000).closes = at(5000);
  told.line(2, 1000);
  told.commands.tick(at(5000), [&](Command&) {
    told.commands.find(number(2))->closes = at(4000);
    return true;
  });
  EXPECT_EQ(told.closed, (std::vector<std::string>{"1", "2"}));
}

TEST(Commands, AreLetGoOfBeyondTheirNumber) {
  Told told;
  for (std::uint64_t serial = 1; serial <= Commands::kMostOpen + 2; ++serial) {
    told.program(serial, 1000);
    told.commands.bound();
  }
  EXPECT_EQ(told.let_go, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(told.closed, told.let_go);
}

TEST(Commands, WithALineAreLetGoOfLast) {
  Told told;
  told.line(1, 1000);
  for (std::uint64_t serial = 2; serial <= Commands::kMostOpen + 2; ++serial)
    told.program(serial, 1000);
  told.commands.bound();
  EXPECT_EQ(told.let_go, (std::vector<std::string>{"2", "3"}));
  for (std::uint64_t serial = 10'000; serial < 10'000 + Commands::kMostOpen; ++serial)
    told.line(serial, 1000);
  told.commands.bound();
  EXPECT_EQ(told.let_go.size(), Commands::kMostOpen + 2);
  EXPECT_EQ(told.let_go.back(), "1");
}

TEST(Commands, AreLetGoOfBeyondTheirBytes) {
  Told told;
  std::uint64_t serial = 0;
  while (told.let_go.empty() && serial < 1000) {
    told.program(++serial, 1000).executes(executed(60'000, 1000), true);
    told.commands.bound();
    EXPECT_LT(told.commands.size(), Commands::kMostOpenBytes);
  }
  EXPECT_EQ(told.let_go, std::vector<std::string>{"1"});
  EXPECT_LE(serial, 4U);
}

TEST(Commands, ListNoMoreProgramsThanTheirBytesAllow) {
  Command command;
  for (int i = 0; i < 60; ++i) command.executes(executed(3000, 1000), true);
  EXPECT_EQ(command.own.size(), 3U);
  EXPECT_EQ(command.executed, 60U);
}

TEST(Commands, KeepTheSumOfTheirSizes) {
  Told told;
  Command& first = told.program(1, 1000);
  const std::size_t alone = told.commands.size();
  told.commands.shows(*told.commands.find(first.id), "a row of output", false);
  EXPECT_EQ(told.commands.size(), alone + 15);
  told.program(2, 1000);
  EXPECT_EQ(told.commands.size(), 2 * alone + 15);
  told.commands.shed();
  EXPECT_EQ(told.commands.size(), 2 * alone);
  told.commands.close(number(1));
  EXPECT_EQ(told.commands.size(), alone);
}

TEST(Commands, GoOnFromASavedState) {
  Told told, other;
  told.program(5, 3000);
  told.line(4, 1000).closes = at(1500);
  told.program(3, 1000);
  base::Saver saver;
  saver(told.commands);
  const std::string bytes = saver.take();
  base::Loader loader(bytes);
  loader(other.commands);
  EXPECT_TRUE(loader.complete());
  EXPECT_EQ(other.commands.size(), told.commands.size());
  EXPECT_EQ(other.commands.next(), at(1500));
  other.advance(20'000);
  EXPECT_EQ(other.closed, (std::vector<std::string>{"4", "3", "5"}));
}

}  // namespace
}  // namespace auweave::correlate

#include "intake/valve.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

namespace auweave::intake {
namespace {

using std::chrono::milliseconds;

std::string line_of(int serial, int part) {
  return "type=X msg=audit(1795243260.006:" + std::to_string(serial) +
         "): part=" + std::to_string(part) + "\n";
}

// What is in the inbox now: bytes, and losses as "<N:first..last>".
std::string taken(Inbox& inbox) {
  std::string all;
  while (true) {
    const InboxItem next = inbox.take(milliseconds(0));
    if (const auto* records = std::get_if<Records>(&next)) {
      all += records->bytes;
    } else if (const auto* lost = std::get_if<LostRecords>(&next)) {
      all += "<" + std::to_string(lost->count) + ">";
    } else {
      return all;
    }
  }
}

TEST(Valve, PassesWhatFits) {
  Inbox inbox(1000);
  inbox.caught_up();
  Valve valve(inbox);
  valve.take("type=A");
  valve.take(" msg\ntype=B\n");
  valve.end();
  EXPECT_EQ(taken(inbox), "type=A msg\ntype=B\n");
  EXPECT_EQ(valve.lost(), 0U);
}

TEST(Valve, DropsWholeEventsAndTellsWhere) {
  Inbox inbox(200);
  inbox.caught_up();
  Valve valve(inbox);
  const std::string first = line_of(1, 1) + line_of(1, 2) + line_of(1, 3);
  valve.take(first);                          // 3 x 48 bytes
  valve.take(line_of(2, 1) + line_of(2, 2));  // does not fit: event 2 goes in all the same
  valve.take(line_of(2, 3) + line_of(3, 1));  // its end too; event 3 is thrown away
  valve.take(line_of(3, 2));
  EXPECT_EQ(valve.lost(), 2U);
  EXPECT_EQ(taken(inbox), first + line_of(2, 1) + line_of(2, 2) + line_of(2, 3));
  // There is room, but this is still event 3; event 4 goes in, behind the loss.
  valve.take(line_of(3, 3) + line_of(4, 1));
  EXPECT_EQ(taken(inbox), "<3>" + line_of(4, 1));
  EXPECT_EQ(valve.lost(), 3U);
}

TEST(Valve, TellsOfALossThatLastsToTheEnd) {
  Inbox inbox(60);
  inbox.caught_up();
  Valve valve(inbox);
  valve.take(line_of(1, 1));
  valve.take(line_of(2, 1) + line_of(3, 1) + "half a li");
  valve.end();
  EXPECT_EQ(taken(inbox), line_of(1, 1) + line_of(2, 1) + "<2>");
}

// What is too long for a record is counted too, and not let in by halves.
TEST(Valve, DropsALineThatIsNoRecord) {
  Inbox inbox(60);
  inbox.caught_up();
  Valve valve(inbox);
  valve.take(line_of(1, 1));
  valve.take(std::string(100'000, 'x') + "\n");
  valve.end();
  EXPECT_EQ(taken(inbox), line_of(1, 1) + "<1>");
}

// Any pieces, any pauses of the weaver: each line came out once, or is counted; no event is torn
// but where the inbox was full in its midst, which never happens; order stays.
TEST(Valve, LosesNothingUncounted) {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    Inbox inbox(500 + random() % 1000);
    inbox.caught_up();
    Valve valve(inbox);
    std::string input;
    for (int serial = 1; serial <= 60; ++serial) {
      for (int part = 0; part < 3; ++part) input += line_of(serial, part);
    }
    std::string output;
    for (std::size_t at = 0; at < input.size();) {
      const std::size_t size = 1 + random() % 150;
      valve.take(std::string_view(input).substr(at, size));
      at += size;
      if (random() % 12 == 0) output += taken(inbox);
    }
    valve.end();
    output += taken(inbox);
    std::uint64_t counted = 0;
    std::string lines;
    for (std::size_t at = 0; at < output.size();) {
      if (output[at] == '<') {
        counted += std::stoul(output.substr(at + 1));
        at = output.find('>', at) + 1;
      } else {
        const std::size_t end = output.find('\n', at) + 1;
        lines += output.substr(at, end - at);
        at = end;
      }
    }
    const auto count = static_cast<std::uint64_t>(std::count(lines.begin(), lines.end(), '\n'));
    EXPECT_EQ(count % 3, 0U) << "an event is torn in round " << round;
    EXPECT_EQ(count + counted, 180U);
    EXPECT_EQ(counted, valve.lost());
    for (std::size_t at = 0, from = 0; at < lines.size();) {
      const std::size_t end = lines.find('\n', at) + 1;
      from = input.find(lines.substr(at, end - at), from);
      ASSERT_NE(from, std::string::npos) << "out of order, or not whole";
      at = end;
    }
  }
}

}  // namespace
}  // namespace auweave::intake

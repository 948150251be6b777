// The number of a line is a part of its command's event_id: no two lines have one number.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "correlate/session_commands.h"

namespace auweave::correlate {
namespace {

constexpr const char* kReady = "\x1B[?2004ha@h:~$ ";
constexpr const char* kReturn = "\r\n\x1B[?2004l\r";

// The recording of the recorder 1, and the typed lines by the numbers of their commands.
class Recorded {
 public:
  using Parts = std::vector<std::pair<std::int64_t, std::string>>;  // by ms after the chunk's time

  void chunk(std::uint64_t number, std::int64_t ms, const Parts& parts) {
    model::TtyChunk chunk;
    chunk.rec = "rec";
    chunk.number = number;
    chunk.time = base::WallTime::from_ms(ms);
    chunk.pieces.push_back({0, 0, 80, 24});
    for (const auto& [after_ms, bytes] : parts) {
      chunk.output += bytes;
      chunk.pieces.push_back({after_ms, bytes.size(), 0, 0});
    }
    commands.add(chunk, model::Voucher::recorder_ran,
                 {"s/1", "rec", 1, base::WallTime::from_ms(1000), {}});
  }
  // In the order in which they were told.
  std::vector<std::pair<std::string, std::string>> told() {
    commands.finish();
    return told_;
  }

  SessionCommands commands{[this](const Command& command, PartState state) {
    if (!command.typed || state != PartState::closed) return;
    told_.emplace_back(command.id.text(), command.line);
    entered_ms.push_back(command.started.ms());
  }};
  std::vector<std::int64_t> entered_ms;  // of the lines that were told

 private:
  std::vector<std::pair<std::string, std::string>> told_;
};

using Told = std::vector<std::pair<std::string, std::string>>;

TEST(LineNumbers, AreTheChunkAndTheLineInIt) {
  Recorded recorded;
  recorded.chunk(1, 1100, {{0, kReady}});
  recorded.chunk(5, 2000,
                 {{0, std::string("id") + kReturn},
                  {100, kReady},
                  {1000, std::string("date") + kReturn},
                  {1100, kReady}});
  recorded.chunk(6, 5000, {{0, std::string("pwd") + kReturn}, {100, kReady}});
  EXPECT_EQ(recorded.told(),
            (Told{{"10000005000", "id"}, {"10000005001", "date"}, {"10000006000", "pwd"}}));
}

// Times within a chunk are estimates: that of its end may be beyond the next chunk's begin.
TEST(LineNumbers, HaveTimesInTheirOrder) {
  Recorded recorded;
  recorded.chunk(5, 2000, {{0, kReady}, {1000, std::string("id") + kReturn}, {1059, kReady}});
  recorded.chunk(6, 3048, {{0, std::string("date") + kReturn}, {1, kReady}});
  recorded.chunk(7, 9000, {{0, std::string("pwd") + kReturn}, {1, kReady}});
  EXPECT_EQ(recorded.told(),
            (Told{{"10000005000", "id"}, {"10000006000", "date"}, {"10000007000", "pwd"}}));
  EXPECT_EQ(recorded.entered_ms, (std::vector<std::int64_t>{3000, 3059, 9000}));
}

// Anybody may write a chunk of a free number to syslog, and syslog may be late. If the second line
// got the number of the first, its document would take the place of the first line's document.
TEST(LineNumbers, StayTheirOwnWhereAnEarlierChunkComesInTheMidstOfAChunk) {
  Recorded recorded;
  recorded.chunk(1, 1100, {{0, kReady}});
  recorded.chunk(5, 2000,
                 {{0, std::string("id") + kReturn},
                  {100, kReady},
                  {5000, std::string("date") + kReturn},
                  {5100, kReady}});
  recorded.commands.advance(base::WallTime::from_ms(4000));
  recorded.chunk(3, 1900, {});
  EXPECT_EQ(recorded.told(), (Told{{"10000005000", "id"}, {"10000005001", "date"}}));
}

}  // namespace
}  // namespace auweave::correlate

// Lines of shells that mark nothing: what is shown, what is executed, what is told.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "correlate/session_commands.h"

namespace auweave::correlate {
namespace {

base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(ms); }

// A session of the shell 11, which the recorder 10 records.
class Dash {
 public:
  Dash() { exec(1000, 10, 1, {"-tlog-rec-session"}).exec(1010, 11, 10, {"dash"}); }

  Dash& exec(std::int64_t ms, std::int64_t pid, std::int64_t parent,
             std::vector<std::string> argv) {
    ProcessAction action;
    action.key = {at(ms).ms() / 1000, static_cast<std::uint32_t>(at(ms).ms() % 1000), ++serial_};
    action.pid = {pid};
    action.ppid = model::Pid{parent};
    action.what = ProcessAction::What::executed;
    action.exe = "/usr/bin/" + argv.front();
    action.recorder = argv.front() == "-tlog-rec-session";
    action.argv = std::move(argv);
    commands_.add(action);
    return *this;
  }
  Dash& show(std::int64_t ms, const std::string& bytes) {
    model::TtyChunk chunk;
    chunk.rec = "rec";
    chunk.number = ++number_;
    chunk.time = at(ms);
    chunk.output = bytes;
    if (number_ == 1) chunk.pieces.push_back({0, 0, 40, 24});
    chunk.pieces.push_back({0, bytes.size(), 0, 0});
    commands_.add(chunk, model::Voucher::recorder_ran, {"s/1", "rec", 1, at(1000), {}});
    return *this;
  }
  // The first line proves the prompt.
  Dash& begin(const std::string& prompt) {
    show(1100, prompt).show(1300, "id\r\n").exec(1302, 20, 11, {"id"});
    return show(1310, "uid=0\r\n" + prompt);
  }
  std::string told() {
    commands_.finish();
    return told_;
  }

 private:
  void tell(const Command& command, PartState) {
    if (!command.typed || command.line == "id") return;
    told_ += "<" + command.line + ">";
    for (const model::Executed& each : command.own) {
      for (const std::string& word : each.argv) told_ += " " + word;
      told_ += ";";
    }
    told_ += " '" + command.output + "'\n";
  }

  std::uint64_t serial_ = 0;
  std::uint64_t number_ = 0;
  std::string told_;
  SessionCommands commands_{
      [this](const Command& command, PartState state) { tell(command, state); }};
};

TEST(UnmarkedShells, ReadWhatExecutesNothingBehindAKnownPrompt) {
  EXPECT_EQ(Dash()
                .begin("$ ")
                .show(1500, "nosuch 1\r\n")
                .show(1503, "dash: 1: nosuch: not found\r\n$ ")
                .show(1700, "# a remark\r\n$ ")
                .show(1900, "mine() { id; }\r\n$ ")
                .told(),
            "<nosuch 1> 'dash: 1: nosuch: not found'\n<# a remark> ''\n<mine() { id; }> ''\n");
}

TEST(UnmarkedShells, GiveEachPromptTheNextLineThatWasTypedAhead) {
  EXPECT_EQ(Dash()
                .begin("$ ")
                .show(1500, "ls a\r\nx=5\r\ncd /\r\nls b\r\n")
                .exec(1504, 30, 11, {"ls", "a"})
                .show(1510, "A\r\n$ $ $ B\r\n$ ")
                .exec(1512, 31, 11, {"ls", "b"})
                .told(),
            "<ls a> ls a; 'A'\n<x=5> ''\n<cd /> ''\n<ls b> ls b; 'B'\n");
}

TEST(UnmarkedShells, TakeTheRowsOfALineThatIsNotWholeHoweverLateTheClock) {
  EXPECT_EQ(Dash()
                .begin("$ ")
                .show(1500, "ls a ||\r\n> ")
                .show(1800, "ls b\r\n")
                .exec(1780, 30, 11, {"ls", "a"})
                .exec(1780, 31, 11, {"ls", "b"})
                .show(1803, "B\r\n$ ")
                .told(),
            "<ls a ||\nls b> ls a; ls b; 'B'\n");
}

TEST(UnmarkedShells, ReadALineThatIsTypedOverTheEdge) {
  const std::string head = "ls aaaaaaaaa bbbbbbbbbbb ccccccccc ddd";  // up to the edge
  Dash dash;
  dash.begin("$ ").show(1500, head).show(1600, "d").show(1700, "d ee").show(1800, "\r\n$ ");
  dash.exec(1802, 30, 11, {"ls", "aaaaaaaaa", "bbbbbbbbbbb", "ccccccccc", "ddddd", "ee"});
  EXPECT_EQ(dash.told(), "<" + head + "dd ee> ls aaaaaaaaa bbbbbbbbbbb ccccccccc ddddd ee; ''\n");
}

TEST(UnmarkedShells, TakeNoNoticeOfAJobForALine) {
  EXPECT_EQ(Dash()
                .begin("$ ")
                .show(1500, "ls a & wait\r\n")
                .exec(1502, 30, 11, {"ls", "a"})
                .show(1510, "A\r\n[1] + Done          ls a\r\n$ ")
                .told(),
            "<ls a & wait> ls a; 'A\n[1] + Done          ls a'\n");
}

TEST(UnmarkedShells, DropAPromptThatIsDrawnAgain) {
  EXPECT_EQ(Dash()
                .begin("$ ")
                .show(1500, "pwd")
                .show(1600, "\r\n$ pwd")
                .show(1700, " -P\r\n/\r\n$ ")
                .told(),
            "<pwd -P> '/'\n");
}

}  // namespace
}  // namespace auweave::correlate

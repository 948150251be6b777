#include "tty/tlog.h"

#include <gtest/gtest.h>

#include "support/capture.h"
#include "support/text_file.h"
#include "tty/tlog_terminal_input.h"
#include "tty/tlog_timing.h"

namespace auweave::tty {
namespace {

std::string chunk(const std::string& timing, const std::string& out, const std::string& more = "",
                  const std::string& in = "") {
  return R"({"ver":"2.3","host":"h","rec":"b27a07e823694d33b1e5af691b3ff37d-5394-2bd6b","user":"u","term":"",)"
         R"("session":116,"id":1,"pos":5,"time":1795243250.076,"timing":")" +
         timing + R"(","in_txt":")" + in + R"(","in_bin":[],"out_txt":")" + out +
         R"(","out_bin":[])" + more + "}";
}

TEST(Tlog, DecodesAChunk) {
  const auto parsed = parse_tlog(chunk("=80x24+7>2+94>3", "abcde"), false);
  ASSERT_TRUE(parsed.ok()) << parsed.error().message;
  EXPECT_EQ(parsed->rec, "b27a07e823694d33b1e5af691b3ff37d-5394-2bd6b");
  EXPECT_EQ(parsed->key->boot_id, "b27a07e8-2369-4d33-b1e5-af691b3ff37d");
  EXPECT_EQ(parsed->key->pid.value, 0x5394);
  EXPECT_EQ(parsed->key->start_ticks, 0x2bd6bU);
  EXPECT_EQ(parsed->ses->value, 116U);
  EXPECT_EQ(parsed->time.ms(), 1795243250076);
  EXPECT_EQ(parsed->play_offset_ms, 5);
  EXPECT_EQ(parsed->duration_ms, 101);
  EXPECT_EQ(parsed->columns, 80);
  EXPECT_EQ(parsed->output, "abcde");
  EXPECT_EQ(boot_began(*parsed).ms(), 1795243250076 - 5 - 0x2bd6b * 10);
}

TEST(Tlog, LeavesInputOutUnlessAskedFor) {
  EXPECT_EQ(parse_tlog(chunk("<6", "", "", "secret"), false)->input, "");
  EXPECT_EQ(parse_tlog(chunk("<6", "", "", "secret"), true)->input, "secret");
}

TEST(Tlog, PutsInvalidBytesBack) {
  const std::vector<std::int64_t> bytes = {255, 254};
  const auto played = play(">1]1/2>1", {"a\xEF\xBF\xBD"
                                        "b",
                                        bytes,
                                        "",
                                        {}});
  ASSERT_TRUE(played.ok()) << played.error().message;
  EXPECT_EQ(played->output,
            "a\xFF\xFE"
            "b");
}

// Its pieces are all of its output, in order.
void expect_whole(const model::TtyChunk& chunk) {
  std::size_t size = 0;
  std::int64_t at = 0;
  for (const model::TtyPiece& piece : chunk.pieces) {
    EXPECT_GE(piece.after_ms, at);
    EXPECT_NE(piece.columns == 0, piece.size == 0);
    at = piece.after_ms;
    size += piece.size;
  }
  EXPECT_EQ(size, chunk.output.size());
}

TEST(Tlog, TakesEveryChunkOfTheCaptures) {
  std::size_t chunks = 0;
  for (const std::string& name : support::capture_names()) {
    for (const std::string& line : support::lines_of(support::load_capture(name).tlog)) {
      const auto parsed = parse_tlog(line, true);
      EXPECT_TRUE(parsed.ok()) << name << ": " << parsed.error().message;
      EXPECT_EQ(peek_time_ms(line), parsed->time.ms());
      expect_whole(*parsed);
      ++chunks;
    }
  }
  EXPECT_GT(chunks, 850U);
}

TEST(Tlog, SaysWhatIsWrongWithAChunk) {
  const std::string good = chunk(">1", "a");
  const auto problem = [](const std::string& line) {
    const auto parsed = parse_tlog(line, true);
    return parsed.ok() ? "" : parsed.error().message;
  };
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string line = good;
    return problem(line.replace(line.find(from), from.size(), to));
  };
  EXPECT_EQ(problem(good), "");
  EXPECT_EQ(with("\"2.3\"", "\"3.0\""), "`ver` is not 2.x");
  EXPECT_EQ(with("-5394-2bd6b", "-5394"), "`rec` is not BOOT-PID-START");
  EXPECT_EQ(with("-5394-", "-xyz-"), "`rec` is not BOOT-PID-START");
  EXPECT_EQ(with("\"session\":116", "\"session\":-1"), "`session` is no audit session");
  EXPECT_EQ(with("\"id\":1", "\"id\":0"), "`id` is no number from 1");
  EXPECT_EQ(with("1795243250.076", "1e300"), "`time` is no time");
  EXPECT_EQ(with("\"out_bin\":[]", "\"out_bin\":[300]"), "timing: it leaves text over");
  EXPECT_EQ(with(">1", ">2"), "timing: more output than there is");
  EXPECT_EQ(with(">1", ">"), "timing: a number is missing");
  EXPECT_EQ(with(">1", "!1"), "timing: unknown command");
  EXPECT_EQ(with(">1", "=99999x1>1"), "timing: window size");
  EXPECT_EQ(problem("[]"), "not a JSON object");
  EXPECT_TRUE(parse_tlog(chunk(">1", "a").replace(good.find("116"), 3, "4294967295"), false)->ses ==
              std::nullopt);
}

// A parser that calls itself once a level would overflow its stack.
TEST(Tlog, BearsAnyDepth) {
  constexpr std::size_t size = 2UL * 1024 * 1024;
  std::string objects;
  while (objects.size() < size) objects += R"({"a":)";
  EXPECT_FALSE(parse_tlog(std::string(size, '['), true).ok());
  EXPECT_FALSE(parse_tlog(objects, true).ok());
  EXPECT_TRUE(read_tlog_line("Nov 21 06:40:50 vm tlog[12]: " + objects, true).chunks.empty());
  const std::string closed = std::string(size, '[') + std::string(size, ']');
  EXPECT_TRUE(parse_tlog(chunk(">1", "a", ",\"x\":" + closed), true).ok());
}

// "after_ms:size" of output, "after_ms:COLUMNSxROWS" of a window.
std::string pieces_of(const std::vector<model::TtyPiece>& pieces) {
  std::string told;
  for (const model::TtyPiece& piece : pieces) {
    told += (told.empty() ? "" : " ") + std::to_string(piece.after_ms) + ":" +
            (piece.columns == 0 ? std::to_string(piece.size)
                                : std::to_string(piece.columns) + "x" + std::to_string(piece.rows));
  }
  return told;
}

TEST(Tlog, TellsHowTheOutputCame) {
  struct Row {
    const char* timing;
    const char* text;
    std::vector<std::int64_t> bytes;
    const char* pieces;
  };
  const Row rows[] = {
      {"", "", {}, ""},
      {"+5", "", {}, ""},
      {">3", "abc", {}, "0:3"},
      {">1+7>2+90>1", "abcd", {}, "0:1 7:2 98:1"},
      {"+1>1+1>1+1>1+1>1", "abcd", {}, "1:1 3:1 4:1 6:1"},             // each is cut by half a ms
      {">1>2", "abc", {}, "0:3"},                                      // one moment
      {">1+0>2", "abc", {}, "0:3"},                                    // the same
      {"=80x24>1+7=100x30>2", "abc", {}, "0:80x24 0:1 7:100x30 7:2"},  // a window in the middle
      {">1=100x30>2", "abc", {}, "0:1 0:100x30 0:2"},
      {"=0x0>1", "a", {}, "0:1"},  // of no terminal
      {">1]1/2>1", "a\xEF\xBF\xBDz", {255, 254}, "0:4"},
      {">1+7]1/2+7>1", "a\xEF\xBF\xBDz", {255, 254}, "0:1 7:2 15:1"},
      {"]1/0", "\xEF\xBF\xBD", {}, ""},
      {">2", "\xC3\xA9\xE2\x82\xAC", {}, "0:5"},  // characters are counted, bytes told
  };
  const std::vector<std::int64_t> nothing;
  for (const Row& row : rows) {
    const auto played = play(row.timing, {row.text, row.bytes, "", nothing});
    ASSERT_TRUE(played.ok()) << row.timing << ": " << played.error().message;
    EXPECT_EQ(pieces_of(played->pieces), row.pieces) << row.timing;
  }
}

TEST(TerminalInput, OfADamagedChunkIsCut) {
  const std::string line = chunk("<6", "out", "", "secret");
  EXPECT_EQ(cut_terminal_input(line),
            R"({"rec":"b27a07e823694d33b1e5af691b3ff37d-5394-2bd6b","session":116,"id":1,"pos":5,)"
            R"("time":1795243250.076})");
  for (std::size_t at = 0; at < line.size(); ++at) {
    // Broken in two anywhere, and its parts run together with whole lines.
    const std::string head = line.substr(0, at);
    const std::string tail = line.substr(at);
    for (const std::string& torn :
         {head, tail, head + line, tail + line, head + tail, line + line, head + "cret\"}"}) {
      const std::string cut = cut_terminal_input(torn);
      EXPECT_EQ(cut.find("secre"), std::string::npos) << torn;
      EXPECT_EQ(cut.find("cret"), std::string::npos) << torn;
    }
  }
  EXPECT_EQ(cut_terminal_input("hunter2"), "");
}

}  // namespace
}  // namespace auweave::tty

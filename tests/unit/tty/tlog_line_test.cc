#include <gtest/gtest.h>

#include <string>

#include "tty/tlog.h"

namespace auweave::tty {
namespace {

std::string chunk(int number) {
  return R"({"ver":"2.3","host":"h","rec":"b27a07e823694d33b1e5af691b3ff37d-5394-2bd6b","user":"u","term":"",)"
         R"("session":116,"id":)" +
         std::to_string(number) +
         R"(,"pos":5,"time":1795243250.076,"timing":">3","in_txt":"","in_bin":[],"out_txt":"abc","out_bin":[]})";
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  return out + "\"";
}

std::string bytes(const std::string& text) {
  std::string out;
  for (const char c : text)
    out += (out.empty() ? "[" : ",") + std::to_string(static_cast<unsigned char>(c));
  return out + "]";
}

// CHUNKS/PROBLEMS/OTHERS, with a star where the line is tlog's own.
std::string told(const std::string& line) {
  const TlogLine read = read_tlog_line(line, false);
  std::string counts;
  for (const auto& each : read.chunks) counts += std::to_string(each.number);
  return counts + "/" + std::to_string(read.problems.size()) + "/" + std::to_string(read.others) +
         (read.own ? "*" : "");
}

TEST(TlogLine, IsFoundInWhatItsCarriersWrite) {
  const std::string hit = R"({"_index":"tlog","_id":"x","_source":)";
  const std::pair<std::string, const char*> rows[] = {
      {chunk(1), "1/0/0*"},
      {R"({"MESSAGE":)" + quoted(chunk(1)) + "}", "1/0/0"},
      {R"({"MESSAGE":)" + bytes(chunk(1)) + R"(,"_PID":"5"})", "1/0/0"},
      {R"({"SYSLOG_IDENTIFIER":"-tlog-rec-session","MESSAGE":)" + quoted(chunk(1)) + "}", "1/0/0"},
      {R"({"SYSLOG_IDENTIFIER":"sshd","MESSAGE":"Accepted"})", "/0/1"},
      {R"({"SYSLOG_IDENTIFIER":"logger","MESSAGE":)" + quoted(chunk(1)) + "}", "/0/1"},
      {R"({"message":)" + quoted(chunk(1)) + R"(,"programname":"tlog"})", "1/0/0"},
      {R"({"msg":)" + quoted(" " + chunk(1)) + R"(,"syslogtag":"tlog[12]:"})", "1/0/0"},
      {R"({"message":)" + quoted("Nov 21 06:40:50 vm tlog[12]: " + chunk(1)) + "}", "1/0/0"},
      {R"({"message":)" + quoted("Nov 21 06:40:50 vm sshd[12]: " + chunk(1)) + "}", "/0/1"},
      {R"({"message":)" + chunk(1) + "}", "1/0/0"},
      {hit + chunk(1) + "}", "1/0/0"},
      {hit + R"({"message":)" + quoted(chunk(1)) + "}}", "1/0/0"},
      {R"({"took":1,"hits":{"total":2,"hits":[)" + hit + chunk(1) + "}," + hit + chunk(2) + "}]}}",
       "12/0/0"},
      {R"({"hits":{"hits":[)" + hit + chunk(1) + "}," + hit + R"({"a":1}},)" + hit +
           R"({"a":1}}]}})",
       "1/2/0"},
      {R"({"hits":{"total":0,"hits":[]}})", "/0/0"},
      {R"({"hits":{}})", "/1/0"},
      {R"({"_index":"x","_source":"y"})", "/1/0"},
      {R"({"MESSAGE":"hello"})", "/1/0"},
      {R"({"MESSAGE":null})", "/1/0"},
      {R"({"MESSAGE":[1,256]})", "/1/0"},
      {R"({"MESSAGE":)" + quoted(chunk(1) + chunk(2)) + "}", "/1/0"},
      {"{}", "/1/0*"},
      {"[]", "/1/0"},
  };
  for (const auto& [line, is] : rows) EXPECT_EQ(told(line), is) << line;
}

// A carrier that puts a user's members beside its own has not made them tlog's file.
TEST(TlogLine, IsNotItsOwnBesideACarriersMembers) {
  std::string line = chunk(1);
  line.insert(1, R"("hostname":"h",)");
  EXPECT_EQ(told(line), "1/0/0");
}

TEST(TlogLine, TellsTheFaultOfEachHit) {
  const TlogLine read =
      read_tlog_line(R"({"hits":{"hits":[{"_source":{"a":1}},{"_source":{"a":1}}]}})", false);
  ASSERT_EQ(read.problems.size(), 2U);
  EXPECT_NE(read.problems[0], read.problems[1]);
}

TEST(TlogLine, IsNoMatryoshka) {
  std::string line = chunk(1);
  for (int i = 0; i < 7; ++i) line = R"({"message":)" + line + "}";
  EXPECT_EQ(told(line), "/1/0");
}

TEST(TlogLine, TellsItsTimeInACarriersWords) {
  EXPECT_EQ(peek_time_ms(R"({"MESSAGE":)" + quoted(chunk(1)) + "}"), 1795243250076);
}

}  // namespace
}  // namespace auweave::tty

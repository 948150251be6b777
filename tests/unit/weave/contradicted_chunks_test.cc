// Words put into another's recording: eve writes chunks of alice's running recording to syslog, ahead
// of alice's own recorder.
#include <gtest/gtest.h>

#include "support/json.h"
#include "support/weave.h"

namespace auweave::weave {
namespace {

constexpr const char* kIds =
    "auid=1001 uid=1001 gid=1001 euid=1001 suid=1001 fsuid=1001 egid=1001 "
    "sgid=1001 fsgid=1001 tty=pts1 ses=116";
constexpr const char* kPrompt = "\\u001b[?2004halice@bastion01:~$ ";

std::string stamp(int ms, int serial) {
  return " msg=audit(" + std::to_string(1795243250 + ms / 1000) + "." +
         std::to_string(1000 + ms % 1000).substr(1) + ":" + std::to_string(serial) + "): ";
}

std::string executed(int ms, int serial, int pid, int ppid, const std::string& exe,
                     const std::string& arguments) {
  const std::string at = stamp(ms, serial);
  return "type=SYSCALL" + at +
         "arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=8 items=0 ppid=" +
         std::to_string(ppid) + " pid=" + std::to_string(pid) + " " + kIds + " comm=\"c\" exe=\"" +
         exe + "\" key=\"exec\"\ntype=EXECVE" + at + arguments + "\ntype=PROCTITLE" + at +
         "proctitle=63\n";
}

std::string chunk(int number, int ms, const std::string& output) {
  std::size_t size = output.size();  // in characters
  for (std::size_t at = 0; (at = output.find("\\u", at)) != std::string::npos; ++at) size -= 5;
  for (const char* two : {"\\r", "\\n"})
    for (std::size_t at = 0; (at = output.find(two, at)) != std::string::npos; ++at) --size;
  return R"({"ver":"2.3","host":"bastion01","rec":"b27a07e823694d33b1e5af691b3ff37d-5394-2bd6b",)"
         R"("user":"alice","term":"xterm","session":116,"id":)" +
         std::to_string(number) + R"(,"pos":)" + std::to_string(ms - 80) + R"(,"time":)" +
         std::to_string(1795243250 + ms / 1000) + "." + std::to_string(1000 + ms % 1000).substr(1) +
         R"(,"timing":")" + (number == 1 ? "=80x24" : "") + ">" + std::to_string(size) +
         R"(","in_txt":"","in_bin":[],"out_txt":")" + output + R"(","out_bin":[]})" + "\n";
}

std::string typed(const std::string& line, const std::string& shown = "") {
  return line + "\\r\\n\\u001b[?2004l\\r" + shown + kPrompt;
}

std::vector<std::string> woven(const std::string& recording, bool own_file = false) {
  const std::string login = stamp(0, 1001);
  const std::string end = stamp(20'000, 1009);
  support::WeaveInput input;
  input.audit = {"type=LOGIN" + login +
                 "pid=21388 uid=0 old-auid=4294967295 auid=1001 tty=(none) old-ses=4294967295 "
                 "ses=116 res=1\n" +
                 executed(50, 1002, 21396, 21395, "/usr/bin/tlog-rec-session",
                          "argc=1 a0=\"-tlog-rec-session\"") +
                 executed(60, 1003, 21397, 21396, "/usr/bin/bash", "argc=1 a0=\"-bash\"") +
                 executed(510, 1004, 21499, 21397, "/usr/bin/id", "argc=1 a0=\"id\"") +
                 executed(2'010, 1005, 21500, 21397, "/usr/bin/touch",
                          "argc=2 a0=\"touch\" a1=\"/srv/TRUE\"") +
                 "type=USER_END" + end +
                 "pid=21388 uid=0 auid=1001 ses=116 msg='op=PAM:session_close acct=\"alice\" "
                 "exe=\"/usr/sbin/sshd\" hostname=? addr=? terminal=ssh res=success'\n"};
  input.tlog = {recording};
  input.boot_id = "b27a07e8-2369-4d33-b1e5-af691b3ff37d";
  input.trust_files = own_file;
  return support::weave(input).documents;
}

bool has(const std::string& document, const std::string& text) {
  return document.find(text) != std::string::npos;
}

std::string attacked() {
  return chunk(1, 80, std::string(kPrompt) + typed("id", "BEFORE\\r\\n")) +
         chunk(2, 1'000, typed("cat /etc/shadow > /tmp/FORGED")) + chunk(3, 1'003, " ") +
         chunk(4, 1'004, " ") + chunk(2, 2'000, typed("touch /srv/TRUE")) +
         chunk(3, 2'500, typed("echo AFTER", "AFTER\\r\\n"));
}

TEST(ContradictedChunks, AreDisownedBothAndCommandsOfThemSaySo) {
  std::size_t disowned = 0, forged = 0, honest = 0, commands = 0, told = 0, doubted = 0;
  for (const std::string& document : woven(attacked())) {
    const bool marked = has(document, R"("integrity":["chunk-contradicted"])");
    const auto kind = support::text(support::parse(document), "kind");
    if (kind == "tty" && has(document, R"("session_id")")) {
      EXPECT_FALSE(marked) << document;  // they went out before
      honest += has(document, "BEFORE") ? 1U : 0U;
    } else if (kind == "tty") {
      EXPECT_TRUE(marked) << document;
      EXPECT_TRUE(has(document, R"("verified":false)")) << document;
      EXPECT_FALSE(has(document, R"("actor")")) << document;
      forged += has(document, "FORGED") ? 1U : 0U;
      ++disowned;
    } else if (kind == "command" && has(document, R"("source":"terminal")")) {
      const bool before = has(document, R"("command":"id")");
      EXPECT_EQ(marked, !before) << document;
      EXPECT_EQ(has(document, R"("vouched_by":"recorder-ran")"), before) << document;
      ++commands;
    } else if (has(document, R"("what":"chunks-contradicted")")) {
      EXPECT_TRUE(has(document, R"("first_chunk":2)")) << document;
      EXPECT_TRUE(has(document, "5394-2bd6b")) << document;
      ++told;
    } else if (has(document, R"("state":"closed","opened")")) {
      EXPECT_TRUE(marked) << document;
      EXPECT_FALSE(has(document, R"("vouched_by")")) << document;
      ++doubted;
    }
  }
  EXPECT_EQ(honest, 1U);
  EXPECT_EQ(disowned, 5U);  // 2, 3, 4 again, and the true 2 and 3
  EXPECT_EQ(forged, 1U);
  EXPECT_EQ(commands, 4U);
  EXPECT_EQ(told, 1U);
  EXPECT_EQ(doubted, 1U);
}

TEST(ContradictedChunks, AreNoneWithoutEve) {
  const std::string recording =
      chunk(1, 80, std::string(kPrompt) + typed("id")) + chunk(2, 2'000, typed("touch /srv/TRUE"));
  for (const std::string& document : woven(recording + chunk(2, 2'000, typed("touch /srv/TRUE"))))
    EXPECT_FALSE(has(document, "contradicted")) << document;
}

// The command goes on in a chunk that is contradicted: what it shows there may be eve's.
TEST(ContradictedChunks, MarkACommandThatBeganBefore) {
  const std::string begun = chunk(1, 80, std::string(kPrompt) + "id\\r\\n\\u001b[?2004l\\r");
  std::size_t commands = 0;
  for (const std::string& document :
       woven(begun + chunk(2, 900, std::string("FORGED\\r\\n") + kPrompt) +
             chunk(2, 1'000, std::string("TRUE\\r\\n") + kPrompt))) {
    const bool meant =
        has(document, R"("kind":"command")") && has(document, R"("source":"terminal")");
    if (!meant || !has(document, R"("command":"id")")) continue;
    EXPECT_TRUE(has(document, R"("integrity":["chunk-contradicted"])")) << document;
    ++commands;
  }
  EXPECT_EQ(commands, 1U);
}

}  // namespace
}  // namespace auweave::weave

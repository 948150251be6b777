// What the decoder makes of events: fields, argument vectors, addresses, names.
#include <gtest/gtest.h>

#include "audit/accounts.h"
#include "audit/decoder.h"
#include "audit/interpreter.h"
#include "support/text_file.h"

namespace auweave::audit {
namespace {

// Decodes the lines as one event.
class Decoded {
 public:
  explicit Decoded(const std::vector<std::string>& lines) : interpreter_(nobody_) {
    AuparseDecoder decoder([](std::string_view) { return true; });
    Assembler assembler;
    std::uint64_t number = 0;
    for (const std::string& line : lines) assembler.add(*parse_line(line), {0, ++number});
    assembler.finish_all();
    raw_ = std::move(*assembler.take());
    decoder.decode(raw_, event);
  }
  std::string raw(std::size_t record, const std::string& name) const {
    const model::Field* field = event.find(event.records.at(record), name);
    return field == nullptr ? "<none>" : std::string(field->raw);
  }
  std::string text(std::size_t record, const std::string& name) {
    const model::Record& r = event.records.at(record);
    return std::string(interpreter_.text(event, r, *event.find(r, name)));
  }
  model::AuditEvent event;

 private:
  NoAccounts nobody_;
  Interpreter interpreter_;
  RawEvent raw_;
};

std::string execve(const std::string& fields) {
  return "type=EXECVE msg=audit(1.000:1): " + fields;
}
std::string call(const std::string& fields) {
  return "type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=59 success=yes exit=0 a0=0 a1=0 "
         "a2=0 a3=0 "
         "items=2 " +
         fields;
}

TEST(Decoder, KeepsFieldsInOrderAndRepeated) {
  const Decoded d({call("key=6101620A")});
  EXPECT_EQ(d.event.syscall, "execve");
  ASSERT_EQ(d.event.rule_keys.size(), 2U);  // two keys in one field, 0x01 between
  EXPECT_EQ(d.event.rule_keys[0], "a");
  EXPECT_EQ(d.event.rule_keys[1], "b\n");
  EXPECT_EQ(d.raw(0, "items"), "2");
}

TEST(Decoder, MergesTheHalvesThatLibauparseMakes) {
  const Decoded d(
      {"type=LOGIN msg=audit(1.000:1): pid=5 uid=0 old-auid=4294967295 auid=1001 tty=(none) "
       "old-ses=4294967295 ses=3 res=1",
       call("pid=5"), "type=PROCTITLE msg=audit(1.000:1): proctitle=6100"});
  ASSERT_EQ(d.event.records.size(), 3U);
  EXPECT_EQ(d.raw(0, "ses"), "3");
  EXPECT_EQ(d.raw(1, "pid"), "5");
  EXPECT_EQ(d.raw(2, "proctitle"), "6100");
  EXPECT_EQ(d.event.normalized.action, "changed-login-id-to");
}

TEST(Decoder, LeavesARecordWithoutFieldsEmpty) {
  const Decoded d({call("pid=5"), "type=CWD msg=audit(1.000:1): nothing here",
                   "type=PATH msg=audit(1.000:1): item=0"});
  EXPECT_EQ(d.event.records.at(1).count, 0U);
  EXPECT_EQ(d.raw(2, "item"), "0");
}

TEST(Argv, TakesEveryFormTheKernelWrites) {
  const Decoded d({call("pid=5"), execve("argc=4 a0=\"ls\" a1=2D6C a2_len=8 a2[0]=61626364"),
                   execve(" a3=\"\"")});
  const std::vector<std::string_view> expected = {"ls", "-l", "abcd", ""};
  EXPECT_EQ(d.event.argv, expected);
  EXPECT_FALSE(d.event.argv_missing);
}

TEST(Argv, JoinsWhatIsSplitOverRecords) {
  const Decoded d(
      {call("pid=5"), execve("argc=2 a0=\"x\" a1_len=8 a1[0]=6162"), execve(" a1[1]=6364")});
  EXPECT_EQ(d.event.argv.at(1), "abcd");
  EXPECT_FALSE(d.event.argv_missing);
}

TEST(Argv, SaysWhenSomethingIsMissing) {
  EXPECT_TRUE(Decoded({call("pid=5"), execve("argc=3 a0=\"x\" a1=\"y\"")}).event.argv_missing);
  EXPECT_TRUE(
      Decoded({call("pid=5"), execve("argc=2 a0=\"x\" a1_len=8 a1[0]=6162")}).event.argv_missing);
  const Decoded gap({call("pid=5"), execve("argc=3 a0=\"x\" a2=\"z\"")});
  EXPECT_TRUE(gap.event.argv_missing);
  EXPECT_EQ(gap.event.argv.size(), 2U);
}

std::string peer_of(const std::string& saddr) {
  const Decoded d({call("pid=5"), "type=SOCKADDR msg=audit(1.000:1): saddr=" + saddr});
  if (!d.event.peer.has_value()) return "none";
  return std::string(d.event.peer->address) + " " + std::to_string(d.event.peer->port);
}

TEST(Sockaddr, IsDecoded) {
  EXPECT_EQ(peer_of("020008AE0A6301020000000000000000"), "10.99.1.2 2222");
  EXPECT_EQ(peer_of("0A00005000000000FD99000000000000000000000000000200000000"), "fd99::2 80");
  EXPECT_EQ(peer_of("01002F6465762F6C6F6700"), "/dev/log 0");
  EXPECT_EQ(peer_of("010000616263"), "@abc 0");
  EXPECT_EQ(peer_of("0200"), " 0");
  EXPECT_EQ(peer_of("xyz"), "none");
}

TEST(Interpreter, AsksTheEnrichedPartFirst) {
  Decoded d(
      {"type=USER_CMD msg=audit(1.000:1): pid=1 uid=1001 auid=1002 ses=3 "
       "msg='res=success'\x1DUID=\"zoe\" AUID=616263"});
  EXPECT_EQ(d.text(0, "uid"), "zoe");
  EXPECT_EQ(d.text(0, "auid"), "abc");
  EXPECT_EQ(d.text(0, "ses"), "3");
}

TEST(Interpreter, NamesAccountsByItsOwnSource) {
  Decoded d(
      {"type=USER_CMD msg=audit(1.000:1): pid=1 uid=0 auid=4294967295 ses=4294967295 id=4294967294 "
       "msg='res=success'"});
  EXPECT_EQ(d.text(0, "uid"), "root");
  EXPECT_EQ(d.text(0, "auid"), "unset");
  EXPECT_EQ(d.text(0, "id"), "unknown(-2)");
  EXPECT_EQ(d.text(0, "ses"), "unset");
}

TEST(Interpreter, KeepsArgumentsOfDifferentCallsApart) {
  const auto open_flags = [](const char* syscall) {
    return "type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=" + std::string(syscall) +
           " success=yes exit=3 a0=7f a1=241 a2=1b6 a3=0 items=1 pid=1";
  };
  Decoded open({open_flags("2")});
  Decoded write({open_flags("1")});
  EXPECT_EQ(open.text(0, "a1"), "O_WRONLY|O_CREAT|O_TRUNC");
  EXPECT_EQ(write.text(0, "a1"), "0x241");
  EXPECT_EQ(open.text(0, "syscall"), "open");
  EXPECT_EQ(open.text(0, "arch"), "x86_64");
}

TEST(FileAccounts, ReadsPasswdAndGroup) {
  const support::TemporaryFolder folder;
  support::write_file(
      folder.path("passwd"),
      "root:x:0:0::/root:/bin/sh\nzoe:x:1001:1001::/:/bin/sh\nother:x:1001:1::/:\n");
  support::write_file(folder.path("group"), "zoes:x:1001:\n");
  auto accounts = FileAccounts::load(folder.path("passwd"), folder.path("group"));
  ASSERT_TRUE(accounts.ok());
  EXPECT_EQ(accounts->user(model::Uid{1001}), "zoe");
  EXPECT_EQ(accounts->group(model::Gid{1001}), "zoes");
  EXPECT_FALSE(accounts->user(model::Uid{5}).has_value());
}

TEST(FileAccounts, NamesTheLineThatIsWrong) {
  const support::TemporaryFolder folder;
  support::write_file(folder.path("passwd"), "root:x:0:0::/root:/bin/sh\nbroken\n");
  const auto accounts = FileAccounts::load(folder.path("passwd"), "");
  ASSERT_FALSE(accounts.ok());
  EXPECT_EQ(accounts.error().message, folder.path("passwd") + ":2:1: not NAME:x:ID:...");
}

TEST(SystemAccounts, RemembersAnswersForAWhile) {
  std::int64_t now = 0;
  SystemAccounts accounts(60, [&] { return now; });
  EXPECT_EQ(accounts.user(model::Uid{0}), "root");
  EXPECT_EQ(accounts.group(model::Gid{0}), "root");
  EXPECT_FALSE(accounts.user(model::Uid{4'000'000'000}).has_value());
  now = 61;
  EXPECT_EQ(accounts.user(model::Uid{0}), "root");
}

}  // namespace
}  // namespace auweave::audit

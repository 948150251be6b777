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

// The name of a system call: libaudit's, else our table's, else auditd's own (behind 0x1D), else the number.
std::string syscall_of(const std::string& arch, const std::string& number,
                       const std::string& enriched = "") {
  const Decoded d({"type=SYSCALL msg=audit(1.000:1): arch=" + arch + " syscall=" + number +
                   " success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=0 pid=5" + enriched});
  return std::string(d.event.syscall);
}

TEST(Decoder, NamesSystemCallsThatLibauditDoesNotKnow) {
  EXPECT_EQ(syscall_of("c000003e", "59"), "execve");
  EXPECT_EQ(syscall_of("c000003e", "452"), "fchmodat2");
  EXPECT_EQ(syscall_of("40000003", "452"), "fchmodat2");
  EXPECT_EQ(syscall_of("c00000b7", "467"), "open_tree_attr");
  EXPECT_EQ(syscall_of("40000003", "102"), "socketcall");
  // New calls have one number on all machines, but not on MIPS; RISC-V has the generic numbers.
  EXPECT_EQ(syscall_of("80000016", "452"), "fchmodat2");
  EXPECT_EQ(syscall_of("c00000f3", "221"), "execve");
  EXPECT_EQ(syscall_of("40000008", "452"), "452");
  // x32: its own calls, and those of x86_64 with a bit more.
  EXPECT_EQ(syscall_of("c000003e", "1073742344"), "execve");
  EXPECT_EQ(syscall_of("c000003e", "1073742081"), "openat");
  EXPECT_EQ(syscall_of("c000003e", "9999"), "9999");
}

TEST(Decoder, BelievesAuditdsNameOfACallThatNobodyElseKnows) {
  EXPECT_EQ(syscall_of("c000003e", "9999",
                       "\x1D"
                       "ARCH=x86_64 SYSCALL=newcall2 AUID=\"a\""),
            "newcall2");
  EXPECT_EQ(syscall_of("c000003e", "59",
                       "\x1D"
                       "ARCH=x86_64 SYSCALL=open"),
            "execve");
  EXPECT_EQ(syscall_of("c000003e", "9999",
                       "\x1D"
                       "SYSCALL=unknown-syscall(9999)"),
            "9999");
  EXPECT_EQ(syscall_of("c000003e", "9999",
                       "\x1D"
                       "XSYSCALL=open SYSCALL=\"open\""),
            "9999");
  EXPECT_EQ(syscall_of("c000003e", "9999",
                       "\x1D"
                       "SYSCALL="),
            "9999");
}

std::string type_of(const std::string& record, const std::string& fields) {
  const Decoded d({"type=" + record + " msg=audit(1.000:1): " + fields});
  return std::string(d.event.records.at(0).type) + " " +
         std::to_string(d.event.records.at(0).type_number) + " " + d.raw(0, "last");
}

TEST(Decoder, NamesRecordTypesThatLibauditOrAuditdDoesNotKnow) {
  EXPECT_EQ(type_of("UNKNOWN[1337]", "oflag=0 last=1"), "OPENAT2 1337 1");
  EXPECT_EQ(type_of("UNKNOWN[1423]", "domain=1 blockers=fs.x last=1"), "LANDLOCK_ACCESS 1423 1");
  EXPECT_EQ(type_of("LANDLOCK_ACCESS", "domain=1 blockers=fs.x last=1"), "LANDLOCK_ACCESS 1423 1");
  EXPECT_EQ(type_of("UNKNOWN[1999]", "last=1"), "UNKNOWN[1999] 1999 1");
  EXPECT_EQ(type_of("NOBODYS_TYPE", "last=1"), "NOBODYS_TYPE -1 1");
  // One number of two types: Ubuntu's, and Linux 6.12's.
  EXPECT_EQ(type_of("UNKNOWN[1420]", "subj_apparmor=unconfined last=1"),
            "MAC_TASK_CONTEXTS 1425 1");
  EXPECT_EQ(type_of("UNKNOWN[1421]", "obj_apparmor=unconfined last=1"), "MAC_OBJ_CONTEXTS 1426 1");
  EXPECT_EQ(type_of("UNKNOWN[1420]", "ipe_op=EXECUTE last=1"), "IPE_ACCESS 1420 1");
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

std::vector<std::string_view> argv_of(const std::vector<std::string>& records) {
  static std::vector<std::unique_ptr<Decoded>> kept;  // whose views are returned
  std::vector<std::string> lines = {call("pid=5")};
  for (const std::string& fields : records) lines.push_back(execve(fields));
  kept.push_back(std::make_unique<Decoded>(lines));
  EXPECT_TRUE(kept.back()->event.argv_missing) << records.front();
  return kept.back()->event.argv;
}

// "…" stands where arguments, or a part of one, were in a record that is lost.
TEST(Argv, ShowsWhereSomethingIsMissing) {
  using Words = std::vector<std::string_view>;
  EXPECT_EQ(argv_of({"argc=3 a0=\"x\" a1=\"y\""}), Words({"x", "y", "…"}));
  EXPECT_EQ(argv_of({"argc=3 a0=\"x\" a2=\"z\""}), Words({"x", "…", "z"}));
  EXPECT_EQ(argv_of({"argc=5 a0=\"rm\" a1=\"-rf\"", "a4=\"/tmp/e\""}),
            Words({"rm", "-rf", "…", "/tmp/e"}));
  EXPECT_EQ(argv_of({"a3=\"z\""}), Words({"…", "z"}));
  EXPECT_EQ(argv_of({"argc=2 a0=\"x\" a1_len=8 a1[0]=6162"}), Words({"x", "ab…"}));
  EXPECT_EQ(argv_of({"argc=2 a0=\"x\" a1_len=8"}), Words({"x", "…"}));
  EXPECT_EQ(argv_of({"argc=2 a0=\"x\" a1_len=12 a1[0]=6162", "a1[2]=6566"}), Words({"x", "ab…ef"}));
  EXPECT_EQ(argv_of({"argc=2 a0=\"x\"", "a1[1]=6566"}), Words({"x", "…ef"}));
  EXPECT_EQ(argv_of({"argc=2 a0=\"x\" a4000000=\"far\""}), Words({"x", "…", "far"}));
  EXPECT_EQ(argv_of({"argc=2 a1=\"y\"", "a0=\"x\""}), Words({"…", "y", "x", "…"}));
}

std::string peer_of(const std::string& saddr) {
  const Decoded d({call("pid=5"), "type=SOCKADDR msg=audit(1.000:1): saddr=" + saddr});
  if (!d.event.peer.has_value()) return "none";
  return std::string(d.event.peer->address) + " " + std::to_string(d.event.peer->port);
}

// sa_family is in the byte order of the machine, which arch= tells.
TEST(Sockaddr, OfABigEndianMachineIsDecoded) {
  const auto peer_on = [](const std::string& arch, const std::string& saddr) {
    const Decoded d({"type=SYSCALL msg=audit(1.000:1): arch=" + arch +
                         " syscall=9999 success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=0 pid=5",
                     "type=SOCKADDR msg=audit(1.000:1): saddr=" + saddr});
    return std::string(d.event.peer->address) + " " + std::to_string(d.event.peer->port);
  };
  for (const char* arch : {"80000015", "80000016", "16", "14", "2", "80000008"}) {
    EXPECT_EQ(peer_on(arch, "00021F90C63364090000000000000000"), "198.51.100.9 8080") << arch;
    EXPECT_EQ(peer_on(arch, "000A005000000000FD99000000000000000000000000000200000000"),
              "fd99::2 80");
    EXPECT_EQ(peer_on(arch, "00012F6465762F6C6F6700"), "/dev/log 0");
  }
  for (const char* arch : {"c000003e", "40000003", "c0000015", "40000028"})
    EXPECT_EQ(peer_on(arch, "02001F90C63364090000000000000000"), "198.51.100.9 8080") << arch;
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

// The first uid= is who wrote the record, the second one whom it is about: auditd names both, or one.
TEST(Interpreter, TellsTwoAccountsOfOneRecordApart) {
  const std::string record =
      "type=USER_ACCT msg=audit(1.000:1): pid=7 uid=1001 auid=1000 ses=9 msg='pam_tally2 uid=1004 "
      "reset=0 res=success'";
  const auto second = [](const Decoded& d) {
    const auto fields = d.event.of(d.event.records.at(0));
    const auto at = std::find_if(fields.begin(), fields.end(), [](const model::Field& field) {
      return field.name == "uid" && field.raw == "1004";
    });
    NoAccounts nobody;
    Interpreter interpreter(nobody);
    return std::string(interpreter.text(d.event, d.event.records.at(0), *at));
  };
  EXPECT_EQ(second(Decoded({record + "\x1DUID=\"zoe\" AUID=\"ann\" UID=\"bob\""})), "bob");
  EXPECT_EQ(second(Decoded({record + "\x1DUID=\"zoe\" AUID=\"ann\""})), "unknown(1004)");
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

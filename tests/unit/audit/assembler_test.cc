#include "audit/assembler.h"

#include <gtest/gtest.h>

#include <random>

#include "support/capture.h"
#include "support/state.h"
#include "support/text_file.h"

namespace auweave::audit {
namespace {

using Added = Assembler::Added;

// A little language: the lines of a log as "TYPE SERIAL [MS]", events as "SERIAL:TYPE,TYPE".
class Script {
 public:
  Added line(const std::string& type, int serial, std::int64_t ms = 0, std::uint32_t source = 0,
             const std::string& body = "a=b") {
    const std::string text = text_of(type, serial, ms, body);
    return assembler.add(*parse_line(text), {source, ++lines_});
  }
  // All lines of an event as a log has them.
  Assembler::Completed complete(const std::vector<std::string>& types, int serial) {
    std::vector<std::string> texts;
    std::vector<Assembler::Logged> lines;
    for (const std::string& type : types) texts.push_back(text_of(type, serial, 0, "a=b"));
    for (const std::string& text : texts) lines.push_back({*parse_line(text), ++lines_});
    return assembler.complete(lines, 1);
  }
  std::string events() {
    std::string told;
    while (auto event = assembler.take()) told += (told.empty() ? "" : " ") + tell(*event);
    return told;
  }
  static std::string tell(const RawEvent& event) {
    std::string types;
    for (const auto& slice : event.slices)
      types += (types.empty() ? "" : ",") + std::string(event.type(slice));
    return std::to_string(event.key.serial) + ":" + types;
  }
  explicit Script(bool holds_messages = false) : assembler(holds_messages) {}
  Assembler assembler;

 private:
  static std::string text_of(const std::string& type, int serial, std::int64_t ms,
                             const std::string& body) {
    const std::int64_t at = 1'000'000'000'000 + ms;
    char stamp[64];
    std::snprintf(stamp, sizeof stamp, "%lld.%03lld:%d", static_cast<long long>(at / 1000),
                  static_cast<long long>(at % 1000), serial);
    return "type=" + type + " msg=audit(" + stamp + "): " + body;
  }
  std::uint64_t lines_ = 0;
};

TEST(Assembler, KeepsTheNameOfATypeThatCameAsANumber) {
  Script s;
  for (const char* line : {"[ 1.5] audit: type=1302 audit(5.000:7): item=0",
                           "Nov 29 07:06:40 vm kernel: audit: type=1399 audit(5.000:7): a=b",
                           "[ 1.5] audit: type=1327 audit(5.000:7): proctitle=6964"}) {
    const auto header = parse_line(line);
    ASSERT_TRUE(header.ok()) << header.error().message;
    LineHeader same_host = *header;
    same_host.node = "vm";
    EXPECT_EQ(s.assembler.add(same_host, {0, 1}), Added::kept);
  }
  const auto event = s.assembler.take();
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(Script::tell(*event), "7:PATH,UNKNOWN[1399],PROCTITLE");
  EXPECT_EQ(event->line(event->slices[1]), "type=1399 audit(5.000:7): a=b");
  EXPECT_EQ(event->body(event->slices[2]), "proctitle=6964");
}

// auditd's own file, and the same records behind a head of syslog, without the mark.
TEST(Assembler, KnowsARecordAgainInOtherClothes) {
  const std::string plain =
      "type=USER_AUTH msg=audit(5.000:7): uid=0 auid=1 msg='op=x res=success'\x1DUID=\"root\" "
      "AUID=\"a\"";
  const std::string other =
      "Nov 29 07:06:40 vm audispd: node=vm type=USER_AUTH msg=audit(5.000:7): uid=0 auid=1 "
      "msg='op=x res=success' UID=\"root\" AUID=\"a\"";
  Assembler assembler;
  LineHeader first = *parse_line(plain);
  first.node = "vm";
  EXPECT_EQ(assembler.add(first, {0, 1}), Added::kept);
  LineHeader second = *parse_line(other);
  second.record.remove_prefix(std::string_view("node=vm ").size());
  EXPECT_EQ(assembler.add(second, {1, 1}), Added::duplicate);
}

TEST(Assembler, FinishesAUserRecordAtOnce) {
  Script s;
  s.line("USER_AUTH", 1);
  EXPECT_EQ(s.events(), "1:USER_AUTH");
}

// Kernels before 6.0 give a message the stamp of the call that sent it.
TEST(Assembler, KeepsAMessageAndTheCallThatSentItTogether) {
  Script s(true);
  s.line("SERVICE_START", 1);
  EXPECT_EQ(s.events(), "");
  s.line("SYSCALL", 1);
  s.line("SOCKADDR", 1);
  s.line("PROCTITLE", 1);
  EXPECT_EQ(s.events(), "1:SERVICE_START,SYSCALL,SOCKADDR,PROCTITLE");
}

TEST(Assembler, FinishesAMessageBeforeTheNextEvent) {
  Script s(true);
  s.line("USER_AUTH", 1);
  s.line("SYSCALL", 2);
  EXPECT_EQ(s.events(), "1:USER_AUTH");
  s.line("USER_AUTH", 3);
  s.line("USER_ACCT", 4);
  EXPECT_EQ(s.events(), "3:USER_AUTH");
  s.assembler.finish_message();
  EXPECT_EQ(s.events(), "4:USER_ACCT");
}

TEST(Assembler, TellsASecondMessageOfOneEvent) {
  Script s(true);
  s.line("USER_AUTH", 1);
  EXPECT_EQ(s.line("USER_ACCT", 1), Assembler::Added::late);
}

// Live no login waits: the first message of such a kernel is told without its call.
TEST(Assembler, LearnsThatCallsFollowMessages) {
  Script s(false);
  s.line("USER_AUTH", 1);
  EXPECT_EQ(s.events(), "1:USER_AUTH");
  EXPECT_EQ(s.line("SYSCALL", 1), Assembler::Added::behind);
  EXPECT_EQ(s.line("SOCKADDR", 1), Assembler::Added::behind);
  s.line("USER_AUTH", 2);
  EXPECT_EQ(s.events(), "");
  s.line("SYSCALL", 2);
  s.line("EOE", 2);
  EXPECT_EQ(s.events(), "2:USER_AUTH,SYSCALL");
}

TEST(Assembler, LosesNothingByWhatAccompaniesAFinishedEvent) {
  Script s(false);
  s.line("USER_AUTH", 1);
  s.line("SYSCALL", 2);
  s.line("PROCTITLE", 2);
  s.events();
  for (const char* type : {"UNKNOWN[1425]", "MAC_TASK_CONTEXTS", "AVC", "FANOTIFY"}) {
    EXPECT_EQ(s.line(type, 1), Assembler::Added::behind) << type;
    EXPECT_EQ(s.line(type, 2), Assembler::Added::behind) << type;
  }
  EXPECT_EQ(s.line("PATH", 2), Assembler::Added::late);
  EXPECT_EQ(s.line("USER_ACCT", 1), Assembler::Added::late);
  EXPECT_EQ(s.events(), "");
}

TEST(Assembler, LetsNoMessageWaitForARecordBeforeIt) {
  Script s(false);
  s.line("UNKNOWN[1425]", 1);
  s.line("USER_AUTH", 1);
  EXPECT_EQ(s.events(), "1:UNKNOWN[1425],USER_AUTH");
}

TEST(Assembler, KeepsInterleavedEventsApart) {
  Script s;
  s.line("SYSCALL", 1);
  s.line("SYSCALL", 2);
  s.line("CWD", 1);
  s.line("PROCTITLE", 2);
  EXPECT_EQ(s.events(), "2:SYSCALL,PROCTITLE");
  s.line("PROCTITLE", 1);
  EXPECT_EQ(s.events(), "1:SYSCALL,CWD,PROCTITLE");
}

TEST(Assembler, KeepsLoginAndItsSyscallTogether) {
  Script s;
  s.line("LOGIN", 1);
  s.line("SYSCALL", 1);
  EXPECT_EQ(s.events(), "");
  s.line("PROCTITLE", 1);
  EXPECT_EQ(s.events(), "1:LOGIN,SYSCALL,PROCTITLE");
}

TEST(Assembler, EoeEndsAnEventAndIsInNone) {
  Script s;
  s.line("SYSCALL", 1);
  s.line("EOE", 1);
  EXPECT_EQ(s.events(), "1:SYSCALL");
  s.line("EOE", 7);
  EXPECT_EQ(s.events(), "");
}

TEST(Assembler, GivesUpAnEventTwoSecondsOfEventTimeLater) {
  Script s;
  s.line("SYSCALL", 1, 0);
  s.line("USER_AUTH", 2, 1900);
  EXPECT_EQ(s.events(), "2:USER_AUTH");
  s.line("USER_AUTH", 3, 2100);
  s.line("CWD", 1, 0);  // late, but the new event has only begun
  EXPECT_EQ(s.events(), "3:USER_AUTH");
  for (int serial = 4; serial < 30; ++serial) s.line("USER_AUTH", serial, 2100);
  EXPECT_NE(s.events().find(" 1:SYSCALL,CWD "), std::string::npos);
}

TEST(Assembler, DoesNotAgeEventsWhenTheClockIsSetBack) {
  Script s;
  s.line("USER_AUTH", 1, 3'600'000);
  s.line("USER_AUTH", 2, 3'600'001);
  s.events();
  s.line("SYSCALL", 3, 0);
  s.line("CWD", 3, 0);
  EXPECT_EQ(s.events(), "");
  s.line("PROCTITLE", 3, 0);
  EXPECT_EQ(s.events(), "3:SYSCALL,CWD,PROCTITLE");
}

TEST(Assembler, OneRecordFromTheFarFutureMovesNoTime) {
  Script s;
  s.line("USER_AUTH", 1, 0);
  s.line("SYSCALL", 2, 0);
  s.line("USER_AUTH", 3, 900'000'000);
  s.line("CWD", 2, 0);
  s.line("PROCTITLE", 2, 0);
  EXPECT_EQ(s.events(), "1:USER_AUTH 3:USER_AUTH 2:SYSCALL,CWD,PROCTITLE");
  s.line("SYSCALL", 4, 900'000'000);
  s.line("USER_AUTH", 5, 900'000'001);
  s.line("USER_AUTH", 6, 900'000'002);  // as many as EventClock wants do
  EXPECT_EQ(s.assembler.watermark_ms(), 1'000'000'000'000 + 900'000'002);
}

TEST(Assembler, TakesOverlappingFilesAsOne) {
  Script s;
  s.line("SYSCALL", 1, 0, 0);
  EXPECT_EQ(s.line("SYSCALL", 1, 0, 1), Added::duplicate);
  s.line("PROCTITLE", 1, 0, 0);
  EXPECT_EQ(s.line("PROCTITLE", 1, 0, 1), Added::duplicate);
  EXPECT_EQ(s.events(), "1:SYSCALL,PROCTITLE");
  EXPECT_EQ(s.line("SYSCALL", 1, 0, 0), Added::duplicate);  // the whole file once more
  EXPECT_EQ(s.events(), "");
}

TEST(Assembler, KeepsTheSameRecordTwiceFromOneSource) {
  Script s;
  s.line("SYSCALL", 1);
  s.line("OBJ_PID", 1);
  EXPECT_EQ(s.line("OBJ_PID", 1), Added::kept);
  s.line("PROCTITLE", 1);
  EXPECT_EQ(s.events(), "1:SYSCALL,OBJ_PID,OBJ_PID,PROCTITLE");
}

// A log that is read after each start: what it gave before is known again, also of an open event.
TEST(Assembler, KnowsALineThatIsReadAgain) {
  Script s;
  s.line("SYSCALL", 1);
  const std::string text = "type=SYSCALL msg=audit(1000000000.000:1): a=b";
  EXPECT_EQ(s.assembler.add(*parse_line(text), {7, 1, true}), Added::duplicate);
  const std::string path = "type=PATH msg=audit(1000000000.000:1): a=b";
  EXPECT_EQ(s.assembler.add(*parse_line(path), {7, 2, true}), Added::kept);
  EXPECT_EQ(s.assembler.add(*parse_line(path), {7, 2, true}), Added::duplicate);
  s.line("PATH", 1);  // as a record, too
  s.line("EOE", 1);
  EXPECT_EQ(s.events(), "1:SYSCALL,PATH");
}

TEST(Assembler, TellsALateRecordFromADuplicate) {
  Script s;
  s.line("SYSCALL", 1);
  s.line("PROCTITLE", 1);
  EXPECT_EQ(s.line("CWD", 1), Added::late);
  EXPECT_EQ(s.line("SYSCALL", 1), Added::duplicate);
}

TEST(Assembler, GivesALoginThatWaits) {
  Script s;
  s.line("LOGIN", 1, 0, 0, "pid=3 old-ses=7 ses=71 res=1");
  EXPECT_FALSE(s.assembler.take_login("", 7).has_value());
  EXPECT_FALSE(s.assembler.take_login("other", 71).has_value());
  EXPECT_EQ(Script::tell(*s.assembler.take_login("", 71)), "1:LOGIN");
  EXPECT_EQ(s.assembler.open(), 0U);
}

TEST(Assembler, BoundsOpenEventsAndTheirSize) {
  Script s;
  for (int serial = 0; serial < 5000; ++serial) s.line("SYSCALL", serial);
  EXPECT_EQ(s.assembler.open(), Assembler::kMostOpen);
  const std::string big(1'000'000, 'x');
  Added added = Added::kept;
  for (int i = 0; i < 20 && added == Added::kept; ++i) {
    added = s.line("EXECVE", 9999, 0, 0, "a" + std::to_string(i) + "=" + big);
  }
  EXPECT_EQ(added, Added::oversized);
}

// Saved and restored anywhere, it goes on as if nothing had happened.
TEST(Assembler, IsAValueThatCanBeSavedAndRestored) {
  const auto lines = support::lines_of(support::load_capture("20-tlog-variants").plugin);
  const auto run = [&](const std::vector<std::size_t>& cuts) {
    Assembler assembler;
    std::string told;
    std::size_t next = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (next < cuts.size() && i == cuts[next]) {
        ++next;
        Assembler restored;
        EXPECT_TRUE(support::load(restored, support::saved(assembler)));
        EXPECT_EQ(support::saved(restored), support::saved(assembler));
        assembler = std::move(restored);
      }
      assembler.add(*parse_line(lines[i]), {0, i + 1});
      if (i % 3 == 0) {
        while (auto event = assembler.take()) told += Script::tell(*event) + event->bytes + "\n";
      }
    }
    assembler.finish_all();
    while (auto event = assembler.take()) told += Script::tell(*event) + event->bytes + "\n";
    return told;
  };
  const std::string whole = run({});
  std::mt19937 random(7);
  for (int i = 0; i < 20; ++i) {
    std::vector<std::size_t> cuts;
    for (int k = 0; k < 4; ++k) cuts.push_back(random() % lines.size());
    std::sort(cuts.begin(), cuts.end());
    EXPECT_EQ(run(cuts), whole);
  }
}

TEST(Assembler, RefusesDamagedState) {
  Script s;
  s.line("SYSCALL", 1);
  const std::string state = support::saved(s.assembler);
  for (std::size_t size = 0; size < 60; ++size) {
    Assembler other;
    EXPECT_FALSE(support::load(other, state.substr(0, size)));
  }
  Assembler other;
  EXPECT_FALSE(support::load(other, state + "x"));
}

using Completed = Assembler::Completed;
const std::vector<std::string> kWhole = {"SYSCALL", "EXECVE", "CWD", "PROCTITLE"};

TEST(AssemblerComplete, TakesAnEventThatDidNotCome) {
  Script s;
  EXPECT_EQ(s.complete(kWhole, 5), Completed::recovered);
  EXPECT_EQ(s.events(), "5:SYSCALL,EXECVE,CWD,PROCTITLE");
  // On its way all the same.
  EXPECT_EQ(s.line("SYSCALL", 5), Added::duplicate);
  EXPECT_EQ(s.line("PROCTITLE", 5), Added::duplicate);
  EXPECT_EQ(s.complete(kWhole, 5), Completed::known);
  EXPECT_EQ(s.events(), "");
}

TEST(AssemblerComplete, KnowsAnEventThatCame) {
  Script s;
  for (const std::string& type : kWhole) s.line(type, 5);
  s.events();
  EXPECT_EQ(s.complete(kWhole, 5), Completed::known);
  EXPECT_EQ(s.events(), "");
}

TEST(AssemblerComplete, TakesAFinishedEventAnew) {
  using Fetched = RawEvent::Fetched;
  for (const std::string dropped : {"EXECVE", "SYSCALL"}) {
    Script s;
    for (const std::string& type : kWhole) {
      if (type != dropped) s.line(type, 5);
    }
    s.events();
    EXPECT_EQ(s.complete(kWhole, 5), Completed::completed);
    const auto event = s.assembler.take();
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(Script::tell(*event), "5:SYSCALL,EXECVE,CWD,PROCTITLE");
    EXPECT_EQ(event->fetched, dropped == "EXECVE" ? Fetched::rest : Fetched::rest_with_syscall);
  }
}

TEST(AssemblerComplete, FinishesAnOpenEventInTheLogsOrder) {
  Script s;
  s.line("SYSCALL", 5);
  s.line("CWD", 5);
  EXPECT_EQ(s.complete(kWhole, 5), Completed::completed);
  EXPECT_EQ(s.events(), "5:SYSCALL,EXECVE,CWD,PROCTITLE");
  EXPECT_EQ(s.assembler.open(), 0U);
  EXPECT_EQ(s.line("PROCTITLE", 5), Added::duplicate);
}

}  // namespace
}  // namespace auweave::audit

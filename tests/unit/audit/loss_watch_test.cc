#include "audit/loss_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/capture.h"
#include "support/text_file.h"

namespace auweave::audit {
namespace {

// Records of events a tenth of a second apart, by their serials.
class Watched : public testing::Test {
 protected:
  static std::string line(const std::string& type, int serial, const std::string& body = "a=b") {
    const int ms = serial * 100;
    char stamp[64];
    std::snprintf(stamp, sizeof stamp, "%d.%03d:%d", 1'000'000'000 + ms / 1000, ms % 1000, serial);
    return "type=" + type + " msg=audit(" + stamp + "): " + body;
  }
  void user(int serial) { watch.record(line("USER_ACCT", serial)); }
  void users(int first, int last) {
    for (int serial = first; serial <= last; ++serial) user(serial);
  }
  // An execve with its two files, but for the type that did not come.
  void exec(int serial, const std::string& but = "") {
    const std::string body = "arch=c000003e syscall=59 success=yes exit=0 items=2 ppid=1";
    for (const std::string type :
         {"SYSCALL", "EXECVE", "CWD", "PATH", "PATH", "PROCTITLE", "EOE"}) {
      if (type != but) watch.record(line(type, serial, type == "SYSCALL" ? body : "a=b"));
    }
  }
  LossWatch watch;
};

TEST_F(Watched, MissesNothingWhereAllComes) {
  exec(1);
  users(2, 40);
  exec(41);
  users(42, 80);
  watch.pause();
  EXPECT_FALSE(watch.missing_from().has_value());
}

TEST_F(Watched, MissesASerialWhenItIsASecondOld) {
  users(1, 3);
  users(5, 12);
  EXPECT_FALSE(watch.missing_from().has_value());
  users(13, 15);
  ASSERT_TRUE(watch.missing_from().has_value());
  EXPECT_EQ(watch.missing_from()->ms(), 1'000'000'000'300);
}

TEST_F(Watched, BearsDisorder) {
  users(1, 3);
  user(6);
  user(5);
  user(4);
  users(7, 40);
  EXPECT_FALSE(watch.missing_from().has_value());
}

TEST_F(Watched, MissesAtAPauseWhatIsYoung) {
  user(1);
  user(3);
  EXPECT_FALSE(watch.missing_from().has_value());
  watch.pause();
  EXPECT_TRUE(watch.missing_from().has_value());
}

TEST_F(Watched, MissesRecordsOfAnEvent) {
  for (const std::string type : {"SYSCALL", "EXECVE", "CWD", "PATH", "PROCTITLE", "EOE"}) {
    LossWatch fresh;
    watch = fresh;
    user(1);
    exec(2);
    exec(3, type);
    users(4, 20);
    EXPECT_TRUE(watch.missing_from().has_value()) << type;
  }
}

// Where a rule excludes a type, it never comes.
TEST_F(Watched, DoesNotMissWhatNeverCame) {
  user(1);
  for (int serial = 2; serial < 40; ++serial) exec(serial, "CWD");
  watch.pause();
  EXPECT_FALSE(watch.missing_from().has_value());
}

TEST_F(Watched, TellsWhatNoLogHas) {
  users(1, 3);
  users(10, 40);
  watch.logged(line("USER_ACCT", 4));
  watch.logged(line("USER_ACCT", 7));
  const auto lost = watch.take_lost();
  ASSERT_EQ(lost.size(), 2U);
  EXPECT_EQ(lost[0].first, 5U);
  EXPECT_EQ(lost[0].last, 6U);
  EXPECT_EQ(lost[1].first, 8U);
  EXPECT_EQ(lost[1].last, 9U);
  EXPECT_EQ(lost[0].after.ms(), 1'000'000'000'300);
  EXPECT_EQ(lost[0].before.ms(), 1'000'000'001'000);
  EXPECT_FALSE(watch.missing_from().has_value());
  EXPECT_THAT(watch.take_lost(), testing::IsEmpty());
}

TEST_F(Watched, KnowsAReboot) {
  users(30'001, 30'010);
  watch.record("type=SYSTEM_BOOT msg=audit(2000000000.000:5): a=b");
  watch.record("type=USER_ACCT msg=audit(2000000002.000:6): a=b");
  watch.pause();
  EXPECT_FALSE(watch.missing_from().has_value());
}

TEST_F(Watched, DoesNotCountAuditdsOwnSerials) {
  user(1);
  watch.record(line("DAEMON_ROTATE", 9000));
  users(2, 30);
  EXPECT_FALSE(watch.missing_from().has_value());
}

// The kernel leaves no serial out: 50,000 events of real hosts.
TEST(LossWatch, MissesNothingInAnyCapture) {
  for (const std::string& name : support::capture_names()) {
    const support::Capture capture = support::load_capture(name);
    LossWatch watch;
    for (const std::string& line : support::lines_of(capture.plugin)) watch.record(line);
    watch.pause();
    EXPECT_FALSE(watch.missing_from().has_value()) << name;
    EXPECT_THAT(watch.take_lost(), testing::IsEmpty()) << name;
  }
}

// At a start the log has all of an event of which only the last records come.
TEST_F(Watched, MissesNothingOfWhatALogHad) {
  for (int serial = 1; serial <= 5; ++serial) watch.logged(line("SYSCALL", serial));
  watch.record(line("PATH", 5));
  watch.record(line("EOE", 5));
  users(6, 40);
  EXPECT_FALSE(watch.missing_from().has_value());
}

}  // namespace
}  // namespace auweave::audit

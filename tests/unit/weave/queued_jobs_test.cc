// Who queued what atd and cron run, by logs written for it.
#include <gtest/gtest.h>

#include "support/capture.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::text;

// A log of sessions of one host, a record a line.
class Log {
 public:
  Log& login(int ses, int uid, int pid, const std::string& exe, int parent = 1) {
    const std::string id = std::to_string(uid);
    const std::string at = stamp();
    add("LOGIN", at,
        "pid=" + std::to_string(pid) + " uid=0 old-auid=4294967295 auid=" + id +
            " tty=(none) old-ses=4294967295 ses=" + std::to_string(ses) + " res=1");
    add("SYSCALL", at, call(1, ses, uid, pid, parent, exe));
    return *this;
  }
  Log& exec(int ses, int uid, int pid, const std::string& exe,
            const std::vector<std::string>& argv) {
    const std::string at = stamp();
    add("SYSCALL", at, call(59, ses, uid, pid, 1, exe));
    std::string words = "argc=" + std::to_string(argv.size());
    for (std::size_t i = 0; i < argv.size(); ++i)
      words += " a" + std::to_string(i) + "=\"" + argv[i] + "\"";
    add("EXECVE", at, words);
    return *this;
  }
  Log& rename(int ses, int uid, int pid, const std::string& exe, const std::string& from,
              const std::string& to) {
    const std::string at = stamp();
    add("SYSCALL", at, call(86, ses, uid, pid, 1, exe));
    add("CWD", at, "cwd=\"/var/spool/cron/atjobs\"");
    add("PATH", at, "item=0 name=\"" + from + "\" inode=1 nametype=NORMAL");
    add("PATH", at, "item=1 name=\"" + to + "\" inode=1 nametype=CREATE");
    return *this;
  }
  // `SES: SES` of each session that says who queued its job.
  std::string queued() {
    std::string all;
    for (const std::string& json : support::weave({{text_}, {}}).documents) {
      const auto document = support::parse(json);
      if (text(document, "kind") != "session" || !document.HasMember("queued_by_session")) continue;
      const auto number = [&](const char* field) {
        const std::string id = text(document, field);
        return id.substr(id.rfind(':') + 1);
      };
      all += number("session_id") + ": " + number("queued_by_session") +
             (document.HasMember("queued_inferred") ? "?" : "") + " ";
    }
    return all;
  }

 private:
  std::string stamp() {
    ++serial_;
    return std::to_string(1000 + serial_) + ".000:" + std::to_string(serial_);
  }
  static std::string call(int number, int ses, int uid, int pid, int parent,
                          const std::string& exe) {
    const std::string id = std::to_string(uid);
    return "arch=c000003e syscall=" + std::to_string(number) +
           " success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=2 ppid=" + std::to_string(parent) +
           " pid=" + std::to_string(pid) + " auid=" + (ses < 0 ? "4294967295" : id) + " uid=" + id +
           " gid=0 euid=" + id + " suid=" + id + " fsuid=" + id +
           " egid=0 sgid=0 fsgid=0 tty=(none) ses=" +
           (ses < 0 ? "4294967295" : std::to_string(ses)) + " comm=\"x\" exe=\"" + exe +
           "\" key=(null)";
  }
  void add(const std::string& type, const std::string& at, const std::string& fields) {
    text_ += "type=" + type + " msg=audit(" + at + "): " + fields + "\n";
  }
  std::string text_;
  int serial_ = 0;
};

constexpr const char* kSshd = "/usr/sbin/sshd";
constexpr const char* kAt = "/usr/bin/at";
constexpr const char* kAtd = "/usr/sbin/atd";
constexpr const char* kCron = "/usr/sbin/cron";
constexpr const char* kCrontab = "/usr/bin/crontab";

TEST(QueuedJobs, AreOfTheOnlySessionThatQueued) {
  Log log;
  log.login(1, 1001, 10, kSshd).exec(1, 1001, 20, kAt, {"at", "now"});
  log.login(2, 1002, 11, kSshd).exec(2, 1002, 21, kAt, {"at", "now"});
  EXPECT_EQ(log.login(3, 1001, 30, kAtd).queued(), "3: 1? ");
}

TEST(QueuedJobs, AreNobodysWhereTwoSessionsQueued) {
  Log log;
  log.login(1, 1001, 10, kSshd).exec(1, 1001, 20, kAt, {"at", "now"});
  log.login(2, 1001, 11, kSshd).exec(2, 1001, 21, kAt, {"at", "-f", "x", "now"});
  EXPECT_EQ(log.login(3, 1001, 30, kAtd).queued(), "");
}

TEST(QueuedJobs, AreNotQueuedByALook) {
  Log log;
  log.login(1, 1001, 10, kSshd)
      .exec(1, 1001, 20, kAt, {"atq"})
      .exec(1, 1001, 21, kAt, {"at", "-l"});
  log.exec(1, 1001, 22, kCrontab, {"crontab", "-l"});
  log.exec(1, 1001, 23, "/home/x/at", {"at", "now"});
  EXPECT_EQ(log.login(3, 1001, 30, kAtd).login(4, 1001, 31, kCron).queued(), "");
}

// Where the spool is audited, the name of the job's file says which at it was.
TEST(QueuedJobs, AreKnownByTheirFile) {
  Log log;
  log.login(1, 1001, 10, kSshd).exec(1, 1001, 20, kAt, {"at", "now"});
  log.rename(1, 1001, 20, kAt, "/var/spool/cron/atjobs/x", "/var/spool/cron/atjobs/a0000101cb2d4a");
  log.login(2, 1001, 11, kSshd).exec(2, 1001, 21, kAt, {"at", "now"});
  log.rename(2, 1001, 21, kAt, "/var/spool/cron/atjobs/x", "/var/spool/cron/atjobs/a0000201cb2d4a");
  log.rename(-1, 0, 5, kAtd, "a0000201cb2d4a", "=0000201cb2d4a");
  EXPECT_EQ(log.login(3, 1001, 30, kAtd, 5).queued(), "3: 2 ");
}

// The log shows the job's file, and no at that wrote it: it was queued before.
TEST(QueuedJobs, AreNobodysWhereTheFileIsNone) {
  Log log;
  log.login(1, 1001, 10, kSshd).exec(1, 1001, 20, kAt, {"at", "now"});
  log.rename(-1, 0, 5, kAtd, "a0000901cb2d4a", "=0000901cb2d4a");
  EXPECT_EQ(log.login(3, 1001, 30, kAtd, 5).queued(), "");
}

TEST(QueuedJobs, AreOfCrontab) {
  Log log;
  log.login(1, 1001, 10, kSshd).exec(1, 1001, 20, kCrontab, {"crontab", "-"});
  log.login(2, 0, 11, kSshd).exec(2, 0, 21, kCrontab, {"crontab", "-u", "1003", "table"});
  log.exec(2, 0, 22, kCrontab, {"crontab", "-e"});
  log.login(3, 1001, 30, kCron).login(4, 1001, 31, kCron).login(5, 1003, 32, kCron);
  EXPECT_EQ(log.login(6, 0, 33, kCron).queued(), "3: 1? 4: 1? 5: 2? ");
}

// A table of before may go on.
TEST(QueuedJobs, AreNobodysWhereCronRanJobsBefore) {
  Log log;
  log.login(9, 1001, 29, kCron).login(1, 1001, 10, kSshd);
  log.exec(1, 1001, 20, kCrontab, {"crontab", "-e"});
  EXPECT_EQ(log.login(3, 1001, 30, kCron).queued(), "");
}

}  // namespace
}  // namespace auweave

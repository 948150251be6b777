// Each row of the verdict tables, shown by an event that it decides.
#include "meaning/verdicts.h"

#include <gtest/gtest.h>
#include <libaudit.h>

#include <set>
#include <sstream>

#include "audit/accounts.h"
#include "audit/decoder.h"
#include "audit/interpreter.h"
#include "meaning/meaning.h"

namespace auweave::meaning {
namespace {

// What is told of the lines of one event.
class Described {
 public:
  explicit Described(const std::string& log) : interpreter_(nobody_) {
    audit::Assembler assembler;
    std::istringstream lines(log);
    std::uint64_t number = 0;
    for (std::string line; std::getline(lines, line);)
      assembler.add(*audit::parse_line(line), {0, ++number});
    assembler.finish_all();
    raw_ = std::move(*assembler.take());
    audit::AuparseDecoder(wants_normalized).decode(raw_, event_);
    describe(event_, interpreter_, false, document_);
  }
  const model::EventDocument* operator->() const { return &document_; }

 private:
  audit::NoAccounts nobody_;
  audit::Interpreter interpreter_;
  audit::RawEvent raw_;
  model::AuditEvent event_;
  model::EventDocument document_;  // views of the others
};

std::string record(std::string_view type, const std::string& fields) {
  return "type=" + std::string(type) + " msg=audit(1.000:1): pid=7 uid=0 auid=1001 ses=3 " +
         fields + "\n";
}

// The objects that records of a type name, by where a verdict looks for them.
std::string object_named(ObjectFrom from) {
  switch (from) {
    case ObjectFrom::account:
      return "zoe";
    case ObjectFrom::command:
      return "cat /etc/shadow";
    case ObjectFrom::operation:
      return "exec";
    case ObjectFrom::setting:
      return "audit_pid=5";
    case ObjectFrom::first_path:
    case ObjectFrom::accessed:
      return "/first";
    case ObjectFrom::last_path:
      return "/last";
    case ObjectFrom::peer:
      return "10.99.1.2:2222";
    case ObjectFrom::login:
      return "1001";
    case ObjectFrom::old_path:
      return "/old";
    case ObjectFrom::normalizer:
    case ObjectFrom::nothing:
      return "";
  }
  return "";
}

TEST(Verdicts, OfRecordTypesDecide) {
  for (const Verdict& row : type_verdicts()) {
    const std::string op =
        row.operation.empty() ? "something" : std::string(row.operation) + " more";
    const Described event(
        record(row.name, "op=" + op +
                             " audit_pid=5 name=\"/first\" acct=\"zoe\" "
                             "cmd=636174202F6574632F736861646F77 key=\"exec\" res=success"));
    EXPECT_EQ(event->action, row.action) << row.name << " " << op;
    EXPECT_EQ(event->category, row.category) << row.name;
    EXPECT_EQ(event->result, "success") << row.name;
    if (row.object == ObjectFrom::normalizer) continue;  // see below, one by one
    const std::string object = row.operation.starts_with("set audit_enabled")
                                   ? std::string(row.operation.substr(4))
                                   : object_named(row.object);
    EXPECT_EQ(event->object, object) << row.name << " " << op;
    const bool has_object = row.object != ObjectFrom::nothing;
    EXPECT_EQ(event->object_type, has_object ? row.object_type : "") << row.name;
  }
}

// On x86_64, whatever the test runs on. Negative: libaudit has no such name.
int number_of(std::string_view syscall) {
  static const int machine = audit_elf_to_machine(AUDIT_ARCH_X86_64);
  return audit_name_to_syscall(std::string(syscall).c_str(), machine);
}

std::string syscall_event(int number, const std::string& more) {
  return "type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=" + std::to_string(number) +
         " success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=2 ppid=1 pid=7 auid=1001 uid=0 gid=0 "
         "euid=0 tty=pts1 ses=3 comm=\"x\" exe=\"/bin/x\" key=(null)\n" +
         more;
}

std::string path(int item, const std::string& name, const std::string& nametype) {
  return "type=PATH msg=audit(1.000:1): item=" + std::to_string(item) + " name=\"" + name +
         "\" nametype=" + nametype + "\n";
}

TEST(Verdicts, OfSystemCallsDecide) {
  for (const Verdict& row : syscall_verdicts()) {
    const int number = number_of(row.name);
    if (number < 0 && row.name == "fchmodat2") continue;  // libaudit 3.0.9 does not know it
    ASSERT_GE(number, 0) << row.name;
    const Described event(syscall_event(
        number, "type=SOCKADDR msg=audit(1.000:1): saddr=020008AE0A6301020000000000000000\n" +
                    path(0, "/first", "NORMAL") + path(1, "/old", "DELETE") +
                    path(2, "/last", "CREATE") +
                    "type=PROCTITLE msg=audit(1.000:1): proctitle=\"x\"\n"));
    EXPECT_EQ(event->syscall, row.name);
    EXPECT_EQ(event->action, row.action) << row.name;
    EXPECT_EQ(event->category, row.category) << row.name;
    if (row.object == ObjectFrom::normalizer) continue;
    EXPECT_EQ(event->object, object_named(row.object)) << row.name;
  }
}

TEST(Verdicts, OfRenamesHaveBothNames) {
  const Described event(syscall_event(
      number_of("rename"), path(0, "/dir", "PARENT") + path(1, "/dir", "PARENT") +
                               path(2, "/dir/old", "DELETE") + path(3, "/dir/new", "CREATE") +
                               "type=PROCTITLE msg=audit(1.000:1): proctitle=\"x\"\n"));
  EXPECT_EQ(event->object, "/dir/old");
  EXPECT_EQ(event->object2, "/dir/new");
}

TEST(Verdicts, OfLoginNameTheAccount) {
  const Described event(
      "type=LOGIN msg=audit(1.000:1): pid=7 uid=0 old-auid=4294967295 auid=1001 old-ses=4294967295 "
      "ses=3 res=1\n");
  EXPECT_EQ(event->action, "changed-login-id-to");
  EXPECT_EQ(event->object, "1001");
}

// What has no row keeps libauparse's word.
TEST(Verdicts, LeaveTheRestToTheNormalizer) {
  const Described event(
      record("SERVICE_START",
             "msg='unit=cron comm=\"systemd\" exe=\"/lib/systemd/systemd\" res=success'"));
  EXPECT_EQ(event->action, "started-service");
  EXPECT_EQ(event->category, "system");
  EXPECT_EQ(event->object, "cron");
}

TEST(Verdicts, ReachEveryRow) {
  std::set<std::pair<std::string_view, std::string_view>> rows;
  for (const Verdict& row : type_verdicts()) {
    EXPECT_TRUE(rows.insert({row.name, row.operation}).second) << row.name << " " << row.operation;
    EXPECT_EQ(verdict_of_type(row.name, row.operation), &row)
        << "hidden by a row above: " << row.operation;
  }
  for (const Verdict& row : syscall_verdicts()) EXPECT_EQ(verdict_of_syscall(row.name), &row);
}

TEST(Categories, FollowTheTypeNumber) {
  EXPECT_EQ(category_of(1701), "anomaly");
  EXPECT_EQ(category_of(2100), "anomaly");
  EXPECT_EQ(category_of(1200), "system");
  EXPECT_EQ(category_of(-1), "system");
}

}  // namespace
}  // namespace auweave::meaning

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
    case ObjectFrom::module:
    case ObjectFrom::bpf_program:
      return "";  // in a record of its own
    case ObjectFrom::process:
      return "sshd";
    case ObjectFrom::program:
      return "/bin/x";
    case ObjectFrom::field:
      return "it";
    case ObjectFrom::member:
      return "carol";
    case ObjectFrom::call:
    case ObjectFrom::role:
    case ObjectFrom::normalizer:
    case ObjectFrom::nothing:
      return "";
  }
  return "";
}

TEST(Verdicts, OfRecordTypesDecide) {
  for (const Verdict& row : type_verdicts()) {
    if (row.operation == "same-role") continue;  // see below
    std::string op = row.operation.empty() ? "something" : std::string(row.operation);
    if (row.operation.starts_with("set-")) op.replace(3, 1, " ");
    const std::string field = row.field.empty() ? "" : " " + std::string(row.field) + "=\"it\"";
    const Described event(
        record(row.name, "exe=\"/bin/x\" op=" + op + field +
                             " audit_pid=5 name=\"/first\" acct=\"zoe\" "
                             "cmd=636174202F6574632F736861646F77 key=\"exec\" res=success"));
    EXPECT_EQ(event->action, row.action) << row.name << " " << op;
    EXPECT_EQ(event->category, row.category) << row.name;
    EXPECT_EQ(event->result, "success") << row.name;
    if (row.object == ObjectFrom::normalizer) continue;  // see below, one by one
    const std::string object = row.operation.starts_with("set-") ? op.substr(4)
                               : row.field == "name"             ? "it"
                                                                 : object_named(row.object);
    if (row.object == ObjectFrom::module) continue;  // KERN_MODULE's own name=
    const bool own_field = row.field == "name" || row.object != ObjectFrom::accessed;
    if (!own_field) continue;
    EXPECT_EQ(event->object, object) << row.name << " " << op;
    EXPECT_EQ(event->object_type, object.empty() ? "" : row.object_type) << row.name;
  }
}

// The words of programs that change accounts, as they write them. {op=, action, object, object2}
struct Words {
  const char* written;
  const char* action;
  const char* object;
  const char* object2;
};

TEST(Verdicts, OfAccountsKnowTheWordsOfAllPrograms) {
  const std::vector<Words> all = {
      {"op=add-user-to-group grp=\"wheel\" acct=\"carol\"", "added-user-to-group", "carol",
       "wheel"},
      {"op=add-to-shadow-group grp=\"wheel\" acct=\"carol\"", "added-user-to-group", "carol",
       "wheel"},
      {"op=adding user to group acct=\"carol\"", "added-user-to-group", "carol", ""},
      {"op=adding user to group wheel acct=\"carol\"", "added-user-to-group", "carol", "wheel"},
      {"op=adding user to shadow group acct=\"carol\"", "added-user-to-group", "carol", ""},
      {"op=adding group member acct=\"carol\"", "added-user-to-group", "carol", ""},
      {"op=delete-user-from-group grp=\"wheel\" acct=\"carol\"", "removed-user-from-group", "carol",
       "wheel"},
      {"op=removing user from shadow group acct=\"carol\"", "removed-user-from-group", "carol", ""},
      {"op=removing group member acct=\"carol\"", "removed-user-from-group", "carol", ""},
      {"op=user carol added by root to group wheel acct=\"wheel\"", "added-user-to-group", "carol",
       "wheel"},
      {"op=user carol-ann removed by root from group wheel in /etc/group acct=\"wheel\"",
       "removed-user-from-group", "carol-ann", "wheel"},
      {"op=root failed to add user carol to group wheel acct=\"wheel\"", "added-user-to-group",
       "carol", "wheel"},
      {"op=members of group wheel set by root to a,b acct=\"wheel\"", "changed-group-members",
       "wheel", ""},
      {"op=administrators of group wheel set by root to a acct=\"wheel\"",
       "changed-group-administrators", "wheel", ""},
      {"op=password of group wheel changed by root acct=\"wheel\"", "changed-group-password",
       "wheel", ""},
      {"op=access to group wheel restricted by root acct=\"wheel\"", "restricted-group", "wheel",
       ""},
      {"op=add-home-dir acct=\"carol\"", "created-home-directory-of", "carol", ""},
      {"op=adding home directory acct=\"carol\"", "created-home-directory-of", "carol", ""},
      {"op=deleting-home-directory acct=\"carol\"", "deleted-home-directory-of", "carol", ""},
      {"op=moving home directory acct=\"carol\"", "moved-home-directory-of", "carol", ""},
      {"op=change password acct=\"carol\"", "changed-password", "carol", ""},
      {"op=PAM:chauthtok acct=\"carol\"", "changed-password", "carol", ""},
      {"op=change passwd expiration acct=\"carol\"", "modified-user-account", "carol", ""},
      {"op=locked-password acct=\"carol\"", "locked-account", "carol", ""},
      {"op=unlock-account acct=\"carol\"", "unlocked-account", "carol", ""},
      {"op=updating passwd acct=\"carol\" exe=\"/usr/sbin/usermod\"", "locked-account", "carol",
       ""},
      {"op=updating password acct=\"carol\" exe=\"/usr/sbin/usermod\"", "unlocked-account", "carol",
       ""},
      {"op=updating password acct=\"carol\" exe=\"/usr/bin/other\"", "modified-user-account",
       "carol", ""},
      {"op=changing uid acct=\"carol\"", "modified-user-account", "carol", ""},
      {"faillock reset uid=1004", "reset-login-failures-of", "1004", ""},
      {"pam_tally2 uid=1004 reset=0", "reset-login-failures-of", "1004", ""},
  };
  for (const Words& words : all) {
    for (const char* type : {"USER_MGMT", "USER_CHAUTHTOK", "USER_ACCT"}) {
      const Described event(record(type, "msg='" + std::string(words.written) + " res=success'"));
      const bool default_of_other = std::string_view(type) == "USER_ACCT" &&
                                    std::string_view(words.action) == "modified-user-account";
      if (default_of_other) continue;
      EXPECT_EQ(event->action, words.action) << words.written;
      EXPECT_EQ(event->object, words.object) << words.written;
      EXPECT_EQ(event->object2, words.object2) << words.written;
    }
  }
}

// auditd knows that id= is a gid in ADD_GROUP, and takes it for a uid in the others.
TEST(Verdicts, OfAGroupReadItsIdAsAGroups) {
  const auto group = [](const std::string& type, const std::string& op) {
    const Described event(record(type, "msg='op=" + op + " id=1003 res=success'\x1DID=\"zgrp\""));
    EXPECT_EQ(event->object_type, "group");
    return std::string(event->object);
  };
  EXPECT_EQ(group("ADD_GROUP", "add-group"), "zgrp");
  EXPECT_EQ(group("DEL_GROUP", "deleting group"), "zgrp");
  EXPECT_EQ(group("GRP_CHAUTHTOK", "change-password"), "1003");
  EXPECT_EQ(group("USER_CHAUTHTOK", "change-group-password"), "1003");
  const Described member(
      record("GRP_MGMT", "msg='op=add-user-to-group grp=\"wheel\" acct=\"carol\" res=success'"));
  EXPECT_EQ(member->action, "added-user-to-group");
  EXPECT_EQ(member->object, "carol");
}

// A number is of whom its record is about: beside a group's name id= is of who asks (newgrp).
TEST(Verdicts, TellTheNumberOfAnAccountOrAGroup) {
  struct Numbers {
    const char *type, *fields;
    model::Number uid, gid;
  };
  const std::vector<Numbers> all = {
      {"ADD_USER", "msg='op=add-user id=1004'", 1004, {}},
      {"ADD_USER", "msg='op=add-user acct=\"zoe\" id=1004'", 1004, {}},
      {"ADD_USER", "msg='op=add-user acct=\"zoe\"'", {}, {}},
      {"USER_LOGIN", "msg='op=login id=1004'", 1004, {}},
      {"USER_LOGIN", "msg='op=login id=4294967295'", {}, {}},
      {"USER_ACCT", "msg='faillock reset uid=1004'", 1004, {}},
      {"RESP_ACCT_LOCK", "msg='op=pam_faillock suid=1004'", 1004, {}},
      {"LOGIN", "old-auid=4294967295 auid=1004", 1004, {}},
      {"ADD_GROUP", "msg='op=add-group id=1005'", {}, 1005},
      {"ADD_GROUP", "msg='op=add-group grp=\"ops\" id=1005'", {}, 1005},
      {"ADD_GROUP", "msg='op=add-group grp=\"ops\" gid=1005'", {}, 1005},
      {"GRP_CHAUTHTOK", "msg='op=change-password id=1005'", {}, 1005},
      {"GRP_AUTH", "msg='op=authentication grp=\"ops\" id=1004'", {}, {}},
      {"GRP_MGMT", "msg='op=add-user-to-group grp=\"ops\" acct=\"zoe\" id=1005'", {}, {}},
      {"USER_MGMT", "msg='op=add-user-to-group grp=\"ops\" acct=\"zoe\" id=1004'", 1004, {}},
      {"USER_CMD", "msg='cmd=\"id\" id=1004'", {}, {}},
  };
  for (const Numbers& each : all) {
    const Described event(record(each.type, each.fields));
    EXPECT_EQ(event->object_uid, each.uid) << each.type << " " << each.fields;
    EXPECT_EQ(event->object_gid, each.gid) << each.type << " " << each.fields;
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
    if (number < 0) continue;  // another architecture's, newer than libaudit, or no call: see below
    if (row.name == "ptrace" || row.second == Second::signal) continue;  // arguments decide
    const Described event(syscall_event(
        number,
        "type=SOCKADDR msg=audit(1.000:1): saddr=020008AE0A6301020000000000000000\n"
        "type=OBJ_PID msg=audit(1.000:1): opid=70 oauid=1001 ouid=0 oses=3 ocomm=\"sshd\"\n" +
            path(0, "/first", "NORMAL") + path(1, "/old", "DELETE") + path(2, "/last", "CREATE") +
            "type=PROCTITLE msg=audit(1.000:1): proctitle=\"x\"\n"));
    EXPECT_EQ(event->syscall, row.name);
    EXPECT_EQ(event->action, row.action) << row.name;
    EXPECT_EQ(event->category, row.category) << row.name;
    if (row.object == ObjectFrom::normalizer) continue;
    EXPECT_EQ(event->object, object_named(row.object)) << row.name;
  }
}

// A call with arguments, on x86_64 or 32-bit x86.
std::string called(const std::string& call, const std::string& more = "",
                   const std::string& arch = "c000003e") {
  return "type=SYSCALL msg=audit(1.000:1): arch=" + arch + " syscall=" + call +
         " items=0 ppid=1 pid=7 auid=1001 uid=0 gid=0 euid=0 tty=pts1 ses=3 comm=\"x\" "
         "exe=\"/bin/x\" "
         "key=\"k\"\n" +
         more;
}
std::string hit(const std::string& fields) {
  return "type=OBJ_PID msg=audit(1.000:1): " + fields + "\n";
}

TEST(Verdicts, OfSignalsSayWhomTheyHit) {
  const std::string auditd = hit("opid=700 oauid=-1 ouid=0 oses=-1 ocomm=\"auditd\"");
  const Described killed(called("62 success=yes exit=0 a0=2bc a1=9 a2=0 a3=0", auditd));
  EXPECT_EQ(killed->action, "killed-pid");
  EXPECT_EQ(killed->object, "auditd");
  EXPECT_EQ(killed->object2, "SIGKILL");
  EXPECT_EQ(killed->object_pid, 700);
  EXPECT_EQ(killed->object_user, "root");
  EXPECT_EQ(killed->object_actor, "");
  const Described hung_up(called("62 success=yes exit=0 a0=2bc a1=1 a2=0 a3=0", auditd));
  EXPECT_EQ(hung_up->action, "sent-signal-to");
  EXPECT_EQ(hung_up->object2, "SIGHUP");
  EXPECT_EQ(Described(called("62 success=yes exit=0 a0=2bc a1=0 a2=0 a3=0"))->action,
            "checked-process");
  EXPECT_EQ(Described(called("62 success=no exit=-3 a0=2bc a1=9 a2=0 a3=0"))->object_pid, 700);
  EXPECT_EQ(Described(called("62 success=yes exit=0 a0=ffffffff a1=9 a2=0 a3=0"))->object_pid,
            std::nullopt);
  const Described several(called("62 success=yes exit=0 a0=ffffffff a1=f a2=0 a3=0",
                                 auditd + hit("opid=701 ouid=1 ocomm=\"sshd\"")));
  EXPECT_EQ(several->object, "auditd, sshd");
  EXPECT_EQ(several->object_pid, std::nullopt);
  const Described traced(called("101 success=yes exit=0 a0=10 a1=2d0 a2=0 a3=0",
                                hit("opid=720 oauid=1002 ouid=1002 ocomm=\"ssh-agent\"")));
  EXPECT_EQ(traced->action, "traced");
  EXPECT_EQ(traced->object, "ssh-agent");
  EXPECT_EQ(traced->object_actor, "1002");
  EXPECT_EQ(Described(called("101 success=yes exit=0 a0=0 a1=5 a2=0 a3=0"))->action,
            "allowed-tracing");
}

TEST(Verdicts, OfIdentitiesNameTheAccountThatWasAskedFor) {
  const auto taken = [](const std::string& call) {
    return std::string(Described(called(call))->object2);
  };
  EXPECT_EQ(taken("105 success=yes exit=0 a0=3e8 a1=0 a2=0 a3=0"), "1000");
  EXPECT_EQ(taken("105 success=yes exit=0 a0=0 a1=0 a2=0 a3=0"), "root");
  EXPECT_EQ(taken("113 success=yes exit=0 a0=ffffffff a1=3e8 a2=0 a3=0"), "1000");
  EXPECT_EQ(taken("117 success=yes exit=0 a0=3e9 a1=ffffffffffffffff a2=ffffffff a3=0"), "1001");
  EXPECT_EQ(taken("117 success=yes exit=0 a0=ffffffff a1=ffffffff a2=ffffffff a3=0"), "");
  EXPECT_EQ(taken("106 success=yes exit=0 a0=3e8 a1=0 a2=0 a3=0"), "1000");
}

TEST(Verdicts, OfSocketcallAreOfTheCallInside) {
  const std::string peer =
      "type=SOCKADDR msg=audit(1.000:1): saddr=02001F90C0000207000000000000000000\n";
  const auto inside = [&](const std::string& number) {
    const Described event(
        called("102 success=yes exit=0 a0=" + number + " a1=bf a2=0 a3=0", peer, "40000003"));
    return std::string(event->action) + " " + std::string(event->dest_ip);
  };
  EXPECT_EQ(inside("3"), "connected-to 192.0.2.7");
  EXPECT_EQ(inside("2"), "bound-socket ");
  EXPECT_EQ(inside("14"), "sent-to 192.0.2.7");
  EXPECT_EQ(inside("99"), "called-socketcall ");
}

TEST(Verdicts, OfIoUringAreOfTheOperation) {
  const auto done = [](const std::string& fields, const std::string& more) {
    return Described("type=URINGOP msg=audit(1.000:1): uring_op=" + fields +
                     " ppid=1 pid=7 uid=0 gid=0 euid=0 key=\"u\"\n" + more);
  };
  const auto opened = done("18 success=yes exit=0 items=1", path(0, "/etc/x", "NORMAL"));
  EXPECT_EQ(opened->action, "opened-file");
  EXPECT_EQ(opened->object, "/etc/x");
  EXPECT_EQ(opened->result, "success");
  EXPECT_EQ(opened->syscall, "openat");
  EXPECT_EQ(opened->rule_keys.size(), 1U);
  EXPECT_EQ(done("28 success=no exit=-13 items=0", "")->error, "EACCES");
  EXPECT_EQ(done("36 success=yes exit=0 items=0", "")->action, "deleted");
  EXPECT_EQ(done("35 success=yes exit=0 items=0", "")->action, "renamed");
  EXPECT_EQ(done("16 success=yes exit=0 items=0", "")->action, "connected-to");
  EXPECT_EQ(done("250 success=yes exit=0 items=0", "")->action, "");
}

// A login with the default role is no change; another one, or newrole's, is.
TEST(Verdicts, OfRolesTellALoginFromAChange) {
  const auto role = [](const std::string& message) {
    const Described event(record("USER_ROLE_CHANGE", "msg='" + message + " res=success'"));
    return std::string(event->action) + " " + std::string(event->object);
  };
  EXPECT_EQ(role("op=pam selinux default-context=a:b:c selected-context=a:b:c"),
            "took-role-at-login a:b:c");
  EXPECT_EQ(role("op=pam selinux default-context=a:b:c selected-context=a:admin:c"),
            "changed-role-to a:admin:c");
  EXPECT_EQ(role("pam: default-context=? selected-context=?"), "changed-role-to ");
  EXPECT_EQ(role("newrole: old-context=a:b:c new-context=a:admin:c"), "changed-role-to a:admin:c");
  EXPECT_EQ(role("op=same-role new-context=a:admin:c"), "changed-role-to a:admin:c");
}

TEST(Verdicts, OfModulesNameTheModule) {
  const std::string module = "type=KERN_MODULE msg=audit(1.000:1): name=\"demo\"\n";
  const Described loaded(module + called("313 success=yes exit=0 a0=5 a1=1 a2=2 a3=0"));
  EXPECT_EQ(loaded->action, "loaded-kernel-module");
  EXPECT_EQ(loaded->object, "demo");
  const Described unloaded(module + called("176 success=yes exit=0 a0=5 a1=1 a2=2 a3=0"));
  EXPECT_EQ(unloaded->action, "unloaded-kernel-module");
  EXPECT_EQ(Described(module)->action, "used-kernel-module");
}

TEST(Verdicts, OfOtherRecordsReadTheRightField) {
  const Described locked(
      record("RESP_ACCT_LOCK", "msg='op=pam_faillock suid=1001 res=success'\x1DSUID=\"alice\""));
  EXPECT_EQ(locked->action, "locked-account");
  EXPECT_EQ(locked->object, "alice");
  const Described blocked(record("USER_DEVICE",
                                 "msg='op=\"changed-authorization-state-for\" "
                                 "device=\"/devices/1-3\" target=\"block\" res=success'"));
  EXPECT_EQ(blocked->action, "changed-authorization-of-device");
  EXPECT_EQ(blocked->object, "/devices/1-3");
  EXPECT_EQ(blocked->object2, "block");
  const Described filtered(
      "type=SECCOMP msg=audit(1.000:1): auid=1000 uid=1000 gid=1000 ses=9 pid=2101 comm=\"x\" "
      "exe=\"/opt/x\" sig=31 arch=c000003e syscall=41 compat=0 ip=0x7f code=0x80000000\n");
  EXPECT_EQ(filtered->object, "socket");
  const Described crashed(
      "type=ANOM_ABEND msg=audit(1.000:1): auid=1000 uid=1000 gid=1000 ses=9 pid=2101 comm=\"x\" "
      "exe=\"/opt/x\" sig=11 res=1\n");
  EXPECT_EQ(crashed->object, "/opt/x");
  EXPECT_EQ(crashed->object2, "SIGSEGV");
  const Described old(
      syscall_event(number_of("rename"),
                    "type=PATH msg=audit(1.000:1): item=0 name=\"/d/a\" objtype=DELETE\n"
                    "type=PATH msg=audit(1.000:1): item=1 name=\"/t/a\" objtype=CREATE\n"));
  EXPECT_EQ(old->object, "/d/a");
  EXPECT_EQ(old->object2, "/t/a");
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
    const Verdict* found = verdict_of_type(row.name, row.operation);
    EXPECT_EQ(found, &row) << row.name << ", hidden by a row above: " << row.operation;
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

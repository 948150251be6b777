// What ecs, ocsf and cim make of single events: a table of records, a path of the document, and what has to
// stand there ("" is nothing).
#include "in_preset.h"

namespace auweave {
namespace {

using support::parse;

std::string record(const std::string& type, const std::string& fields) {
  return "type=" + type + " msg=audit(1700001901.000:1901): " + fields + "\n";
}

std::string user_record(const std::string& type, const std::string& said) {
  return record(type, "pid=7 uid=0 auid=1000 ses=9 msg='" + said + " res=success'");
}

std::string call(int number, const std::string& args, const std::string& more = "") {
  return record("SYSCALL",
                "arch=c000003e syscall=" + std::to_string(number) + " " + args +
                    " items=0 ppid=1 pid=9 auid=1000 uid=1000 gid=1000 euid=1000 "
                    "egid=1000 tty=pts1 ses=9 comm=\"bash\" exe=\"/bin/bash\" key=\"k\"") +
         more;
}

constexpr int kAccept = 43, kRecvfrom = 45, kKill = 62, kSetuid = 105, kSetgid = 106,
              kReadlink = 89, kMount = 165, kUselib = 134, kRename = 82;
const std::string kGood = "success=yes exit=0 a0=2bc a1=9 a2=0 a3=0";
const std::string kBad = "success=no exit=-1 a0=2bc a1=9 a2=0 a3=0";

std::string path(const std::string& name) {
  return record("CWD", "cwd=\"/\"") +
         record("PATH", "item=0 name=\"" + name +
                            "\" inode=7 dev=fd:00 mode=040755 ouid=0 ogid=0 rdev=00:00 "
                            "nametype=NORMAL");
}

std::string peer(const std::string& saddr) { return record("SOCKADDR", "saddr=" + saddr); }
const std::string kInet = peer("02001F90C63364090000000000000000");
const std::string kInet6 = peer("0A001F900000000020010DB800000000000000000000000100000000");
const std::string kUnix = peer("01002F72756E2F782E736F636B00");
const std::string kHit = record("OBJ_PID", "opid=700 oauid=1001 ouid=0 oses=3 ocomm=\"sshd\"");

// The value at a path with dots, a list as its elements with blanks between them.
std::string at(const rapidjson::Value& document, const std::string& name) {
  const std::size_t dot = name.find('.');
  const std::string first = name.substr(0, dot);
  if (!document.IsObject() || !document.HasMember(first.c_str())) return "";
  const rapidjson::Value& value = document[first.c_str()];
  if (dot != std::string::npos) return at(value, name.substr(dot + 1));
  if (value.IsInt64()) return std::to_string(value.GetInt64());
  if (value.IsString()) return value.GetString();
  std::string all;
  for (const rapidjson::Value& each : value.GetArray())
    all += (all.empty() ? "" : " ") + std::string(each.GetString());
  return all;
}

bool is_event(const rapidjson::Value& document) {
  return at(document, "kind") == "event" || at(document, "auweave.kind") == "event" ||
         at(document, "metadata.event_code") == "event";
}

std::string told(const std::string& preset, const std::string& log, const std::string& name) {
  for (const std::string& json : in_preset({.audit = {log}}, preset)) {
    const rapidjson::Document document = parse(json);
    if (is_event(document)) return at(document, name);
  }
  return "no event";
}

struct Row {
  std::string log, path, value;
};

void hold(const std::string& preset, const std::vector<Row>& rows) {
  for (const Row& row : rows)
    EXPECT_EQ(told(preset, row.log, row.path), row.value) << row.log << row.path;
}

TEST(WordsInEcs, HaveThePeerAsTheSource) {
  hold("ecs", {{call(kAccept, kGood, kInet), "source.ip", "198.51.100.9"},
               {call(kAccept, kGood, kInet), "source.port", "8080"},
               {call(kAccept, kGood, kInet), "related.ip", "198.51.100.9"},
               {call(kAccept, kGood, kUnix), "source.ip", ""},
               {call(kAccept, kBad), "source.ip", ""},
               {call(kRecvfrom, kGood, kInet6), "source.ip", "2001:db8::1"},
               {call(kRecvfrom, kGood, kInet6), "network.direction", "ingress"},
               {call(kRecvfrom, kGood, kInet6), "destination.ip", ""}});
}

TEST(WordsInEcs, HaveNumbersWhereTheTrailDoes) {
  const std::string user = user_record("ADD_USER", "op=add-user id=1004");
  const std::string group = user_record("ADD_GROUP", "op=add-group id=1005");
  const std::string member =
      user_record("USER_MGMT", "op=add-user-to-group grp=\"ops\" acct=\"zoe\"");
  const std::string login =
      record("LOGIN", "pid=7 uid=0 old-auid=4294967295 auid=1000 ses=9 res=1");
  hold("ecs", {{user, "user.target.id", "1004"},
               {login, "user.target.id", "1000"},
               {user, "user.effective.id", "0"},
               {user, "group.id", ""},
               {group, "group.id", "1005"},
               {group, "user.target.id", ""},
               {member, "user.target.name", "zoe"},
               {member, "group.name", "ops"},
               {member, "group.id", ""},
               {call(kSetuid, kGood), "user.effective.id", "1000"}});
}

TEST(WordsInEcs, HaveCategories) {
  const auto package = [](const std::string& op) {
    return user_record("SOFTWARE_UPDATE", "op=" + op + " sw=\"evil-1-1.x86_64\" sw_type=rpm");
  };
  const std::string crash = record(
      "ANOM_ABEND", "auid=1000 uid=1000 gid=1000 ses=9 pid=21 comm=\"httpd\" reason=\"x\" sig=11");
  const std::string added = user_record("ANOM_ADD_ACCT", "op=x acct=\"zoe\"");
  hold("ecs", {{call(kSetuid, kGood), "event.category", "process"},
               {call(kMount, kGood, path("/mnt")), "file.path", "/mnt"},
               {call(kReadlink, kGood, path("/etc/localtime")), "event.type", "access"},
               {call(kUselib, kGood, path("/x.so")), "event.category", "library"},
               {call(kUselib, kBad, path("/x.so")), "event.category", "file"},
               {package("install"), "event.category", "package"},
               {package("install"), "event.type", "installation"},
               {package("remove"), "event.type", "deletion"},
               {crash, "event.category", "process"},
               {crash, "event.type", "end"},
               {added, "event.category", "intrusion_detection iam"},
               {call(kKill, kGood, kHit), "event.type", "end"},
               {call(kKill, kBad, kHit), "event.type", "info"},
               {call(kKill, kGood, kHit), "auweave.object_pid", "700"}});
}

TEST(WordsInOcsf, HaveTheTargetAsTheProcess) {
  hold("ocsf", {{call(kKill, kGood, kHit), "process.pid", "700"},
                {call(kKill, kGood, kHit), "process.path", ""},
                {call(kKill, kGood, kHit), "actor.process.pid", "9"},
                {call(kKill, kGood, kHit), "type_uid", "100702"},
                {call(kKill, kGood, kHit + kHit), "type_uid", "100799"},
                {call(kSetuid, kGood), "type_uid", "100705"},
                {call(kSetgid, kGood), "type_uid", "100799"}});
}

TEST(WordsInOcsf, HaveAClassThatIsTheirs) {
  const std::string member =
      user_record("USER_MGMT", "op=add-user-to-group grp=\"ops\" acct=\"zoe\"");
  const std::string firewall = record("NETFILTER_CFG", "table=filter family=2 entries=4");
  const std::string rule =
      record("CONFIG_CHANGE", "auid=1000 ses=9 op=add_rule key=\"k\" list=4 res=1");
  hold("ocsf", {{member, "type_uid", "300603"},
                {member, "group.name", "ops"},
                {member, "user.name", "zoe"},
                {user_record("ADD_GROUP", "op=add-group id=1005"), "group.uid", "1005"},
                {call(kAccept, kGood, kInet), "src_endpoint.ip", "198.51.100.9"},
                {call(kAccept, kGood, kInet), "dst_endpoint.name", ""},
                {call(kMount, kGood, path("/mnt")), "type_uid", "100112"},
                {firewall, "class_uid", "0"},
                // Of a rename whose old name is in no record there is no file, and so no new one.
                {call(kRename, kGood, path("/new")), "file_result.path", ""},
                {rule, "class_uid", "1008"}});
}

TEST(WordsInCim, HaveTheDataModelChange) {
  const std::string user = user_record("ADD_USER", "op=add-user acct=\"zoe\" id=1004");
  const std::string group = user_record("ADD_GROUP", "op=add-group id=1005");
  const std::string rule =
      record("CONFIG_CHANGE", "auid=1000 ses=9 op=add_rule key=\"k\" list=4 res=1");
  hold("cim", {{user, "cim_dataset", "Account_Management"},
               {user, "action", "created"},
               {user, "status", "success"},
               {user, "user", "zoe"},
               {user, "src_user", "1000"},
               {user, "object_id", "1004"},
               {group, "object_category", "group"},
               {group, "object_id", "1005"},
               {rule, "cim_dataset", "Auditing_Changes"},
               {user_record("ANOM_ADD_ACCT", "op=x acct=\"zoe\""), "cim_dataset", ""},
               {call(kAccept, kGood, kInet), "src", "198.51.100.9"}});
}

}  // namespace
}  // namespace auweave

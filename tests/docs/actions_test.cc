// Each action of an event has a place in the presets that sort by it, or it is said here that it has none. A new
// row of src/meaning/verdict_*.cc fails until somebody has decided what ecs, ocsf and cim make of it.
#include <gtest/gtest.h>
#include <libaudit.h>

#include <algorithm>
#include <map>
#include <set>

#include "meaning/verdicts.h"
#include "programs/program.h"
#include "support/json.h"
#include "support/text_file.h"
#include "support/weave.h"
#include "yaml/node.h"

namespace auweave {
namespace {

using Names = std::set<std::string>;

struct Action {
  std::string name, category;
  auto operator<=>(const Action&) const = default;
};

std::string record(const std::string& type, int serial, const std::string& fields) {
  return "type=" + type + " msg=audit(1.000:" + std::to_string(serial) + "): " + fields + "\n";
}

std::string call(int number, int serial) {
  return record("SYSCALL", serial,
                "arch=c000003e syscall=" + std::to_string(number) +
                    " success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=0 ppid=1 pid=7 auid=1001 uid=0 "
                    "gid=0 euid=0 tty=pts1 ses=3 comm=\"x\" exe=\"/bin/x\" key=\"k\"") +
         record("PROCTITLE", serial, "proctitle=\"x\"");
}

// An event for each record type and system call that libaudit knows.
std::string log_of_everything() {
  constexpr int kGetpid = 39;
  std::string log;
  int serial = 0;
  for (int type = AUDIT_FIRST_USER_MSG; type <= AUDIT_LAST_USER_MSG2; ++type) {
    const char* name = audit_msg_type_to_name(type);
    if (name == nullptr || type == AUDIT_EOE || type == AUDIT_PROCTITLE) continue;
    log += record(name, ++serial,
                  "pid=7 uid=0 auid=1001 ses=3 acct=\"zoe\" exe=\"/bin/x\" res=success");
    const bool of_kernel = type >= AUDIT_FIRST_EVENT && type < AUDIT_FIRST_USER_MSG2;
    if (!of_kernel || type == AUDIT_SYSCALL) continue;
    ++serial;
    log += record(name, serial, "pid=7 uid=0 auid=1001 ses=3 res=success") + call(kGetpid, serial);
  }
  const int machine = audit_elf_to_machine(AUDIT_ARCH_X86_64);
  for (int number = 0; number < 1000; ++number) {
    if (audit_syscall_to_name(number, machine) != nullptr) log += call(number, ++serial);
  }
  return log;
}

// Of the verdicts, and libauparse's words for what they leave to it. A word that libauparse makes of more
// than the type or the call (op=) is not among them.
std::set<Action> all_actions() {
  std::set<Action> actions;
  for (const auto& rows :
       {meaning::type_verdicts(), meaning::operation_verdicts(), meaning::syscall_verdicts()}) {
    for (const meaning::Verdict& row : rows)
      actions.insert({std::string(row.action), std::string(row.category)});
  }
  for (const std::string& json : support::weave({{log_of_everything()}, {}}).documents) {
    const auto document = support::parse(json);
    if (support::text(document, "action").empty()) continue;
    actions.insert({support::text(document, "action"), support::text(document, "category")});
  }
  return actions;
}

Names texts_of(const yaml::Node& node) {
  Names texts;
  if (node.kind == yaml::Node::Kind::scalar) texts.insert(node.text);
  for (const yaml::Node& item : node.items) texts.merge(texts_of(item));
  return texts;
}

// The actions that a condition is about.
Names actions_of(const yaml::Node& condition) {
  Names actions;
  for (const yaml::Node& item : condition.items) actions.merge(actions_of(item));
  for (const auto& [name, value] : condition.members) {
    if (name.text == "action") actions.merge(texts_of(value));
    if (name.text == "any" || name.text == "all") actions.merge(actions_of(value));
  }
  return actions;
}

// The actions in tables that `fields` looks an action up in.
Names looked_up(const yaml::Node& fields, const yaml::Node& tables) {
  Names actions;
  const yaml::Node* from = fields.find("from");
  const yaml::Node* values = fields.find("values");
  if (from != nullptr && values != nullptr && from->text == "action") {
    for (const auto& [name, value] : tables.find(values->text)->members) actions.insert(name.text);
  }
  for (const yaml::Node& item : fields.items) actions.merge(looked_up(item, tables));
  for (const auto& [name, value] : fields.members) actions.merge(looked_up(value, tables));
  return actions;
}

struct Preset {
  std::string name;
  std::string sorts;  // the path that says what an action is
};

// What has a place in a preset: by category, where the rule is about some; "" is all.
std::map<std::string, Names> placed(const Preset& preset) {
  const auto root = yaml::load(support::source_folder() + "/mappings/" + preset.name + ".yaml");
  const yaml::Node& tables = *root->find("tables");
  const yaml::Node& event = *root->find("documents")->find("event");
  std::map<std::string, Names> found = {{"", looked_up(*event.find("fields"), tables)}};
  for (const yaml::Node& rule : event.find("rules")->items) {
    const yaml::Node& when = *rule.find("when");
    const yaml::Node& fields = *rule.find("fields");
    Names actions = looked_up(fields, tables);
    if (fields.find(preset.sorts) != nullptr) actions.merge(actions_of(when));
    const yaml::Node* category = when.find("category");
    for (const std::string& name : category == nullptr ? Names{""} : texts_of(*category))
      found[name].insert(actions.begin(), actions.end());
  }
  return found;
}

// What a preset has no place for, and why that is meant.
struct Meant {
  std::string why;
  Names categories;  // all their actions
  Names actions;
};

struct Case {
  Preset preset;
  std::vector<Meant> meant;
};
void PrintTo(const Case& each, std::ostream* out) { *out << each.preset.name; }

// Of libauparse 3.0.9.
const Names kWordsOfLibauparse = {"aborted-auditd-startup",
                                  "accessed-policy-controlled-file",
                                  "allocated-memory-in",
                                  "assigned-vm-id",
                                  "assigned-vm-resource",
                                  "audit-error",
                                  "called-seccomp-controlled-syscall",
                                  "caused-mac-policy-error",
                                  "checked-filesystem-metadata-of",
                                  "checked-integrity-of",
                                  "checked-metadata-of",
                                  "created-vm-image",
                                  "crypto-officer-logged-in",
                                  "crypto-officer-logged-out",
                                  "deleted-vm-image",
                                  "initialized-audit-subsystem",
                                  "issued-vm-control",
                                  "migrated-vm-from",
                                  "migrated-vm-to",
                                  "modified-level-of",
                                  "overrode-label-of",
                                  "relabeled-filesystem",
                                  "remote-audit-connected",
                                  "remote-audit-disconnected",
                                  "resumed-audit-logging",
                                  "rotated-audit-logs",
                                  "sent-test",
                                  "triggered-audit-rule"};

// Of configuration, but no log's: Event Log Activity would say that auditd's is meant.
const Names kConfigurationOfOthers = {"added-integrity-rule",
                                      "added-ipsec-association",
                                      "added-ipsec-policy",
                                      "added-mac-network-domain-mapping-to",
                                      "added-network-label-domain",
                                      "added-unlabeled-address",
                                      "changed-apparmor-policy",
                                      "changed-configuration",
                                      "changed-firewall",
                                      "changed-integrity-attributes",
                                      "changed-ipe-configuration",
                                      "changed-ipsec-configuration",
                                      "changed-mac-configuration",
                                      "changed-selinux-boolean",
                                      "changed-selinux-enforcement-to",
                                      "changed-unlabeled-traffic-policy",
                                      "deleted-ipsec-association",
                                      "deleted-ipsec-policy",
                                      "deleted-mac-network-domain-mapping-from",
                                      "deleted-network-label-domain",
                                      "deleted-unlabeled-address",
                                      "loaded-ipe-policy",
                                      "loaded-mac-policy",
                                      "loaded-selinux-policy"};

std::vector<Meant> meant_in_ecs() {
  return {{"ECS has no type of an anomaly: its category says all.", {"anomaly"}, {}},
          {"A step of a login begins and ends nothing.",
           {},
           {"acquired-credentials", "authenticated-to-group", "caused-account-error",
            "changed-login-id-to", "refreshed-credentials", "was-authorized"}},
          {"A socket that is bound is no connection yet.", {}, {"bound-socket"}},
          {"A security module or a check of access was asked, and said yes or no: event.outcome.",
           {},
           {"accessed-mac-policy-controlled-object", "accessed-integrity-controlled-file",
            "accessed-landlock-controlled-object", "checked-mac-permission", "checked-permission"}},
          {"process.* is the process that forked, and of that nothing started.",
           {},
           {"started-process"}},
          {"What became of the signal no record says.", {}, {"sent-signal-to"}},
          {"The process has made or prepared something for itself, and is still what it was.",
           {},
           {"created-memory-file", "created-secret-memory", "opened-userfaultfd",
            "prepared-landlock-ruleset", "set-up-io-uring"}},
          {"A socket without an address connects nothing; one packet is no connection.",
           {},
           {"called-socketcall", "created-socket", "listened-on-socket", "logged-packet"}},
          {"The host is not what started or ended: it is a guest of it.",
           {},
           {"checked-integrity-of-virtual-machine", "started-virtual-machine",
            "stopped-virtual-machine"}},
          {"A file is only named to be watched later.", {}, {"started-file-monitoring", "watched"}},
          {"The call may ask as well as change, and no record says which.",
           {},
           {"managed-keys", "managed-quotas", "requested-key", "used-bpf"}},
          {"The record tells a finding, and of no change.",
           {},
           {"detected-crypto-replay", "discovered-device", "failed-crypto-operation",
            "invalidated-integrity-measurement-of", "measured-integrity-of",
            "reported-block-device-event", "tested-crypto"}},
          {"A step before a mount, which has its own event.",
           {},
           {"opened-file-system", "prepared-mount"}},
          {"A message, or an end that changes nothing at the host.",
           {},
           {"exported-with-label", "exported-without-label", "hung-up-terminal", "read-audit",
            "sent-message", "stopped-reading-audit"}},
          {"What was done to the package the record does not say.", {}, {"changed-software"}},
          {"It is libauparse's word, with no verdict beside it: info until it gets one.",
           {},
           kWordsOfLibauparse}};
}

std::vector<Meant> meant_in_ocsf() {
  return {
      {"No class of the preset is about them: Base Event.", {"system", "anomaly"}, {}},
      {"Authentication has a logon, a logoff, and no steps between.",
       {},
       {"acquired-credentials", "authenticated", "authenticated-to-group", "caused-account-error",
        "changed-login-id-to", "disposed-credentials", "refreshed-credentials", "was-authorized"}},
      {"Account Change and Group Management have no such activity.",
       {},
       {"assigned-user-role-to", "changed-group", "changed-role-to", "changed-user-id",
        "created-home-directory-of", "deleted-home-directory-of", "expired-password-of",
        "modified-role", "modified-user-account", "moved-home-directory-of",
        "removed-user-role-from", "reset-login-failures-of", "took-role-at-login"}},
      {"No class of the preset is about other configuration: Base Event.",
       {},
       kConfigurationOfOthers},
      {"Process Activity has no such activity.",
       {},
       {"adjusted-scheduling-policy-of",
        "advised-memory-of",
        "allowed-tracing",
        "changed-capabilities-of",
        "changed-directory-to",
        "changed-groups-of",
        "changed-personality-of",
        "changed-root-to",
        "changed-security-attributes-of",
        "checked-process",
        "compared-processes",
        "created-memory-file",
        "created-secret-memory",
        "entered-namespace",
        "left-namespace",
        "moved-memory-of",
        "opened-performance-event",
        "opened-userfaultfd",
        "prepared-landlock-ruleset",
        "ran-command",
        "released-memory-of",
        "restricted-itself",
        "restricted-system-calls-of",
        "sent-signal-to",
        "set-up-io-uring",
        "typed"}},
      {"Launch is about the process that is new, and the records are of the one that forked.",
       {},
       {"started-process"}},
      {"Network Activity requires an endpoint, and the records have none.",
       {},
       {"called-socketcall", "created-socket", "listened-on-socket", "shut-down-socket"}},
      {"File System Activity has no such activity.", {}, {"loaded-library", "watched"}}};
}

std::vector<Meant> meant_in_cim() {
  return {
      {"All of the category are of Endpoint.Processes.", {"process"}, {}},
      {"The preset writes no data model of them.", {"anomaly", "network", "session", "system"}, {}},
      {"Authentication counts a login once, as logged-in.",
       {},
       {"acquired-credentials", "authenticated-to-group", "caused-account-error",
        "disposed-credentials", "refreshed-credentials", "was-authorized"}},
      {"No administrator changes these, or not accounts: the preset writes no data model of them.",
       {},
       kConfigurationOfOthers},
      {"The process or its session changed, and the account did not.",
       {},
       {"changed-group", "changed-role-to", "changed-user-id", "took-role-at-login"}},
      {"What is watched was not touched.", {}, {"watched"}}};
}

std::vector<Case> cases() {
  return {{{"ecs", "event.type"}, meant_in_ecs()},
          {{"ocsf", "activity_id"}, meant_in_ocsf()},
          {{"cim", "cim_dataset"}, meant_in_cim()}};
}

class Actions : public testing::TestWithParam<Case> {};

TEST_P(Actions, HaveAPlaceOrAReason) {
  const auto& [preset, meant] = GetParam();
  auto places = placed(preset);
  Names unused;
  for (const Meant& group : meant) unused.insert(group.actions.begin(), group.actions.end());
  for (const auto& [name, category] : all_actions()) {
    if (places[""].contains(name) || places[category].contains(name)) continue;
    const bool said = std::any_of(meant.begin(), meant.end(), [&](const Meant& group) {
      return group.categories.contains(category) || group.actions.contains(name);
    });
    EXPECT_TRUE(said) << name << " (" << category << ") is in no table of mappings/" << preset.name
                      << ".yaml";
    unused.erase(name);
  }
  EXPECT_EQ(unused, Names()) << "are no actions, or have a place in " << preset.name;
}

// The preset knows these programs by the target, which src/programs/table.cc names, whatever file they are.
TEST(Ocsf, TellsASwitchByEachProgramThatChangesTheUser) {
  // The first is "/usr/bin/sudo (deleted)", which libaudit writes in hex.
  std::vector<std::string> files = {"2F7573722F62696E2F7375646F202864656C6574656429"};
  for (const programs::Program& program : programs::all()) {
    if (program.role == programs::Role::changes_user)
      files.push_back("\"/usr/bin/" + std::string(program.name) + "\"");
  }
  ASSERT_GT(files.size(), 1U);
  for (const std::string& exe : files) {
    const std::string log =
        record("USER_START", 1,
               "pid=7 uid=0 auid=1001 ses=3 msg='op=PAM:session_open acct=\"zoe\" exe=" + exe +
                   " terminal=/dev/pts/2 res=success'");
    std::vector<std::string> switches;
    for (const std::string& json : support::weave({.audit = {log}, .mapping = "ocsf"}).documents) {
      const auto document = support::parse(json);
      if (support::number(document, "class_uid") == 3002 &&
          support::number(document, "activity_id") == 7)
        switches.push_back(json);
    }
    EXPECT_EQ(switches.size(), 1U) << exe;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Actions, testing::ValuesIn(cases()),
                         [](const auto& each) { return each.param.preset.name; });

}  // namespace
}  // namespace auweave

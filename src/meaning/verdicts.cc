#include "meaning/verdicts.h"

#include <algorithm>
#include <array>

namespace auweave::meaning {
namespace {

using enum ObjectFrom;

// clang-format off
// Record types. Of several rows of one type the first whose operation fits counts.
constexpr std::array kTypes = {
    // type             op=                         action                       category          object type        object
    // libauparse: object is the terminal; what is authenticated is an account.
    Verdict{"USER_AUTH",       "",                         "authenticated",             "authentication", "account",         account},
    // gpasswd: "user zed removed by root from group zgrp".
    Verdict{"USER_ACCT",       "user ",                    "changed-group-members",     "account",        "group",           account},
    Verdict{"USER_ACCT",       "",                         "was-authorized",            "authentication", "account",         account},
    Verdict{"CRED_ACQ",        "",                         "acquired-credentials",      "authentication", "account",         account},
    Verdict{"CRED_REFR",       "",                         "refreshed-credentials",     "authentication", "account",         account},
    Verdict{"CRED_DISP",       "",                         "disposed-credentials",      "authentication", "account",         account},
    Verdict{"USER_LOGIN",      "",                         "logged-in",                 "authentication", "account",         account},
    Verdict{"USER_LOGOUT",     "",                         "logged-out",                "session",        "account",         account},
    Verdict{"USER_ERR",        "",                         "caused-account-error",      "authentication", "account",         account},
    Verdict{"USER_START",      "",                         "started-session",           "session",        "account",         account},
    Verdict{"USER_END",        "",                         "ended-session",             "session",        "account",         account},
    Verdict{"LOGIN",           "",                         "changed-login-id-to",       "session",        "user-session",    login},
    Verdict{"USER_CMD",        "",                         "ran-command",               "process",        "process",         command},
    // libauparse: every USER_CHAUTHTOK is a changed password; shadow-utils report groups with it.
    Verdict{"USER_CHAUTHTOK",  "adding user to",           "added-user-to-group",       "account",        "account",         account},
    Verdict{"USER_CHAUTHTOK",  "deleting user from",       "removed-user-from-group",   "account",        "account",         account},
    Verdict{"USER_CHAUTHTOK",  "removing user from",       "removed-user-from-group",   "account",        "account",         account},
    Verdict{"USER_CHAUTHTOK",  "adding group member",      "added-user-to-group",       "account",        "account",         account},
    Verdict{"USER_CHAUTHTOK",  "PAM:chauthtok",            "changed-password",          "account",        "account",         account},
    Verdict{"USER_CHAUTHTOK",  "change password",          "changed-password",          "account",        "account",         account},
    Verdict{"USER_CHAUTHTOK",  "changing password",        "changed-password",          "account",        "account",         account},
    Verdict{"USER_CHAUTHTOK",  "",                         "modified-user-account",     "account",        "account",         account},
    Verdict{"USER_MGMT",       "",                         "modified-user-account",     "account",        "account",         account},
    Verdict{"ADD_USER",        "adding home directory",    "created-home-directory-of", "account",        "account",         account},
    Verdict{"ADD_USER",        "",                         "added-user-account",        "account",        "account",         account},
    Verdict{"DEL_USER",        "deleting home directory",  "deleted-home-directory-of", "account",        "account",         account},
    Verdict{"DEL_USER",        "",                         "deleted-user-account",      "account",        "account",         account},
    // libauparse: "added-group-account-to", as if the group joined something.
    Verdict{"ADD_GROUP",       "",                         "added-group-account",       "account",        "group",           account},
    Verdict{"DEL_GROUP",       "",                         "deleted-group-account",     "account",        "group",           account},
    Verdict{"GRP_MGMT",        "",                         "modified-group-account",    "account",        "group",           account},
    Verdict{"GRP_CHAUTHTOK",   "",                         "changed-group-password",    "account",        "group",           account},
    Verdict{"CHGRP_ID",        "",                         "changed-group",             "account",        "",                normalizer},
    Verdict{"CHUSER_ID",       "",                         "changed-user-id",           "account",        "",                normalizer},
    Verdict{"ACCT_LOCK",       "",                         "locked-account",            "account",        "account",         account},
    Verdict{"ACCT_UNLOCK",     "",                         "unlocked-account",          "account",        "account",         account},
    Verdict{"GRP_AUTH",        "",                         "authenticated-to-group",    "authentication", "group",           account},
    Verdict{"USER_ROLE_CHANGE","",                         "changed-role-to",           "account",        "",                normalizer},
    // libauparse: the bare op= word when a SYSCALL comes along.
    Verdict{"CONFIG_CHANGE",   "add_rule",                 "added-audit-rule",          "configuration",  "audit-rule",      operation},
    Verdict{"CONFIG_CHANGE",   "remove_rule",              "deleted-audit-rule",        "configuration",  "audit-rule",      operation},
    Verdict{"CONFIG_CHANGE",   "tty_set",                  "changed-terminal-auditing", "configuration",  "audit-config",    nothing},
    Verdict{"CONFIG_CHANGE",   "set audit_enabled=0",      "disabled-auditing",         "configuration",  "audit-config",    setting},
    Verdict{"CONFIG_CHANGE",   "set audit_enabled=1",      "enabled-auditing",          "configuration",  "audit-config",    setting},
    Verdict{"CONFIG_CHANGE",   "set audit_enabled=2",      "locked-audit-configuration", "configuration", "audit-config",    setting},
    Verdict{"CONFIG_CHANGE",   "",                         "changed-audit-configuration", "configuration", "audit-config",   setting},
    Verdict{"FEATURE_CHANGE",  "",                         "changed-audit-feature",     "configuration",  "",                normalizer},
    Verdict{"USYS_CONFIG",     "",                         "changed-configuration",     "configuration",  "",                normalizer},
    Verdict{"NETFILTER_CFG",   "",                         "changed-firewall",          "configuration",  "firewall",        normalizer},
    Verdict{"MAC_CONFIG_CHANGE", "",                       "changed-selinux-boolean",   "configuration",  "mac-config",      normalizer},
    Verdict{"MAC_STATUS",      "",                         "changed-selinux-enforcement-to", "configuration", "mac-config",   normalizer},
    Verdict{"MAC_POLICY_LOAD", "",                         "loaded-selinux-policy",     "configuration",  "mac-config",      normalizer},
    Verdict{"TTY",             "",                         "typed",                     "process",        "keystrokes",      nothing},
    Verdict{"USER_TTY",        "",                         "typed",                     "process",        "keystrokes",      nothing},
    // What systemd and dbus are told of the policy, and what they decide.
    Verdict{"USER_AVC",        "received setenforce",      "changed-selinux-enforcement-to", "configuration", "mac-config",   setting},
    Verdict{"USER_AVC",        "received policyload",      "loaded-selinux-policy",     "configuration",  "mac-config",      nothing},
    Verdict{"USER_AVC",        "",                         "accessed-mac-policy-controlled-object", "system", "file",        accessed},
    Verdict{"AVC",             "",                         "accessed-mac-policy-controlled-object", "system", "file",        accessed},
};

// System calls. `complete` ones are the bulk of every log: their row says all.
constexpr std::array kSyscalls = {
    // libauparse: no object when the search of PATH found nothing, which is what a denied or
    // mistyped command looks like.
    Verdict{"execve",     "", "executed",     "process", "file",   first_path, true},
    Verdict{"execveat",   "", "executed",     "process", "file",   first_path, true},
    Verdict{"connect",    "", "connected-to", "network", "socket", peer,       true},
    Verdict{"bind",       "", "bound-socket", "network", "socket", peer,       true},
    Verdict{"accept",     "", "accepted-connection-from", "network", "socket", peer, true},
    Verdict{"accept4",    "", "accepted-connection-from", "network", "socket", peer, true},
    Verdict{"sendto",     "", "sent-to",      "network", "socket", peer,       true},
    Verdict{"sendmsg",    "", "sent-to",      "network", "socket", peer,       true},
    Verdict{"recvfrom",   "", "received-from","network", "socket", peer,       true},
    Verdict{"open",       "", "opened-file",  "file",    "file",   last_path,  true},
    Verdict{"openat",     "", "opened-file",  "file",    "file",   last_path,  true},
    Verdict{"openat2",    "", "opened-file",  "file",    "file",   last_path,  true},
    Verdict{"creat",      "", "opened-file",  "file",    "file",   last_path,  true},
    Verdict{"truncate",   "", "truncated",    "file",    "file",   first_path, true},
    Verdict{"ftruncate",  "", "truncated",    "file",    "file",   first_path, true},
    Verdict{"unlink",     "", "deleted",      "file",    "file",   last_path,  true},
    Verdict{"unlinkat",   "", "deleted",      "file",    "file",   last_path,  true},
    Verdict{"rmdir",      "", "deleted",      "file",    "directory", last_path, true},
    Verdict{"mkdir",      "", "created-directory", "file", "directory", last_path, true},
    Verdict{"mkdirat",    "", "created-directory", "file", "directory", last_path, true},
    // libauparse counts records to find both names, which fails when one is lost.
    // libauparse knows no hard link: "triggered-audit-rule".
    Verdict{"link",       "", "linked",       "file",    "file",   first_path, true},
    Verdict{"linkat",     "", "linked",       "file",    "file",   first_path, true},
    Verdict{"rename",     "", "renamed",      "file",    "file",   old_path,   true},
    Verdict{"renameat",   "", "renamed",      "file",    "file",   old_path,   true},
    Verdict{"renameat2",  "", "renamed",      "file",    "file",   old_path,   true},
    Verdict{"symlink",    "", "symlinked",    "file",    "file",   first_path, true},
    Verdict{"symlinkat",  "", "symlinked",    "file",    "file",   first_path, true},
    Verdict{"chmod",      "", "changed-file-permissions-of", "file", "file", first_path, true},
    Verdict{"fchmod",     "", "changed-file-permissions-of", "file", "file", first_path, true},
    Verdict{"fchmodat",   "", "changed-file-permissions-of", "file", "file", first_path, true},
    Verdict{"fchmodat2",  "", "changed-file-permissions-of", "file", "file", first_path, true},
    Verdict{"chown",      "", "changed-file-ownership-of",   "file", "file", first_path, true},
    Verdict{"fchown",     "", "changed-file-ownership-of",   "file", "file", first_path, true},
    Verdict{"lchown",     "", "changed-file-ownership-of",   "file", "file", first_path, true},
    Verdict{"fchownat",   "", "changed-file-ownership-of",   "file", "file", first_path, true},
    Verdict{"setxattr",   "", "changed-file-attributes-of",  "file", "file", first_path, true},
    Verdict{"fsetxattr",  "", "changed-file-attributes-of",  "file", "file", first_path, true},
    Verdict{"lsetxattr",  "", "changed-file-attributes-of",  "file", "file", first_path, true},
    Verdict{"removexattr",  "", "changed-file-attributes-of", "file", "file", first_path, true},
    Verdict{"fremovexattr", "", "changed-file-attributes-of", "file", "file", first_path, true},
    Verdict{"lremovexattr", "", "changed-file-attributes-of", "file", "file", first_path, true},
    // libauparse: "triggered-audit-rule" of whatever rule it was.
    Verdict{"ptrace",            "", "traced",               "process", "process", nothing, true},
    Verdict{"process_vm_readv",  "", "read-memory-of",       "process", "process", nothing, true},
    Verdict{"process_vm_writev", "", "wrote-memory-of",      "process", "process", nothing, true},
    Verdict{"setns",             "", "entered-namespace",    "process", "",        nothing, true},
    Verdict{"unshare",           "", "left-namespace",       "process", "",        nothing, true},
    Verdict{"chroot",            "", "changed-root-to",      "process", "directory", first_path, true},
    Verdict{"pivot_root",        "", "changed-root-to",      "process", "directory", first_path, true},
    Verdict{"kexec_load",        "", "loaded-kernel",        "system",  "",        nothing, true},
    Verdict{"kexec_file_load",   "", "loaded-kernel",        "system",  "",        nothing, true},
    Verdict{"reboot",            "", "rebooted-system",      "system",  "",        nothing, true},
    Verdict{"swapon",            "", "enabled-swap",         "system",  "file",    first_path, true},
    Verdict{"swapoff",           "", "disabled-swap",        "system",  "file",    first_path, true},
    Verdict{"open_by_handle_at", "", "opened-file",          "file",    "file",    last_path,  true},
    Verdict{"fallocate",         "", "allocated-space-of",   "file",    "file",    first_path, true},
    Verdict{"mknod",             "", "made-device",          "file",    "device",  last_path,  true},
    Verdict{"mknodat",           "", "made-device",          "file",    "device",  last_path,  true},
    Verdict{"utime",             "", "changed-timestamp-of", "file",    "file",    first_path, true},
    Verdict{"utimes",            "", "changed-timestamp-of", "file",    "file",    first_path, true},
    Verdict{"utimensat",         "", "changed-timestamp-of", "file",    "file",    first_path, true},
    Verdict{"access",            "", "checked-access-to",    "file",    "file",    first_path, true},
    Verdict{"faccessat",         "", "checked-access-to",    "file",    "file",    first_path, true},
    Verdict{"faccessat2",        "", "checked-access-to",    "file",    "file",    first_path, true},
};
// clang-format on

struct Range {
  int first, last;
  std::string_view category;
};

// What has no row. Numbers of linux/audit.h and libaudit.h.
constexpr std::array kRanges = {
    Range{1100, 1101, "authentication"},  // USER_AUTH, USER_ACCT
    Range{1102, 1102, "account"},         // USER_MGMT
    Range{1103, 1104, "authentication"},  // CRED_*
    Range{1110, 1110, "authentication"},  // CRED_REFR
    Range{1112, 1112, "authentication"},  // USER_LOGIN
    Range{1114, 1117, "account"},         // ADD_USER … DEL_GROUP
    Range{1132, 1133, "account"},         // GRP_MGMT, GRP_CHAUTHTOK
    Range{1111, 1111, "configuration"},   // USYS_CONFIG
    Range{1305, 1305, "configuration"},   // CONFIG_CHANGE
    Range{1325, 1325, "configuration"},   // NETFILTER_CFG
    Range{1328, 1328, "configuration"},   // FEATURE_CHANGE
    Range{1700, 1799, "anomaly"},         // the kernel's
    Range{2100, 2299, "anomaly"},         // user space's, and the responses
};

const Verdict* find(std::span<const Verdict> rows, std::string_view name,
                    std::string_view operation) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Verdict& verdict) {
    return verdict.name == name && operation.starts_with(verdict.operation);
  });
  return row == rows.end() ? nullptr : &*row;
}

}  // namespace

const Verdict* verdict_of_type(std::string_view type, std::string_view operation) {
  return find(kTypes, type, operation);
}
const Verdict* verdict_of_syscall(std::string_view syscall) { return find(kSyscalls, syscall, ""); }
std::span<const Verdict> type_verdicts() { return kTypes; }
std::span<const Verdict> syscall_verdicts() { return kSyscalls; }

std::string_view category_of(int type_number) {
  for (const Range& range : kRanges) {
    if (type_number >= range.first && type_number <= range.last) return range.category;
  }
  return "system";
}

}  // namespace auweave::meaning

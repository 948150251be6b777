#include <algorithm>

#include "meaning/verdict_tables.h"

namespace auweave::meaning {
namespace {

using enum ObjectFrom;

// clang-format off
// Record types. Of several rows of one type the first whose operation fits counts.
constexpr std::array kTypes = {
    // type, op=, action, category, object type, object, complete, field, second object
    // libauparse: object is the terminal; what is authenticated is an account.
    Verdict{"USER_AUTH", "", "authenticated", "authentication", "account", account},
    Verdict{"USER_ACCT", "", "was-authorized", "authentication", "account", account},
    Verdict{"CRED_ACQ", "", "acquired-credentials", "authentication", "account", account},
    Verdict{"CRED_REFR", "", "refreshed-credentials", "authentication", "account", account},
    Verdict{"CRED_DISP", "", "disposed-credentials", "authentication", "account", account},
    Verdict{"USER_LOGIN", "", "logged-in", "authentication", "account", account},
    Verdict{"USER_LOGOUT", "", "logged-out", "session", "account", account},
    Verdict{"USER_ERR", "", "caused-account-error", "authentication", "account", account},
    Verdict{"USER_START", "", "started-session", "session", "account", account},
    Verdict{"USER_END", "", "ended-session", "session", "account", account},
    Verdict{"LOGIN", "", "changed-login-id-to", "session", "user-session", login},
    Verdict{"USER_CMD", "", "ran-command", "process", "process", command},
    // libauparse: every USER_CHAUTHTOK is a changed password; shadow-utils report all sorts with it.
    Verdict{"USER_CHAUTHTOK", "", "modified-user-account", "account", "account", account},
    Verdict{"USER_MGMT", "", "modified-user-account", "account", "account", account},
    Verdict{"ADD_USER", "", "added-user-account", "account", "account", account},
    Verdict{"DEL_USER", "", "deleted-user-account", "account", "account", account},
    // libauparse: "added-group-account-to", as if the group joined something.
    Verdict{"ADD_GROUP", "", "added-group-account", "account", "group", account},
    Verdict{"DEL_GROUP", "", "deleted-group-account", "account", "group", account},
    Verdict{"GRP_MGMT", "", "modified-group-account", "account", "group", account},
    Verdict{"GRP_CHAUTHTOK", "", "changed-group-password", "account", "group", account},
    Verdict{"CHGRP_ID", "", "changed-group", "account", "", normalizer},
    Verdict{"CHUSER_ID", "", "changed-user-id", "account", "", normalizer},
    Verdict{"ACCT_LOCK", "", "locked-account", "account", "account", account},
    Verdict{"ACCT_UNLOCK", "", "unlocked-account", "account", "account", account},
    Verdict{"GRP_AUTH", "", "authenticated-to-group", "authentication", "group", account},
    // pam_selinux writes it at each login, mostly of the role that is the account's default.
    Verdict{"USER_ROLE_CHANGE", "same-role", "took-role-at-login", "account", "role", role},
    Verdict{"USER_ROLE_CHANGE", "", "changed-role-to", "account", "role", role},
    Verdict{"ROLE_ASSIGN", "", "assigned-user-role-to", "account", "account", account},
    // libauparse: "removed-use-role-from".
    Verdict{"ROLE_REMOVE", "", "removed-user-role-from", "account", "account", account},
    Verdict{"ROLE_MODIFY", "", "modified-role", "account", "", normalizer},
    // libauparse: the bare op= word when a SYSCALL comes along.
    Verdict{"CONFIG_CHANGE", "add_rule", "added-audit-rule", "configuration", "audit-rule", operation},
    Verdict{"CONFIG_CHANGE", "remove_rule", "deleted-audit-rule", "configuration", "audit-rule", operation},
    Verdict{"CONFIG_CHANGE", "tty_set", "changed-terminal-auditing", "configuration", "audit-config", nothing},
    Verdict{"CONFIG_CHANGE", "set-audit_enabled=0", "disabled-auditing", "configuration", "audit-config", setting},
    Verdict{"CONFIG_CHANGE", "set-audit_enabled=1", "enabled-auditing", "configuration", "audit-config", setting},
    Verdict{"CONFIG_CHANGE", "set-audit_enabled=2", "locked-audit-configuration", "configuration", "audit-config", setting},
    Verdict{"CONFIG_CHANGE", "", "changed-audit-configuration", "configuration", "audit-config", setting},
    Verdict{"FEATURE_CHANGE", "", "changed-audit-feature", "configuration", "audit-feature", field, false, "feature"},
    Verdict{"USYS_CONFIG", "", "changed-configuration", "configuration", "", normalizer},
    Verdict{"NETFILTER_CFG", "", "changed-firewall", "configuration", "firewall", field, false, "table"},
    Verdict{"MAC_CONFIG_CHANGE", "", "changed-selinux-boolean", "configuration", "mac-config", normalizer},
    Verdict{"MAC_STATUS", "", "changed-selinux-enforcement-to", "configuration", "mac-config", normalizer},
    Verdict{"MAC_POLICY_LOAD", "", "loaded-selinux-policy", "configuration", "mac-config", normalizer},
    Verdict{"USER_MAC_POLICY_LOAD", "", "loaded-mac-policy", "configuration", "", nothing},
    Verdict{"USER_MAC_CONFIG_CHANGE", "", "changed-mac-configuration", "configuration", "mac-config", normalizer},
    Verdict{"USER_MAC_STATUS", "", "changed-selinux-enforcement-to", "configuration", "mac-config", field, false, "enforcing"},
    Verdict{"MAC_UNLBL_ALLOW", "", "changed-unlabeled-traffic-policy", "configuration", "", nothing},
    Verdict{"MAC_CIPSOV4_ADD", "", "added-network-label-domain", "configuration", "network-label-domain", field, false, "cipso_doi"},
    Verdict{"MAC_CALIPSO_ADD", "", "added-network-label-domain", "configuration", "network-label-domain", field, false, "calipso_doi"},
    Verdict{"MAC_CIPSOV4_DEL", "", "deleted-network-label-domain", "configuration", "network-label-domain", field, false, "cipso_doi"},
    Verdict{"MAC_CALIPSO_DEL", "", "deleted-network-label-domain", "configuration", "network-label-domain", field, false, "calipso_doi"},
    Verdict{"MAC_MAP_ADD", "", "added-mac-network-domain-mapping-to", "configuration", "network-label-domain", field, false, "nlbl_domain"},
    Verdict{"MAC_MAP_DEL", "", "deleted-mac-network-domain-mapping-from", "configuration", "network-label-domain", field, false, "nlbl_domain"},
    Verdict{"MAC_UNLBL_STCADD", "", "added-unlabeled-address", "configuration", "interface", field, false, "netif"},
    Verdict{"MAC_UNLBL_STCDEL", "", "deleted-unlabeled-address", "configuration", "interface", field, false, "netif"},
    Verdict{"MAC_IPSEC_ADDSA", "", "added-ipsec-association", "configuration", "address", field, false, "dst"},
    Verdict{"MAC_IPSEC_DELSA", "", "deleted-ipsec-association", "configuration", "address", field, false, "dst"},
    Verdict{"MAC_IPSEC_ADDSPD", "", "added-ipsec-policy", "configuration", "address", field, false, "dst"},
    Verdict{"MAC_IPSEC_DELSPD", "", "deleted-ipsec-policy", "configuration", "address", field, false, "dst"},
    Verdict{"MAC_IPSEC_EVENT", "", "changed-ipsec-configuration", "configuration", "address", field, false, "dst"},
    Verdict{"IPE_CONFIG_CHANGE", "", "changed-ipe-configuration", "configuration", "", nothing},
    Verdict{"IPE_POLICY_LOAD", "", "loaded-ipe-policy", "configuration", "mac-config", field, false, "policy_name"},
    Verdict{"IPE_ACCESS", "", "accessed-integrity-controlled-file", "system", "file", accessed},
    // The record is of what a Landlock domain does not allow.
    Verdict{"LANDLOCK_ACCESS", "", "accessed-landlock-controlled-object", "system", "file", accessed},
    Verdict{"LANDLOCK_DOMAIN", "", "changed-landlock-domain", "system", "landlock-domain", field, false, "domain"},
    Verdict{"TTY", "", "typed", "process", "keystrokes", nothing},
    Verdict{"USER_TTY", "", "typed", "process", "keystrokes", nothing},
    // What systemd and dbus are told of the policy, and what they decide.
    Verdict{"USER_AVC", "setenforce", "changed-selinux-enforcement-to", "configuration", "mac-config", setting},
    Verdict{"USER_AVC", "policyload", "loaded-selinux-policy", "configuration", "mac-config", nothing},
    Verdict{"USER_AVC", "", "accessed-mac-policy-controlled-object", "system", "file", accessed},
    Verdict{"AVC", "", "accessed-mac-policy-controlled-object", "system", "file", accessed},
    Verdict{"SELINUX_ERR", "", "caused-mac-policy-error", "system", "", nothing},
    // libauparse: "access-error".
    Verdict{"USER_SELINUX_ERR", "", "caused-mac-policy-error", "system", "", nothing},
    // libauparse: "access-result", "mac-permission".
    Verdict{"DAC_CHECK", "", "checked-permission", "system", "", nothing},
    Verdict{"MAC_CHECK", "", "checked-mac-permission", "system", "", nothing},
    Verdict{"APPARMOR_AUDIT", "", "accessed-mac-policy-controlled-object", "system", "file", accessed},
    Verdict{"APPARMOR_ALLOWED", "", "accessed-mac-policy-controlled-object", "system", "file", accessed},
    Verdict{"APPARMOR_DENIED", "", "accessed-mac-policy-controlled-object", "system", "file", accessed},
    Verdict{"APPARMOR_HINT", "", "accessed-mac-policy-controlled-object", "system", "file", accessed},
    Verdict{"APPARMOR_KILL", "", "accessed-mac-policy-controlled-object", "system", "file", accessed},
    Verdict{"APPARMOR", "", "accessed-mac-policy-controlled-object", "system", "file", accessed},
    Verdict{"APPARMOR_STATUS", "", "changed-apparmor-policy", "configuration", "mac-config", field, false, "name"},
    Verdict{"APPARMOR_ERROR", "", "caused-mac-policy-error", "system", "", nothing},
    Verdict{"SECCOMP", "", "called-seccomp-controlled-syscall", "system", "system-call", call},
    Verdict{"USER", "", "sent-message", "system", "", nothing},
    // libauparse: "unknown".
    Verdict{"TRUSTED_APP", "", "sent-message", "system", "", nothing},
    Verdict{"SERVICE_START", "", "started-service", "system", "service", field, false, "unit"},
    Verdict{"SERVICE_STOP", "", "stopped-service", "system", "service", field, false, "unit"},
    Verdict{"SYSTEM_SHUTDOWN", "", "shutdown-system", "system", "", nothing},
    // libauparse: op= with its quotes, and "keystrokes".
    Verdict{"USER_DEVICE", "change-authorization-state-for", "changed-authorization-of-device", "system", "device", field, false, "device", Second::target},
    Verdict{"USER_DEVICE", "changed-authorization-state-for", "changed-authorization-of-device", "system", "device", field, false, "device", Second::target},
    Verdict{"USER_DEVICE", "discovered-device", "discovered-device", "system", "device", field, false, "device", Second::target},
    Verdict{"USER_DEVICE", "inserted-device", "inserted-device", "system", "device", field, false, "device", Second::target},
    Verdict{"USER_DEVICE", "removed-device", "removed-device", "system", "device", field, false, "device", Second::target},
    Verdict{"USER_DEVICE", "", "configured-device", "system", "device", field, false, "device", Second::target},
    Verdict{"DEV_ALLOC", "", "allocated-device", "system", "device", field, false, "dev"},
    Verdict{"DEV_DEALLOC", "", "deallocated-device", "system", "device", field, false, "dev"},
    // libauparse: "installed-software" of all.
    Verdict{"SOFTWARE_UPDATE", "install", "installed-software", "system", "software", field, false, "sw"},
    Verdict{"SOFTWARE_UPDATE", "update", "updated-software", "system", "software", field, false, "sw"},
    Verdict{"SOFTWARE_UPDATE", "upgrade", "updated-software", "system", "software", field, false, "sw"},
    Verdict{"SOFTWARE_UPDATE", "downgrade", "downgraded-software", "system", "software", field, false, "sw"},
    Verdict{"SOFTWARE_UPDATE", "remove", "removed-software", "system", "software", field, false, "sw"},
    Verdict{"SOFTWARE_UPDATE", "", "changed-software", "system", "software", field, false, "sw"},
    Verdict{"DAEMON_RECONFIG", "", "changed-auditd-configuration", "system", "", nothing},
    Verdict{"NETFILTER_PKT", "", "logged-packet", "network", "address", field, false, "daddr"},
    // libauparse: "loaded-kernel-module", also where one was unloaded. The SYSCALL beside it says which.
    Verdict{"KERN_MODULE", "", "used-kernel-module", "system", "kernel-module", module},
    // libauparse: "bpf-program".
    Verdict{"BPF", "load", "loaded-bpf-program", "system", "bpf-program", bpf_program},
    Verdict{"BPF", "unload", "unloaded-bpf-program", "system", "bpf-program", bpf_program},
    Verdict{"BPF", "", "used-bpf", "system", "bpf-program", bpf_program},
    // libauparse: "connected".
    Verdict{"EVENT_LISTENER", "connect", "started-reading-audit", "system", "", nothing},
    Verdict{"EVENT_LISTENER", "disconnect", "stopped-reading-audit", "system", "", nothing},
    Verdict{"EVENT_LISTENER", "", "read-audit", "system", "", nothing},
    Verdict{"TIME_INJOFFSET", "", "changed-system-time", "system", "", nothing},
    Verdict{"TIME_ADJNTPVAL", "", "changed-system-time", "system", "", nothing},
    Verdict{"DM_CTRL", "", "configured-block-device", "system", "device", field, false, "dev", Second::op},
    Verdict{"DM_EVENT", "", "reported-block-device-event", "system", "device", field, false, "dev", Second::op},
    Verdict{"INTEGRITY_DATA", "", "checked-integrity-of", "system", "file", accessed},
    Verdict{"INTEGRITY_METADATA", "", "checked-integrity-of", "system", "file", accessed},
    Verdict{"INTEGRITY_STATUS", "", "changed-integrity-checking", "system", "", nothing},
    Verdict{"INTEGRITY_HASH", "", "changed-integrity-hash", "system", "", nothing},
    Verdict{"INTEGRITY_PCR", "", "invalidated-integrity-measurement-of", "system", "file", accessed},
    Verdict{"INTEGRITY_RULE", "", "measured-integrity-of", "system", "file", field, false, "file"},
    Verdict{"INTEGRITY_EVM_XATTR", "", "changed-integrity-attributes", "configuration", "", nothing},
    Verdict{"INTEGRITY_POLICY_RULE", "", "added-integrity-rule", "configuration", "", nothing},
    Verdict{"INTEGRITY_USERSPACE", "", "checked-integrity-of", "system", "file", accessed},
    Verdict{"LABEL_LEVEL_CHANGE", "", "modified-level-of", "system", "device", normalizer},
    Verdict{"USER_LABELED_EXPORT", "", "exported-with-label", "system", "", nothing},
    Verdict{"USER_UNLABELED_EXPORT", "", "exported-without-label", "system", "", nothing},
    Verdict{"CRYPTO_TEST_USER", "", "tested-crypto", "system", "", nothing},
    Verdict{"CRYPTO_PARAM_CHANGE_USER", "", "changed-crypto-parameter", "system", "", nothing},
    Verdict{"CRYPTO_FAILURE_USER", "", "failed-crypto-operation", "system", "", nothing},
    Verdict{"CRYPTO_REPLAY_USER", "", "detected-crypto-replay", "system", "", nothing},
    Verdict{"CRYPTO_IKE_SA", "start", "started-ike-association", "system", "connection", field, false, "conn-name"},
    Verdict{"CRYPTO_IKE_SA", "destroy", "ended-ike-association", "system", "connection", field, false, "conn-name"},
    Verdict{"CRYPTO_IKE_SA", "", "changed-ike-association", "system", "connection", field, false, "conn-name"},
    Verdict{"CRYPTO_IPSEC_SA", "start", "started-ipsec-association", "system", "connection", field, false, "conn-name"},
    Verdict{"CRYPTO_IPSEC_SA", "destroy", "ended-ipsec-association", "system", "connection", field, false, "conn-name"},
    Verdict{"CRYPTO_IPSEC_SA", "", "changed-ipsec-association", "system", "connection", field, false, "conn-name"},
    // libauparse: the object is op=.
    Verdict{"VIRT_CONTROL", "start", "started-virtual-machine", "system", "virtual-machine", field, false, "vm"},
    Verdict{"VIRT_CONTROL", "stop", "stopped-virtual-machine", "system", "virtual-machine", field, false, "vm"},
    Verdict{"VIRT_CONTROL", "", "issued-vm-control", "system", "virtual-machine", field, false, "vm", Second::op},
    Verdict{"VIRT_RESOURCE", "", "assigned-vm-resource", "system", "virtual-machine", field, false, "vm"},
    Verdict{"VIRT_MACHINE_ID", "", "assigned-vm-id", "system", "virtual-machine", field, false, "vm"},
    Verdict{"VIRT_INTEGRITY_CHECK", "", "checked-integrity-of-virtual-machine", "system", "virtual-machine", field, false, "vm"},
    Verdict{"VIRT_CREATE", "", "created-vm-image", "system", "virtual-machine", field, false, "vm"},
    Verdict{"VIRT_DESTROY", "", "deleted-vm-image", "system", "virtual-machine", field, false, "vm"},
    Verdict{"VIRT_MIGRATE_IN", "", "migrated-vm-from", "system", "virtual-machine", field, false, "vm"},
    Verdict{"VIRT_MIGRATE_OUT", "", "migrated-vm-to", "system", "virtual-machine", field, false, "vm"},
    // libauparse: "changed-socket-promiscuous-mode".
    Verdict{"ANOM_PROMISCUOUS", "", "changed-promiscuous-mode-on-device", "anomaly", "device", field, false, "dev"},
    Verdict{"ANOM_ABEND", "", "crashed-program", "anomaly", "process", program, false, "", Second::signal},
    // libauparse: "used-suspcious-link".
    Verdict{"ANOM_LINK", "", "used-suspicious-link", "anomaly", "file", accessed},
    Verdict{"ANOM_CREAT", "", "created-suspicious-file", "anomaly", "file", accessed},
    Verdict{"ANOM_LOGIN_FAILURES", "", "failed-log-in-too-many-times-to", "anomaly", "account", account},
    Verdict{"ANOM_LOGIN_TIME", "", "attempted-log-in-during-unusual-hour-to", "anomaly", "account", account},
    Verdict{"ANOM_LOGIN_SESSIONS", "", "opened-too-many-sessions-to", "anomaly", "account", account},
    Verdict{"ANOM_LOGIN_ACCT", "", "attempted-log-in-to-watched-account", "anomaly", "account", account},
    Verdict{"ANOM_LOGIN_LOCATION", "", "attempted-log-in-from-unusual-place-to", "anomaly", "account", account},
    Verdict{"ANOM_LOGIN_SERVICE", "", "attempted-log-in-to-service-account", "anomaly", "account", account},
    Verdict{"ANOM_LOGIN_ROOT", "", "attempted-log-in-as-root", "anomaly", "account", account},
    Verdict{"ANOM_MAX_DAC", "", "exceeded-permission-failures", "anomaly", "", nothing},
    Verdict{"ANOM_MAX_MAC", "", "exceeded-mac-failures", "anomaly", "", nothing},
    Verdict{"ANOM_AMTU_FAIL", "", "failed-machine-self-test", "anomaly", "", nothing},
    Verdict{"ANOM_RBAC_FAIL", "", "failed-access-control-self-test", "anomaly", "", nothing},
    Verdict{"ANOM_RBAC_INTEGRITY_FAIL", "", "tested-file-system-integrity-of", "anomaly", "", nothing},
    Verdict{"ANOM_CRYPTO_FAIL", "", "failed-crypto-self-test", "anomaly", "", nothing},
    Verdict{"ANOM_ORIGIN_FAILURES", "", "failed-log-in-too-many-times-from", "anomaly", "", nothing},
    Verdict{"ANOM_SESSION", "", "used-suspicious-session", "anomaly", "", nothing},
    Verdict{"ANOM_ACCESS_FS", "", "accessed-watched-file", "anomaly", "file", accessed},
    Verdict{"ANOM_EXEC", "", "attempted-execution-of-forbidden-program", "anomaly", "file", accessed},
    Verdict{"ANOM_MK_EXEC", "", "made-file-executable", "anomaly", "file", accessed},
    Verdict{"ANOM_ADD_ACCT", "", "added-user-account", "anomaly", "account", account},
    Verdict{"ANOM_DEL_ACCT", "", "deleted-user-account", "anomaly", "account", account},
    Verdict{"ANOM_MOD_ACCT", "", "modified-user-account", "anomaly", "account", account},
    Verdict{"ANOM_ROOT_TRANS", "", "became-root", "anomaly", "account", account},
    Verdict{"RESP_ACCT_LOCK", "", "locked-account", "anomaly", "account", account},
    Verdict{"RESP_ACCT_LOCK_TIMED", "", "locked-account-for-a-time", "anomaly", "account", account},
    Verdict{"RESP_ACCT_UNLOCK_TIMED", "", "unlocked-account", "anomaly", "account", account},
    Verdict{"RESP_ACCT_REMOTE", "", "locked-account-from-remote-access", "anomaly", "account", account},
    Verdict{"RESP_ANOMALY", "", "ignored-anomaly", "anomaly", "", nothing},
    Verdict{"RESP_ALERT", "", "sent-alert", "anomaly", "", nothing},
    Verdict{"RESP_KILL_PROC", "", "killed-process", "anomaly", "", nothing},
    Verdict{"RESP_TERM_ACCESS", "", "terminated-session", "anomaly", "", nothing},
    Verdict{"RESP_TERM_LOCK", "", "locked-terminal", "anomaly", "", nothing},
    Verdict{"RESP_SEBOOL", "", "changed-selinux-boolean", "anomaly", "", nothing},
    Verdict{"RESP_EXEC", "", "ran-response", "anomaly", "", nothing},
    Verdict{"RESP_SINGLE", "", "changed-to-single-user-mode", "anomaly", "", nothing},
    Verdict{"RESP_HALT", "", "halted-system", "anomaly", "", nothing},
    Verdict{"RESP_ORIGIN_BLOCK", "", "blocked-address", "anomaly", "", nothing},
    Verdict{"RESP_ORIGIN_BLOCK_TIMED", "", "blocked-address-for-a-time", "anomaly", "", nothing},
    Verdict{"RESP_ORIGIN_UNBLOCK_TIMED", "", "unblocked-address", "anomaly", "", nothing},
};

// Operations of programs that change accounts, whatever the record's type is. Red Hat's shadow-utils say
// "add-user-to-group", Debian's "adding user to group", libuser "adding-user-to-group": canonical_operation()
// makes one of them.
constexpr std::array kOperations = {
    // gpasswd: acct= is the group, and the text of op= has the account.
    Verdict{"any", "user-*-added-by", "added-user-to-group", "account", "account", member, false, "", Second::group},
    Verdict{"any", "user-*-removed-by", "removed-user-from-group", "account", "account", member, false, "", Second::group},
    Verdict{"any", "add-user-*-to-group", "added-user-to-group", "account", "account", member, false, "", Second::group},
    Verdict{"any", "remove-user-*-from-group", "removed-user-from-group", "account", "account", member, false, "", Second::group},
    Verdict{"any", "add-user-to-", "added-user-to-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "add-to-group", "added-user-to-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "add-to-shadow-group", "added-user-to-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "add-group-member", "added-user-to-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "add-member-to", "added-user-to-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "delete-user-from-", "removed-user-from-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "remove-user-from-", "removed-user-from-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "delete-from-group", "removed-user-from-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "remove-from-group", "removed-user-from-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "delete-from-shadow-group", "removed-user-from-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "remove-from-shadow-group", "removed-user-from-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "delete-group-member", "removed-user-from-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "remove-group-member", "removed-user-from-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "delete-member-from", "removed-user-from-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "remove-member-from", "removed-user-from-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "change-group-member", "renamed-user-in-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "change-member-in", "renamed-user-in-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "change-admin-name", "renamed-user-in-group", "account", "account", account, false, "", Second::group},
    Verdict{"any", "members-of-group", "changed-group-members", "account", "group", account},
    Verdict{"any", "set-the-members-of", "changed-group-members", "account", "group", account},
    Verdict{"any", "set-group-members", "changed-group-members", "account", "group", account},
    Verdict{"any", "administrators-of-group", "changed-group-administrators", "account", "group", account},
    Verdict{"any", "set-the-administrators-of", "changed-group-administrators", "account", "group", account},
    Verdict{"any", "set-group-admin", "changed-group-administrators", "account", "group", account},
    Verdict{"any", "password-of-group", "changed-group-password", "account", "group", account},
    Verdict{"any", "change-password-of-group", "changed-group-password", "account", "group", account},
    Verdict{"any", "remove-password-of-group", "changed-group-password", "account", "group", account},
    Verdict{"any", "change-group-password", "changed-group-password", "account", "group", account},
    Verdict{"any", "delete-group-password", "changed-group-password", "account", "group", account},
    Verdict{"any", "remove-group-password", "changed-group-password", "account", "group", account},
    Verdict{"any", "access-to-group", "restricted-group", "account", "group", account},
    Verdict{"any", "restrict-access-to-group", "restricted-group", "account", "group", account},
    // useradd, userdel, usermod of shadow-utils and their like of libuser.
    Verdict{"any", "add-home-dir", "created-home-directory-of", "account", "account", account},
    Verdict{"any", "create-home-dir", "created-home-directory-of", "account", "account", account},
    Verdict{"any", "delete-home-dir", "deleted-home-directory-of", "account", "account", account},
    Verdict{"any", "remove-home-dir", "deleted-home-directory-of", "account", "account", account},
    Verdict{"any", "move-home-dir", "moved-home-directory-of", "account", "account", account},
    Verdict{"any", "pam:chauthtok", "changed-password", "account", "account", account},
    Verdict{"any", "change-password$", "changed-password", "account", "account", account},
    Verdict{"any", "change-passwd$", "changed-password", "account", "account", account},
    Verdict{"any", "changed-password$", "changed-password", "account", "account", account},
    Verdict{"any", "set-password$", "changed-password", "account", "account", account},
    Verdict{"any", "delete-password", "deleted-password-of", "account", "account", account},
    Verdict{"any", "delete-passwd", "deleted-password-of", "account", "account", account},
    Verdict{"any", "deleted-password", "deleted-password-of", "account", "account", account},
    Verdict{"any", "remove-password", "deleted-password-of", "account", "account", account},
    Verdict{"any", "expire-password", "expired-password-of", "account", "account", account},
    Verdict{"any", "expired-password", "expired-password-of", "account", "account", account},
    // usermod -L writes "updating passwd", and -U "updating password", as a failure: nothing else says which.
    Verdict{"any", "lock-account", "locked-account", "account", "account", account},
    Verdict{"any", "lock-password", "locked-account", "account", "account", account},
    Verdict{"any", "lock-passwd", "locked-account", "account", "account", account},
    Verdict{"any", "lock-user", "locked-account", "account", "account", account},
    Verdict{"any", "lock$", "locked-account", "account", "account", account},
    Verdict{"any", "locked-", "locked-account", "account", "account", account},
    Verdict{"any", "usermod-update-passwd$", "locked-account", "account", "account", account},
    Verdict{"any", "unlock-account", "unlocked-account", "account", "account", account},
    Verdict{"any", "unlock-password", "unlocked-account", "account", "account", account},
    Verdict{"any", "unlock-passwd", "unlocked-account", "account", "account", account},
    Verdict{"any", "unlock-user", "unlocked-account", "account", "account", account},
    Verdict{"any", "unlock$", "unlocked-account", "account", "account", account},
    Verdict{"any", "unlocked-", "unlocked-account", "account", "account", account},
    Verdict{"any", "usermod-update-password$", "unlocked-account", "account", "account", account},
    // Linux-PAM: the account is uid= behind these words.
    Verdict{"any", "pam_tally", "reset-login-failures-of", "account", "account", account},
    Verdict{"any", "faillock-reset", "reset-login-failures-of", "account", "account", account},
    Verdict{"any", "faillock_reset", "reset-login-failures-of", "account", "account", account},
};
// clang-format on

// A star stands for a name.
bool fits(std::string_view pattern, std::string_view operation) {
  const std::size_t star = pattern.find('*');
  if (star != std::string_view::npos)
    return operation.starts_with(pattern.substr(0, star)) &&
           operation.find(pattern.substr(star + 1), star + 1) != std::string_view::npos;
  if (pattern.ends_with('$')) return operation == pattern.substr(0, pattern.size() - 1);
  return operation.starts_with(pattern);
}

const Verdict* of_operation(std::string_view operation) {
  if (operation.empty()) return nullptr;
  const auto row = std::find_if(kOperations.begin(), kOperations.end(), [&](const Verdict& each) {
    return fits(each.operation, operation);
  });
  return row == kOperations.end() ? nullptr : &*row;
}

}  // namespace

std::span<const Verdict> type_verdicts() { return kTypes; }
std::span<const Verdict> operation_verdicts() { return kOperations; }

const Verdict* verdict_of_type(std::string_view type, std::string_view operation) {
  static constexpr NameIndex<kTypes.size()> kIndex(kTypes);
  const Verdict* row = kIndex.find(kTypes, type);
  if (row == nullptr) return nullptr;
  while (!fits(row->operation, operation)) {
    const bool last = row == &kTypes.back() || row[1].name != type;
    if (last) return nullptr;
    ++row;
  }
  // gpasswd writes USER_ACCT, which is else PAM's.
  const bool changes_accounts = row->category == "account" || type == "USER_ACCT";
  const Verdict* other =
      row->operation.empty() && changes_accounts ? of_operation(operation) : nullptr;
  if (other == nullptr) return row;
  // A changed password of a group is none of an account.
  const bool of_group = other->object_type == "group" || other->second == Second::group;
  return row->object_type != "group" || of_group ? other : row;
}

}  // namespace auweave::meaning

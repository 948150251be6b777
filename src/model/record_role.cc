#include "model/record_role.h"

#include <algorithm>
#include <array>

namespace auweave::model {
namespace {

// Records that only accompany a SYSCALL and say what it worked on (linux/audit.h, auditsc.c:
// audit_log_exit and show_special).
constexpr std::array kParts = {
    1302,  // PATH
    1303,  // IPC
    1304,  // SOCKETCALL
    1306,  // SOCKADDR
    1307,  // CWD
    1309,  // EXECVE
    1311,  // IPC_SET_PERM
    1312,  // MQ_OPEN
    1313,  // MQ_SENDRECV
    1314,  // MQ_NOTIFY
    1315,  // MQ_GETSETATTR
    1317,  // FD_PAIR
    1318,  // OBJ_PID
    1321,  // BPRM_FCAPS
    1322,  // CAPSET
    1323,  // MMAP
    1327,  // PROCTITLE
    1330,  // KERN_MODULE
    1332,  // TIME_INJOFFSET
    1333,  // TIME_ADJNTPVAL
    1337,  // OPENAT2
};

// Records whose SYSCALL is only how the kernel was asked: a message on a netlink socket, or a write
// to /proc/self/loginuid or selinuxfs.
constexpr std::array kDecide = {
    1006,  // LOGIN
    1305,  // CONFIG_CHANGE
    1319,  // TTY
    1325,  // NETFILTER_CFG
    1328,  // FEATURE_CHANGE
    1329,  // REPLACE
    1335,  // EVENT_LISTENER
    1338,  // DM_CTRL
    1339,  // DM_EVENT
};

// security/integrity/ima/ima_policy.c, ima_fs.c, evm/evm_secfs.c.
constexpr std::array kWritten = {
    1802,  // INTEGRITY_STATUS
    1806,  // INTEGRITY_EVM_XATTR
    1807,  // INTEGRITY_POLICY_RULE
};

constexpr int kSyscall = 1300;
constexpr int kUser = 1005;
constexpr int kRing = 1336;  // URINGOP

template <std::size_t N>
bool has(const std::array<int, N>& list, int number) {
  return std::find(list.begin(), list.end(), number) != list.end();
}

// MAC_POLICY_LOAD to MAC_CALIPSO_DEL: what was configured. The types below and above are decisions
// and contexts.
bool configures(int number) { return number >= 1403 && number <= 1419; }
bool is_anomaly(int number) { return number >= 1700 && number <= 1799; }
bool is_message(int number) {
  return number == kUser || (number >= 1100 && number <= 1299) ||
         (number >= 2100 && number <= 2999);
}

}  // namespace

bool is_unknown(int number, std::string_view type) {
  return number < 0 || type.starts_with("UNKNOWN[");
}

RecordRole role_of(int number, std::string_view type) {
  if (number == kSyscall) return RecordRole::call;
  if (has(kParts, number)) return RecordRole::part;
  if (number == kRing) return RecordRole::ring;
  if (is_unknown(number, type)) return RecordRole::accompanies;
  if (has(kDecide, number) || configures(number) || is_anomaly(number)) return RecordRole::decides;
  if (is_message(number)) return RecordRole::said;
  return has(kWritten, number) ? RecordRole::written : RecordRole::accompanies;
}

bool decides_beside(RecordRole role, std::string_view syscall) {
  switch (role) {
    case RecordRole::decides:
      return true;
    case RecordRole::said:
      return syscall == "sendto" || syscall == "sendmsg" || syscall == "sendmmsg" ||
             syscall == "socketcall" || syscall == "write" || syscall == "writev";
    case RecordRole::written:
      return syscall == "write";
    case RecordRole::ring:
      return syscall == "io_uring_enter";
    default:
      return false;
  }
}

}  // namespace auweave::model

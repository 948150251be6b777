#include "model/record_role.h"

namespace auweave::model {
namespace {

// MAC_POLICY_LOAD to MAC_CALIPSO_DEL: what was configured. The types below and above are decisions
// and contexts.
bool configures(int number) { return number >= 1403 && number <= 1419; }
bool is_anomaly(int number) { return number >= 1700 && number <= 1799; }
bool is_message(int number) {
  constexpr int kUser = 1005;
  return number == kUser || (number >= 1100 && number <= 1299) ||
         (number >= 2100 && number <= 2999);
}

}  // namespace

bool is_unknown(int number, std::string_view type) {
  return number < 0 || type.starts_with("UNKNOWN[");
}

// A switch, because each record of each event is asked about several times.
RecordRole role_of(int number, std::string_view type) {
  switch (number) {
    case 1300:  // SYSCALL
      return RecordRole::call;
    // What a call worked on (linux/audit.h, auditsc.c: audit_log_exit and show_special).
    case 1302:  // PATH
    case 1303:  // IPC
    case 1304:  // SOCKETCALL
    case 1306:  // SOCKADDR
    case 1307:  // CWD
    case 1309:  // EXECVE
    case 1311:  // IPC_SET_PERM
    case 1312:  // MQ_OPEN
    case 1313:  // MQ_SENDRECV
    case 1314:  // MQ_NOTIFY
    case 1315:  // MQ_GETSETATTR
    case 1317:  // FD_PAIR
    case 1318:  // OBJ_PID
    case 1321:  // BPRM_FCAPS
    case 1322:  // CAPSET
    case 1323:  // MMAP
    case 1327:  // PROCTITLE
    case 1330:  // KERN_MODULE
    case 1332:  // TIME_INJOFFSET
    case 1333:  // TIME_ADJNTPVAL
    case 1337:  // OPENAT2
      return RecordRole::part;
    // Their SYSCALL is only how the kernel was asked: a message on a netlink socket, or a write to
    // /proc/self/loginuid.
    case 1006:  // LOGIN
    case 1305:  // CONFIG_CHANGE
    case 1319:  // TTY
    case 1325:  // NETFILTER_CFG
    case 1328:  // FEATURE_CHANGE
    case 1329:  // REPLACE
    case 1335:  // EVENT_LISTENER
    case 1338:  // DM_CTRL
    case 1339:  // DM_EVENT
      return RecordRole::decides;
    // security/integrity/ima/ima_policy.c, ima_fs.c, evm/evm_secfs.c.
    case 1802:  // INTEGRITY_STATUS
    case 1806:  // INTEGRITY_EVM_XATTR
    case 1807:  // INTEGRITY_POLICY_RULE
      return RecordRole::written;
    case 1336:  // URINGOP
      return RecordRole::ring;
    default:
      break;
  }
  if (is_unknown(number, type)) return RecordRole::accompanies;
  if (configures(number) || is_anomaly(number)) return RecordRole::decides;
  return is_message(number) ? RecordRole::said : RecordRole::accompanies;
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

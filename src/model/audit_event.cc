#include "model/audit_event.h"

#include <algorithm>
#include <array>

namespace auweave::model {
namespace {

// Records that only accompany a SYSCALL (linux/audit.h, auditsc.c: audit_log_exit and
// show_special).
constexpr std::array kAuxiliary = {
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
    1337,  // OPENAT2
};
constexpr int kSyscall = 1300;

}  // namespace

bool Record::auxiliary() const {
  return std::find(kAuxiliary.begin(), kAuxiliary.end(), type_number) != kAuxiliary.end();
}

const Record* AuditEvent::lead() const {
  const Record* with_syscall = nullptr;
  for (const Record& record : records) {
    if (record.type_number == kSyscall) {
      with_syscall = &record;
    } else if (!record.auxiliary()) {
      return &record;
    }
  }
  if (with_syscall != nullptr) return with_syscall;
  return records.empty() ? nullptr : &records.front();
}

}  // namespace auweave::model

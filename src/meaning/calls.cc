#include "meaning/calls.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace auweave::meaning {
namespace {

using model::Record;

// linux/net.h: SYS_SOCKET is 1.
constexpr std::array<std::string_view, 21> kSocketCalls = {
    "",           "socket",      "bind",        "connect",    "listen",
    "accept",     "getsockname", "getpeername", "socketpair", "send",
    "recv",       "sendto",      "recvfrom",    "shutdown",   "setsockopt",
    "getsockopt", "sendmsg",     "recvmsg",     "accept4",    "recvmmsg",
    "sendmmsg"};

// linux/io_uring.h: IORING_OP_NOP is 0. Where no call does the same the name is the operation's own.
constexpr std::array<std::string_view, 60> kUringOperations = {"nop",
                                                               "readv",
                                                               "writev",
                                                               "fsync",
                                                               "read",
                                                               "write",
                                                               "poll",
                                                               "poll_remove",
                                                               "sync_file_range",
                                                               "sendmsg",
                                                               "recvmsg",
                                                               "timeout",
                                                               "timeout_remove",
                                                               "accept",
                                                               "async_cancel",
                                                               "link_timeout",
                                                               "connect",
                                                               "fallocate",
                                                               "openat",
                                                               "close",
                                                               "files_update",
                                                               "statx",
                                                               "read",
                                                               "write",
                                                               "fadvise64",
                                                               "madvise",
                                                               "send",
                                                               "recv",
                                                               "openat2",
                                                               "epoll_ctl",
                                                               "splice",
                                                               "provide_buffers",
                                                               "remove_buffers",
                                                               "tee",
                                                               "shutdown",
                                                               "renameat",
                                                               "unlinkat",
                                                               "mkdirat",
                                                               "symlinkat",
                                                               "linkat",
                                                               "msg_ring",
                                                               "fsetxattr",
                                                               "setxattr",
                                                               "fgetxattr",
                                                               "getxattr",
                                                               "socket",
                                                               "uring_cmd",
                                                               "send",
                                                               "sendmsg",
                                                               "read_multishot",
                                                               "waitid",
                                                               "futex_wait",
                                                               "futex_wake",
                                                               "futex_waitv",
                                                               "fixed_fd_install",
                                                               "ftruncate",
                                                               "bind",
                                                               "listen",
                                                               "recv_zc",
                                                               "epoll_wait"};

template <std::size_t size>
std::string_view name_at(const std::array<std::string_view, size>& names,
                         std::optional<std::uint64_t> number) {
  return number.has_value() && *number < size ? names[*number] : "";
}

std::optional<std::uint64_t> argument(const Fields& fields, const Record* call,
                                      std::string_view name) {
  return base::parse_unsigned(fields.raw(call, name), 16);
}

// Which argument is a process, which the signal; "" for none.
struct Target {
  std::string_view call, pid, signal;
};
constexpr std::array kTargets = {
    Target{"kill", "a0", "a1"},
    Target{"tkill", "a0", "a1"},
    Target{"tgkill", "a0", "a2"},
    Target{"pidfd_send_signal", "", "a1"},
    Target{"rt_sigqueueinfo", "a0", "a1"},
    Target{"rt_tgsigqueueinfo", "a0", "a2"},
    Target{"ptrace", "a1", ""},
    Target{"process_vm_readv", "a0", ""},
    Target{"process_vm_writev", "a0", ""},
    Target{"kcmp", "a0", ""},
    Target{"move_pages", "a0", ""},
    Target{"migrate_pages", "a0", ""},
    Target{"pidfd_open", "a0", ""},
    Target{"perf_event_open", "a1", ""},
};

const Target* target_of(std::string_view call) {
  const auto at = std::find_if(kTargets.begin(), kTargets.end(),
                               [&](const Target& each) { return each.call == call; });
  return at == kTargets.end() ? nullptr : &*at;
}

// x86 and ARM; MIPS, SPARC, Alpha and PA-RISC count otherwise.
constexpr std::array<std::string_view, 32> kSignals = {
    "",          "SIGHUP",  "SIGINT",    "SIGQUIT", "SIGILL",   "SIGTRAP", "SIGABRT", "SIGBUS",
    "SIGFPE",    "SIGKILL", "SIGUSR1",   "SIGSEGV", "SIGUSR2",  "SIGPIPE", "SIGALRM", "SIGTERM",
    "SIGSTKFLT", "SIGCHLD", "SIGCONT",   "SIGSTOP", "SIGTSTP",  "SIGTTIN", "SIGTTOU", "SIGURG",
    "SIGXCPU",   "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO",   "SIGPWR",  "SIGSYS"};

bool counts_as_x86(const Fields& fields, const Record* call) {
  constexpr std::array<std::uint64_t, 7> kOthers = {8, 2, 43, 18, 0x9026, 15, 10};
  const auto arch = argument(fields, call, "arch");
  return !arch.has_value() ||
         std::find(kOthers.begin(), kOthers.end(), *arch & 0xFFFF) == kOthers.end();
}

std::optional<std::uint64_t> signal_number(const Fields& fields, const Record* call) {
  const Target* target = target_of(fields.event().syscall);
  if (target == nullptr || target->signal.empty()) return std::nullopt;
  return argument(fields, call, target->signal);
}

bool ends_process(std::string_view signal) {
  constexpr std::array kEnding = {"SIGKILL", "SIGTERM", "SIGINT", "SIGQUIT", "SIGABRT"};
  return std::find(kEnding.begin(), kEnding.end(), signal) != kEnding.end();
}

// The id that a call asked for: (uid), (ruid, euid) or (ruid, euid, suid), of which -1 leaves one as
// it is. The effective one decides what the process may do.
std::optional<std::uint32_t> asked_id(const Fields& fields, const Record* call) {
  const std::string_view name = fields.event().syscall;
  const bool three = name.starts_with("setres");
  const bool two = name.starts_with("setre") && !three;
  const std::array<std::string_view, 3> order = {"a1", "a0", "a2"};
  for (const std::string_view from : order) {
    if ((from == "a1" && !two && !three) || (from == "a2" && !three)) continue;
    const auto value = argument(fields, call, from);
    if (!value.has_value()) continue;
    const auto id = static_cast<std::uint32_t>(*value);  // uid_t is what the kernel takes of it
    if (id != model::kUnset) return id;
  }
  return std::nullopt;
}

}  // namespace

std::string_view inner_call(const Fields& fields, const Parts& parts) {
  if (parts.lead->type == "URINGOP") {
    const std::string_view number = fields.raw(parts.lead, "uring_op");
    const std::string_view name = name_at(kUringOperations, base::parse_unsigned(number));
    return name.empty() ? number : name;
  }
  const std::string_view syscall = fields.event().syscall;
  if (syscall != "socketcall") return syscall;
  const std::string_view name = name_at(kSocketCalls, argument(fields, parts.call, "a0"));
  return name.empty() ? syscall : name;
}

std::string_view call_name(const Fields& fields, const Parts& parts) {
  const std::string_view syscall = fields.event().syscall;
  if (syscall == "bpf" && argument(fields, parts.call, "a0") == 5U) return "bpf/load";
  if (syscall == "ptrace" && argument(fields, parts.call, "a0") == 0U) return "ptrace/me";
  const auto signal = signal_number(fields, parts.call);
  if (!signal.has_value()) return syscall;
  if (*signal == 0) return "signal/none";
  return ends_process(signal_of(fields, parts)) ? "signal/end" : syscall;
}

std::string_view signal_of(const Fields& fields, const Parts& parts) {
  auto number = signal_number(fields, parts.call);
  if (parts.lead != parts.call) number = base::parse_unsigned(fields.raw(parts.lead, "sig"));
  if (!number.has_value() || *number == 0) return "";
  const std::string_view name =
      counts_as_x86(fields, parts.call) ? name_at(kSignals, number) : std::string_view();
  return name.empty() ? fields.event().arena.copy(std::to_string(*number)) : name;
}

std::string_view new_user(const Fields& fields, const Record* call) {
  const auto id = asked_id(fields, call);
  return id.has_value() ? fields.user(call, *id) : "";
}

std::string_view new_group(const Fields& fields, const Record* call) {
  const auto id = asked_id(fields, call);
  return id.has_value() ? fields.group(call, *id) : "";
}

model::Number target_pid(const Fields& fields, const Record* call) {
  const Target* target = target_of(fields.event().syscall);
  if (target == nullptr || target->pid.empty()) return std::nullopt;
  const auto value = argument(fields, call, target->pid);
  if (!value.has_value()) return std::nullopt;
  const auto pid = static_cast<std::int32_t>(*value);  // of a group or of all it is not above 0
  return pid > 0 ? model::Number(pid) : std::nullopt;
}

}  // namespace auweave::meaning

// docs/words.md is the table of all words: what the program says of each record type and each system call that
// Linux has, and why the others have none. UPDATE_GOLDEN=1 rewrites it. A new type or call without a word fails
// until somebody has said here why it has none.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "audit/number_names.h"
#include "meaning/verdicts.h"
#include "support/json.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

using meaning::ObjectFrom;
using meaning::Verdict;

struct Without {
  const char* why;
  const char* names;
};

// Record types that no word can be said of alone.
constexpr std::array kTypesWithout = {
    Without{"accompanies a SYSCALL, which has the word",
            "PATH CWD EXECVE SOCKADDR SOCKETCALL IPC IPC_SET_PERM MQ_OPEN MQ_SENDRECV MQ_NOTIFY "
            "MQ_GETSETATTR "
            "FD_PAIR OBJ_PID BPRM_FCAPS CAPSET MMAP PROCTITLE OPENAT2 AVC_PATH MAC_TASK_CONTEXTS "
            "MAC_OBJ_CONTEXTS"},
    Without{"the system call decides: see below", "SYSCALL"},
    Without{"the operation decides: the row of the call that does the same", "URINGOP"},
    Without{"ends an event, and is in none", "EOE"},
    Without{"goes from the kernel to auditd only, never into a log", "REPLACE"},
    Without{"nothing in Linux writes it", "KERNEL_OTHER"},
};

constexpr std::array kCallsWithout = {
    Without{"the call inside decides", "socketcall"},
    Without{"works on what is open already, and the records name no file: the open has the word",
            "_llseek cachestat close close_range copy_file_range dup dup2 dup3 fadvise64 "
            "fadvise64_64 fcntl fcntl64 "
            "fdatasync flock fsync getdents getdents64 ioctl lseek pread64 preadv preadv2 pwrite64 "
            "pwritev pwritev2 "
            "read readahead readdir readv sendfile sendfile64 splice sync sync_file_range syncfs "
            "tee vmsplice write "
            "writev"},
    Without{"waits",
            "_newselect clock_nanosleep clock_nanosleep_time64 epoll_create epoll_create1 "
            "epoll_ctl epoll_ctl_old "
            "epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd eventfd2 nanosleep pause "
            "poll ppoll "
            "ppoll_time64 pselect6 pselect6_time64 select wait4 waitid waitpid inotify_init "
            "inotify_init1 "
            "inotify_rm_watch futex futex_requeue futex_time64 futex_wait futex_waitv futex_wake "
            "sched_yield"},
    Without{"asks, and changes nothing",
            "capget clock_getres clock_getres_time64 clock_gettime clock_gettime64 get_mempolicy "
            "get_robust_list "
            "get_thread_area getcpu getcwd getegid getegid32 geteuid geteuid32 getgid getgid32 "
            "getgroups getgroups32 "
            "getitimer getpeername getpgid getpgrp getpid getppid getpriority getrandom getresgid "
            "getresgid32 "
            "getresuid getresuid32 getrlimit getrusage getsid getsockname getsockopt gettid "
            "gettimeofday getuid "
            "getuid32 ioprio_get listmount listns lsm_get_self_attr lsm_list_modules mincore "
            "oldolduname olduname "
            "sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr "
            "sched_getparam "
            "sched_getscheduler sched_rr_get_interval sched_rr_get_interval_time64 statmount sysfs "
            "sysinfo time "
            "times ugetrlimit uname ustat lookup_dcookie"},
    Without{"manages memory of the process itself",
            "madvise map_shadow_stack mbind membarrier mlock mlock2 mlockall mmap2 mprotect mremap "
            "mseal msync munlock "
            "munlockall munmap pkey_alloc pkey_free pkey_mprotect remap_file_pages set_mempolicy "
            "set_mempolicy_home_node"},
    Without{"changes how the process itself runs",
            "alarm arch_prctl ioprio_set modify_ldt nice prctl prlimit64 restart_syscall rseq "
            "rseq_slice_yield sched_setaffinity set_robust_list set_thread_area set_tid_address "
            "setitimer setpgid "
            "setpriority setrlimit setsid setsockopt umask vm86 vm86old timer_create timer_delete "
            "timer_getoverrun "
            "timer_gettime timer_gettime64 timer_settime timer_settime64 timerfd_create "
            "timerfd_gettime "
            "timerfd_gettime64 timerfd_settime timerfd_settime64 uprobe uretprobe"},
    Without{"handles signals that come",
            "rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigtimedwait "
            "rt_sigtimedwait_time64 sgetmask sigaction sigaltstack signal signalfd signalfd4 "
            "sigpending sigprocmask "
            "sigreturn sigsuspend ssetmask"},
    Without{
        "talks to processes of the same machine, by a number or a pipe that says nothing of whom",
        "ipc mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedreceive_time64 mq_timedsend "
        "mq_timedsend_time64 mq_unlink msgctl msgget msgrcv msgsnd pipe pipe2 semctl semget semop "
        "semtimedop "
        "semtimedop_time64 shmat shmctl shmdt shmget"},
    Without{"hands over requests whose kind it does not say: of io_uring the record URINGOP does",
            "io_cancel io_destroy io_getevents io_pgetevents io_pgetevents_time64 io_setup "
            "io_submit io_uring_enter "
            "io_uring_register"},
    Without{"ends the process, which its session or the next use of its pid shows",
            "exit exit_group"},
    Without{"is no call of Linux, or no more",
            "_sysctl afs_syscall arch_specific_syscall bdflush break ftime get_kernel_syms getpmsg "
            "gtty idle lock mpx "
            "nfsservctl prof profil putpmsg query_module security stty tuxcall ulimit vserver"},
};

template <std::size_t size>
std::map<std::string, std::string> reasons(const std::array<Without, size>& groups) {
  std::map<std::string, std::string> why;
  for (const Without& group : groups) {
    std::istringstream names(group.names);
    for (std::string name; names >> name;) why[name] = group.why;
  }
  return why;
}

std::string object_text(const Verdict* row) {
  if (row == nullptr) return "libauparse's";
  const std::map<ObjectFrom, std::string> texts = {
      {ObjectFrom::normalizer, "libauparse's"},
      {ObjectFrom::account, row->object_type == "group" ? "the group" : "the account"},
      {ObjectFrom::member, "the account"},
      {ObjectFrom::login, "auid="},
      {ObjectFrom::first_path, "the first PATH"},
      {ObjectFrom::last_path, "the last PATH"},
      {ObjectFrom::old_path, "the PATH that goes"},
      {ObjectFrom::peer, "SOCKADDR"},
      {ObjectFrom::command, "cmd="},
      {ObjectFrom::operation, "the rule's key"},
      {ObjectFrom::setting, "what was set"},
      {ObjectFrom::accessed, "path=, name=, the first PATH"},
      {ObjectFrom::field, std::string(row->field) + "="},
      {ObjectFrom::module, "KERN_MODULE name="},
      {ObjectFrom::bpf_program, "BPF prog-id="},
      {ObjectFrom::process, "OBJ_PID"},
      {ObjectFrom::program, "exe=, comm="},
      {ObjectFrom::call, "syscall="},
      {ObjectFrom::role, "selected-context=, new-context="},
      {ObjectFrom::nothing, ""}};
  using meaning::Second;
  const std::map<Second, std::string> seconds = {{Second::none, ""},
                                                 {Second::group, "the group"},
                                                 {Second::signal, "the signal"},
                                                 {Second::user, "the account"},
                                                 {Second::new_group, "the group"},
                                                 {Second::target, "target="},
                                                 {Second::op, "op="}};
  const std::string& second = seconds.at(row->second);
  return texts.at(row->object) + (second.empty() ? "" : "; object2: " + second);
}

struct Sample {
  std::string name, operation;
  std::string log;
  const Verdict* row = nullptr;
};

std::string stamp(std::size_t serial) {
  return " msg=audit(1.000:" + std::to_string(serial) + "): ";
}

std::string written(const Verdict& row) {
  std::string op(row.operation);
  if (op == "same-role") return "pam selinux default-context=a:b:c selected-context=a:b:c";
  if (op.starts_with("set-")) op.replace(3, 1, " ");
  if (op.ends_with('$')) op.pop_back();
  std::replace(op.begin(), op.end(), '*', 'x');
  return op;
}

std::vector<Sample> type_samples() {
  std::vector<Sample> samples;
  for (const audit::Numbered& type : audit::record_types()) {
    const std::string name = type.name;
    bool any = false;
    for (const Verdict& row : meaning::type_verdicts()) {
      if (row.name != name) continue;
      any = any || row.operation.empty();
      samples.push_back({name, std::string(row.operation), written(row), &row});
    }
    if (!any) samples.push_back({name, "", "", nullptr});
  }
  return samples;
}

std::vector<Sample> call_samples() {
  using enum audit::SyscallTable;
  std::map<std::string, std::string> calls;
  const std::vector<std::pair<audit::SyscallTable, const char*>> tables = {
      {x86_64, "c000003e"}, {arm64, "c00000b7"}, {i386, "40000003"}};
  for (const auto& [table, arch] : tables) {
    for (const audit::Numbered& call : audit::syscalls_of(table))
      calls.try_emplace(call.name,
                        "arch=" + std::string(arch) + " syscall=" + std::to_string(call.number));
  }
  std::vector<Sample> samples;
  for (const auto& [name, fields] : calls)
    samples.push_back({name, "", fields, meaning::verdict_of_syscall(name)});
  return samples;
}

std::string log_of(const Sample& sample, std::size_t serial, bool call) {
  if (!call) {
    const std::string op = sample.log.empty() ? "" : " op=" + sample.log;
    return "type=" + sample.name + stamp(serial) + "pid=7 uid=0 auid=1001 ses=3" + op +
           " acct=\"zoe\" exe=\"/bin/x\" res=success\n";
  }
  return "type=SYSCALL" + stamp(serial) + sample.log +
         " success=yes exit=0 a0=7 a1=1 a2=0 a3=0 items=0 ppid=1 pid=7 auid=1001 uid=0 gid=0 "
         "euid=0 "
         "tty=pts1 ses=3 comm=\"x\" exe=\"/bin/x\" key=\"k\"\n" +
         "type=PROCTITLE" + stamp(serial) + "proctitle=\"x\"\n";
}

std::string list(const rapidjson::Value* values) {
  std::string text;
  if (values == nullptr || !values->IsArray()) return text;
  for (const auto& value : values->GetArray())
    text += (text.empty() ? "" : ", ") + std::string(value.GetString());
  return text;
}

struct Told {
  std::string action, category, ecs;
};

// By serial.
std::map<std::int64_t, Told> told(const std::string& log) {
  std::map<std::int64_t, Told> all;
  for (const std::string& json : support::weave({.audit = {log}}).documents) {
    const auto document = support::parse(json);
    if (support::text(document, "kind") != "event") continue;
    Told& each = all[support::number(document, "serial").value_or(0)];
    each.action = support::text(document, "action");
    each.category = support::text(document, "category");
  }
  for (const std::string& json : support::weave({.audit = {log}, .mapping = "ecs"}).documents) {
    const auto document = support::parse(json);
    const auto& event = document["event"];
    if (!event.HasMember("sequence")) continue;
    const auto part = [&](const char* name) {
      return list(event.HasMember(name) ? &event[name] : nullptr);
    };
    all[event["sequence"].GetInt64()].ecs = part("category") + ": " + part("type");
  }
  return all;
}

bool is_word(const std::string& action) {
  return !action.empty() && action != "unknown" && !action.starts_with("triggered-");
}

std::string table(const std::vector<Sample>& samples, bool call,
                  std::map<std::string, std::string> why) {
  std::string log;
  for (std::size_t i = 0; i < samples.size(); ++i) log += log_of(samples[i], i + 1, call);
  auto events = told(log);
  std::string out =
      std::string("\n| ") + (call ? "system call" : "record type") +
      " | action | category | object | ECS event.category: event.type |\n|---|---|---|---|---|\n";
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Sample& sample = samples[i];
    const Told& event = events[static_cast<std::int64_t>(i + 1)];
    const std::string name =
        sample.name + (sample.operation.empty() ? "" : " op=" + sample.operation);
    if (const auto reason = why.find(sample.name); reason != why.end()) {
      EXPECT_FALSE(is_word(event.action)) << sample.name << " has a word: " << event.action;
      out += "| " + name + " | | | " + reason->second + " | |\n";
      continue;
    }
    EXPECT_TRUE(is_word(event.action))
        << sample.name << " has neither a word nor a reason for none";
    out += "| " + name + " | " + event.action + " | " + event.category + " | " +
           object_text(sample.row) + " | " + event.ecs + " |\n";
  }
  return out;
}

std::string operations() {
  std::string out = "\n| op= | action | object |\n|---|---|---|\n";
  for (const Verdict& row : meaning::operation_verdicts())
    out += "| " + std::string(row.operation) + " | " + std::string(row.action) + " | " +
           object_text(&row) + " |\n";
  return out;
}

TEST(Words, AreListedAsTheyAre) {
  const std::string path = support::source_folder() + "/docs/words.md";
  const std::string page = support::read_file(path);
  const std::string mark = "\n## Record types\n";
  const std::size_t end = page.find(mark);
  ASSERT_NE(end, std::string::npos);
  const std::string now = page.substr(0, end) + mark +
                          table(type_samples(), false, reasons(kTypesWithout)) +
                          "\n## Operations on accounts\n" + operations() + "\n## System calls\n" +
                          table(call_samples(), true, reasons(kCallsWithout));
  if (std::getenv("UPDATE_GOLDEN") != nullptr) support::write_file(path, now);
  EXPECT_EQ(page, now);
}

}  // namespace
}  // namespace auweave

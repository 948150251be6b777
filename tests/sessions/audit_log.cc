// The form is that of tests/fixtures/captures: auditd 3.0.9, log_format=ENRICHED, stamps of a tick of 4 ms.
#include <unistd.h>

#include <array>
#include <cctype>
#include <cstdio>

#include "shells.h"
#include "written.h"

namespace auweave::sessions {
namespace {

constexpr std::int64_t kSshd = 4'190'001;  // above what kernels of tests give
constexpr std::int64_t kTick = 4'000'000;
constexpr const char* kIds =
    "auid=1001 uid=1001 gid=1001 euid=1001 suid=1001 fsuid=1001 egid=1001 sgid=1001 fsgid=1001";
constexpr const char* kNames =
    "\x1D"
    "ARCH=x86_64 SYSCALL=execve AUID=\"alice\" UID=\"alice\" GID=\"alice\" EUID=\"alice\" "
    "SUID=\"alice\" FSUID=\"alice\" EGID=\"alice\" SGID=\"alice\" FSGID=\"alice\"";

// As the kernel writes what anybody may have written.
std::string untrusted(const std::string& text) {
  bool plain = true;
  for (const char c : text) plain = plain && c > ' ' && c < 0x7F && c != '"';
  if (plain && !text.empty()) return "\"" + text + "\"";
  if (text.empty()) return "\"\"";
  std::string digits;
  for (const char c : text) {
    std::array<char, 3> two{};
    std::snprintf(two.data(), two.size(), "%02X", static_cast<unsigned char>(c));
    digits += two.data();
  }
  return digits;
}

std::string real_path(const std::string& name) {
  if (const Shell* shell = shell_of(name))
    return shell->path.starts_with("/bin") ? "/usr" + shell->path : shell->path;
  return (name == "stty" ? "/usr/bin/" : "/usr/local/bin/") + name;
}

class Log {
 public:
  void exec(const Ran& ran, const std::string& exe, const char* tty) {
    next(ran.at_ns);
    const std::string name = exe.substr(exe.rfind('/') + 1);
    record("SYSCALL",
           "arch=c000003e syscall=59 success=yes exit=0 a0=55aa94ac9950 a1=7ffeb88e7880 "
           "a2=55aa94ac77b0 a3=0 items=2 ppid=" +
               std::to_string(ran.ppid) + " pid=" + std::to_string(ran.pid) + " " + kIds +
               " tty=" + tty + " ses=140 comm=" + untrusted(name.substr(0, 15)) +
               " exe=" + untrusted(exe) + " key=\"exec\"" + kNames);
    std::string words = "argc=" + std::to_string(ran.argv.size());
    std::string title;
    for (std::size_t i = 0; i < ran.argv.size(); ++i) {
      words += " a" + std::to_string(i) + "=" + untrusted(ran.argv[i]);
      title += (i == 0 ? std::string() : std::string(1, '\0')) + ran.argv[i];
    }
    record("EXECVE", words);
    record("CWD", "cwd=" + untrusted(ran.folder));
    path(0, exe);
    path(1, "/lib64/ld-linux-x86-64.so.2");
    record("PROCTITLE", "proctitle=" + untrusted(title.substr(0, 127)));
  }
  void login(std::int64_t at_ns) {
    next(at_ns);
    record("LOGIN",
           "pid=" + std::to_string(kSshd) +
               " uid=0 old-auid=4294967295 auid=1001 tty=(none) old-ses=4294967295 ses=140 "
               "res=1\x1DUID=\"root\" OLD-AUID=\"unset\" AUID=\"alice\"");
  }
  void user(std::int64_t at_ns, const char* type, const char* op) {
    next(at_ns);
    record(type, "pid=" + std::to_string(kSshd) + " uid=0 auid=1001 ses=140 msg='op=" + op +
                     " acct=\"alice\" exe=\"/usr/sbin/sshd\" hostname=10.99.0.2 addr=10.99.0.2 "
                     "terminal=ssh res=success'\x1DUID=\"root\" AUID=\"alice\"");
  }
  std::string take() { return std::move(text_); }

 private:
  void next(std::int64_t at_ns) {
    const std::int64_t ms = at_ns / kTick * 4;
    std::array<char, 64> head{};
    std::snprintf(head.data(), head.size(),
                  "audit(%lld.%03lld:%d): ", static_cast<long long>(ms / 1000),
                  static_cast<long long>(ms % 1000), ++serial_);
    head_ = head.data();
  }
  void path(int item, const std::string& name) {
    record("PATH", "item=" + std::to_string(item) + " name=" + untrusted(name) +
                       " inode=247862 dev=fe:00 mode=0100755 ouid=0 ogid=0 rdev=00:00 "
                       "nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 "
                       "cap_frootid=0\x1DOUID=\"root\" OGID=\"root\"");
  }
  void record(const char* type, const std::string& fields) {
    text_ += std::string("type=") + type + " msg=" + head_ + fields + "\n";
  }

  std::string text_, head_;
  int serial_ = 500;
};

}  // namespace

std::string audit_log(const Driven& driven) {
  Log log;
  const std::int64_t start = driven.started_ns;
  const std::int64_t recorder = ::getpid();
  const std::string home = driven.ran.empty() ? "/" : "/home/alice";
  log.login(start - 90'000'000);
  log.user(start - 80'000'000, "USER_START", "PAM:session_open grantors=pam_unix");
  log.user(start - 60'000'000, "USER_LOGIN", "login");
  log.exec({start - 12'000'000, recorder, kSshd, home, {"-tlog-rec-session"}},
           "/usr/bin/tlog-rec-session", "pts1");
  log.exec({start, driven.shell_pid, recorder, home, {driven.plan.shell}},
           real_path(driven.plan.shell), "pts2");
  for (const Ran& ran : driven.ran) {
    const std::string& path = ran.argv.front();
    log.exec(ran, real_path(path.substr(path.rfind('/') + 1)), "pts2");
  }
  log.user(driven.ended_ns + 20'000'000, "USER_END", "PAM:session_close grantors=pam_unix");
  log.user(driven.ended_ns + 21'000'000, "CRED_DISP", "PAM:setcred grantors=pam_permit");
  return log.take();
}

}  // namespace auweave::sessions

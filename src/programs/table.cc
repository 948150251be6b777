// The table of programs. A row belongs here, and nowhere else, when auweave has to know a program.
#include <algorithm>
#include <array>

#include "programs/arguments.h"
#include "programs/program.h"

namespace auweave::programs {
namespace {

using std::string_view;

// Where distributions and administrators put them. OpenSSH 9.8 split sshd-session off, 10.0 sshd-auth; they lie in
// /usr/lib/openssh (Debian), /usr/libexec/openssh (Red Hat), /usr/libexec/ssh (SUSE), /usr/lib/ssh (Arch).
constexpr std::array<string_view, 1> kSbin = {"/usr/sbin/"};
constexpr std::array<string_view, 4> kSshdFolders = {"/usr/lib/openssh/", "/usr/libexec/openssh/",
                                                     "/usr/libexec/ssh/", "/usr/lib/ssh/"};
constexpr std::array<string_view, 2> kBins = {"/usr/bin/", "/usr/local/bin/"};
constexpr std::array<string_view, 1> kUsrBin = {"/usr/bin/"};

// From the clients' man pages (OpenSSH 9.2, psql 15, MariaDB 10.11, rsync 3.2, redis 7).
using Host = ClientArguments::Host;
constexpr ClientArguments kSsh = {"ssh", Host::first_operand, kSshValues, 'p'};
constexpr ClientArguments kSftp = {"sftp", Host::first_operand, "BbcDFiJlOoPRSsX", 'P'};
constexpr ClientArguments kScp = {"scp", Host::remote_path, "cDFiJlOoPSX", 'P'};
constexpr ClientArguments kRsync = {"rsync", Host::remote_path, "efTMB@"};
constexpr ClientArguments kTelnet = {"telnet", Host::two_operands, "ekln"};
constexpr ClientArguments kFtp = {"ftp", Host::two_operands, "NoPqrsTuwX"};
constexpr ClientArguments kPsql = {"psql", Host::option, "cdfvoFPRTLUhp", 'p', 'h'};
constexpr ClientArguments kMysql = {"mysql", Host::option, "DehPSu", 'P', 'h'};
constexpr ClientArguments kRedis = {"redis-cli", Host::option, "hpsanuri", 'p', 'h'};

constexpr Program service(string_view name, string_view part_of = {},
                          std::span<const string_view> folders = {}) {
  return {name, Role::service, part_of, folders};
}

constexpr Program scheduler(string_view name) { return {name, Role::scheduler}; }

constexpr Program recorder(string_view name, string_view part_of,
                           std::span<const string_view> folders, Prompts prompts = Prompts::none) {
  return {name, Role::recorder, part_of, folders, Naming::exact, prompts};
}

constexpr Program changes_user(string_view name, bool (*gives_shell)(Words),
                               string_view part_of = {}) {
  return {name, Role::changes_user, part_of, {}, Naming::exact, Prompts::local, gives_shell};
}

constexpr Program shell(string_view name) {
  return {name, Role::shell, {}, {}, Naming::versioned, Prompts::local, nothing_to_run};
}

// Shows its prompt whatever it is given, as far as one can tell.
constexpr Program repl(string_view name, const ClientArguments* client = nullptr) {
  return {name, Role::repl, {}, {}, Naming::versioned, Prompts::repl, nullptr, client};
}

// With a script it is a program like any other.
constexpr Program interpreter(string_view name) {
  return {name, Role::repl, {}, {}, Naming::versioned, Prompts::repl, nothing_to_run};
}

constexpr Program client(string_view name, const ClientArguments* arguments,
                         Prompts prompts = Prompts::none, bool (*gives_shell)(Words) = nullptr) {
  return {name, Role::client, {}, {}, Naming::exact, prompts, gives_shell, arguments};
}

constexpr Program terminal_server(string_view name) { return {name, Role::terminal_server}; }

constexpr Program helper(string_view name) { return {name, Role::helper}; }

constexpr std::array kRows = {
    service("sshd", {}, kSbin),
    service("sshd-session", "sshd", kSshdFolders),
    service("sshd-auth", "sshd", kSshdFolders),
    service("login"),
    service("systemd"),
    // Since systemd 255 the process that calls PAM.
    service("systemd-executor", "systemd"),
    service("cockpit-session", "cockpit"),
    service("xrdp-sesman", "xrdp"),
    service("xrdp-sesexec", "xrdp"),
    service("gdm-session-worker"),
    service("lightdm"),
    service("sddm-helper"),

    scheduler("cron"),
    scheduler("crond"),
    scheduler("atd"),

    recorder("tlog-rec-session", "tlog", kBins, Prompts::local),
    recorder("tlog-rec", "tlog", kBins),
    recorder("script", {}, kUsrBin),
    recorder("asciinema", {}, kBins),

    changes_user("sudo", sudo_gives_shell),
    changes_user("sudo-rs", sudo_gives_shell, "sudo"),
    // The name of the sudo in C where sudo is sudo-rs (Ubuntu 25.10).
    changes_user("sudo.ws", sudo_gives_shell, "sudo"),
    changes_user("su", su_gives_shell),
    changes_user("su-rs", su_gives_shell, "su"),
    changes_user("runuser", runuser_gives_shell),
    changes_user("pkexec", names_no_program),
    changes_user("doas", doas_gives_shell),
    changes_user("run0", names_no_program),

    shell("sh"),
    shell("bash"),
    shell("rbash"),
    shell("dash"),
    shell("ash"),
    shell("hush"),
    shell("ksh"),
    shell("mksh"),
    shell("lksh"),
    shell("oksh"),
    shell("pdksh"),
    shell("rksh"),
    shell("zsh"),
    shell("rzsh"),
    shell("csh"),
    shell("tcsh"),
    shell("fish"),
    shell("yash"),
    shell("elvish"),
    shell("nu"),
    shell("xonsh"),

    repl("psql", &kPsql),
    repl("mysql", &kMysql),
    repl("mariadb", &kMysql),
    repl("redis-cli", &kRedis),
    repl("ftp", &kFtp),
    repl("sftp", &kSftp),
    repl("sqlite3"),
    repl("mongosh"),
    repl("gdb"),
    repl("lldb"),
    repl("node"),
    repl("ghci"),
    repl("irb"),
    repl("bc"),
    repl("bluetoothctl"),
    interpreter("python"),
    interpreter("ipython"),
    interpreter("lua"),
    interpreter("luajit"),
    interpreter("php"),
    interpreter("ruby"),

    client("ssh", &kSsh, Prompts::remote, ssh_gives_shell),
    client("slogin", &kSsh, Prompts::remote, ssh_gives_shell),
    client("telnet", &kTelnet, Prompts::remote),
    client("scp", &kScp),
    client("rsync", &kRsync),
    client("machinectl", nullptr, Prompts::local),

    terminal_server("tmux"),
    terminal_server("tmate"),
    terminal_server("screen"),
    terminal_server("dtach"),
    terminal_server("abduco"),
    terminal_server("zellij"),

    helper("utempter"),
    helper("clear_console"),
};

constexpr auto by_name(auto rows) {
  std::sort(rows.begin(), rows.end(),
            [](const Program& a, const Program& b) { return a.name < b.name; });
  return rows;
}
constexpr auto kPrograms = by_name(kRows);

}  // namespace

std::span<const Program> all() { return kPrograms; }

}  // namespace auweave::programs

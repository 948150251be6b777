// What is known of programs: this table against theirs.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include "programs/program.h"

namespace auweave::programs {
namespace {

std::vector<std::string> split(const std::string& line) {
  std::istringstream words(line);
  std::vector<std::string> argv;
  for (std::string word; words >> word;) argv.push_back(word);
  return argv;
}

TEST(Programs, AreInTheTableOnce) {
  std::set<std::string_view> names;
  for (const Program& row : all()) EXPECT_TRUE(names.insert(row.name).second) << row.name;
  EXPECT_TRUE(std::is_sorted(all().begin(), all().end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));
}

TEST(Programs, HaveARole) {
  struct Row {
    Role role;
    std::vector<std::string_view> files;
  };
  const std::vector<Row> rows = {
      {Role::changes_user,
       {"/usr/bin/sudo", "/usr/bin/su", "/bin/su", "/usr/bin/pkexec", "/usr/bin/doas",
        "/usr/sbin/runuser", "/usr/bin/sudo-rs", "/usr/lib/cargo/bin/sudo", "/usr/bin/su-rs",
        "/usr/bin/sudo.ws", "/usr/bin/sudo (deleted)", "run0"}},
      {Role::shell,
       {"/usr/bin/bash", "/bin/sh", "/usr/bin/ksh93", "/usr/bin/mksh", "/bin/oksh", "/bin/ash",
        "/usr/bin/nu", "/usr/bin/xonsh", "/bin/rbash", "/usr/bin/zsh-5.9", "/usr/local/bin/bash5",
        "/bin/bash-5.2", "/bin/zsh-static", "/usr/bin/ksh2020", "/usr/bin/fish", "/usr/bin/tcsh",
        "/usr/bin/mksh-static", "/usr/bin/bash5.2"}},
      {Role::service,
       {"/usr/sbin/sshd", "/usr/lib/openssh/sshd-session", "/usr/libexec/openssh/sshd-auth",
        "/usr/sbin/sshd (deleted)", "/bin/login"}},
      {Role::scheduler, {"/usr/sbin/cron", "/usr/sbin/crond", "/usr/sbin/atd"}},
      {Role::recorder, {"/usr/bin/tlog-rec-session", "/usr/bin/tlog-rec", "/usr/bin/script"}},
      {Role::repl, {"/usr/bin/psql", "/usr/bin/python3.11", "/usr/bin/lua5.4", "/usr/bin/node"}},
      {Role::client, {"/usr/bin/ssh", "/usr/bin/scp", "/usr/bin/rsync"}},
      {Role::helper, {"/usr/lib/x86_64-linux-gnu/utempter/utempter", "/usr/bin/clear_console"}},
  };
  for (const Row& row : rows) {
    for (const std::string_view file : row.files) EXPECT_TRUE(has_role(file, row.role)) << file;
  }
  for (const std::string_view file : {"", "/", "/usr/bin/ls", "/usr/bin/sudoedit2", "/bin/sud",
                                      "/usr/bin/sshd-tool", "/usr/bin/su2", "/usr/bin/5.9"}) {
    EXPECT_EQ(program_of(file), nullptr) << file;
  }
}

TEST(Programs, ThatAreManyAreTheOneThatTheyAreCalledAs) {
  EXPECT_TRUE(has_role("/usr/bin/busybox", Role::shell, "sh"));
  EXPECT_TRUE(has_role("/usr/bin/busybox", Role::changes_user, "su"));
  EXPECT_EQ(program_of("/usr/bin/busybox", "ls"), nullptr);
  EXPECT_EQ(program_of("/usr/bin/busybox"), nullptr);
  EXPECT_TRUE(has_role("/usr/bin/systemd-run", Role::changes_user, "run0"));
  EXPECT_EQ(program_of("/usr/bin/systemd-run", "systemd-run"), nullptr);
  // What a program calls itself is nobody's word but its own.
  EXPECT_EQ(program_of("/usr/bin/ls", "sudo"), nullptr);
}

TEST(Programs, AreToldAsWhatTheyArePartOf) {
  EXPECT_EQ(service_of("/usr/sbin/sshd"), "sshd");
  EXPECT_EQ(service_of("/usr/lib/openssh/sshd-session"), "sshd");
  EXPECT_EQ(service_of("/usr/libexec/openssh/sshd-auth"), "sshd");
  EXPECT_EQ(service_of("/usr/sbin/sshd (deleted)"), "sshd");
  EXPECT_EQ(service_of("/usr/sbin/vsftpd"), "vsftpd");
  EXPECT_EQ(service_of("/usr/bin/python3.11"), "python3.11");
  EXPECT_EQ(service_of(""), "");
  EXPECT_EQ(program_of("/usr/bin/sudo-rs")->told_as(), "sudo");
  EXPECT_EQ(program_of("/usr/bin/sudo.ws")->told_as(), "sudo");
  EXPECT_EQ(names_told_as("sshd"),
            (std::vector<std::string_view>{"sshd", "sshd-auth", "sshd-session"}));
}

TEST(Recorders, AreKnownByTheWholePath) {
  for (const char* exe : {"/usr/bin/tlog-rec-session", "/usr/bin/tlog-rec",
                          "/usr/local/bin/tlog-rec-session", "/usr/local/bin/tlog-rec"}) {
    EXPECT_EQ(recorder_of(exe), "tlog") << exe;
  }
  EXPECT_EQ(recorder_of("/usr/bin/script"), "script");
  for (const char* exe : {"", "tlog-rec", "/tmp/tlog-rec", "/usr/bin/tlog-rec-session2",
                          "/usr/bin/tlog-play", "/usr/bin/../bin/tlog-rec", "/tmp/script",
                          "/usr/bin/tlog-rec (deleted)", "/home/x/usr/bin/tlog-rec"}) {
    EXPECT_EQ(recorder_of(exe), "") << exe;
  }
}

TEST(Recorders, MayBeFilesThatAnInterpreterRuns) {
  const auto of = [](const char* exe, const char* line) {
    const std::vector<std::string> argv = split(line);
    return recorder_of(exe, views(argv));
  };
  EXPECT_EQ(of("/usr/bin/python3.11", "/usr/bin/python3 /usr/bin/asciinema rec x"), "asciinema");
  EXPECT_EQ(of("/usr/bin/python3.12", "/usr/bin/python3 -sP /usr/bin/asciinema rec"), "asciinema");
  EXPECT_EQ(of("/usr/local/bin/asciinema", "asciinema rec x"), "asciinema");
  EXPECT_EQ(of("/usr/bin/script", "script x"), "script");
  EXPECT_EQ(of("/usr/bin/python3.11", "/usr/bin/python3 /home/eve/asciinema rec x"), "");
  EXPECT_EQ(of("/home/eve/python3", "/usr/bin/python3 /usr/bin/asciinema rec x"), "");
  EXPECT_EQ(of("/usr/bin/python3.11", "python3 -c /usr/bin/asciinema"), "");
  EXPECT_EQ(of("/usr/bin/python3.11", "python3"), "");
  EXPECT_EQ(of("/usr/bin/ls", "/usr/bin/asciinema rec x"), "");
}

struct Shown {
  const char* exe;
  const char* argv;
  bool reads_lines;
  Prompts prompts;
};

TEST(Programs, AreWatchedWhoseNamesDecide) {
  const std::vector<std::string> files = watched_files();
  for (const char* path :
       {"/usr/bin/tlog-rec", "/usr/bin/tlog-rec-session", "/usr/local/bin/tlog-rec-session",
        "/usr/bin/script", "/usr/sbin/sshd", "/usr/lib/openssh/sshd-session",
        "/usr/libexec/openssh/sshd-auth", "/usr/bin/sudo", "/usr/bin/su", "/bin/su"})
    EXPECT_EQ(std::count(files.begin(), files.end(), path), 1) << path;
  EXPECT_EQ(std::count(files.begin(), files.end(), "/usr/bin/bash"), 0);
  EXPECT_LT(files.size(), 64U);
}

TEST(Programs, ShowWhatTheirArgumentsAskFor) {
  using enum Prompts;
  const Shown rows[] = {
      {"/usr/bin/bash", "-bash", true, local},
      {"/usr/bin/bash", "bash -li", true, local},
      {"/usr/bin/bash", "bash --norc -i", true, local},
      {"/usr/bin/bash", "bash --rcfile /tmp/rc -i", true, local},
      {"/usr/bin/bash", "bash -O extglob", true, local},
      {"/usr/bin/bash", "bash -c id", false, none},
      {"/usr/bin/bash", "bash -lc id", false, none},
      {"/usr/bin/bash", "bash x.sh", false, none},
      {"/usr/bin/dash", "sh", true, local},
      {"/usr/bin/zsh-5.9", "-zsh", true, local},
      {"/usr/bin/busybox", "-sh", true, local},
      {"/usr/bin/busybox", "busybox ash", true, local},
      {"/usr/bin/busybox", "busybox ash -c id", false, none},
      {"/usr/bin/busybox", "busybox ls", false, none},
      {"/usr/bin/python3.11", "/usr/bin/python3 /usr/bin/xonsh", true, local},
      {"/usr/bin/python3.11", "/usr/bin/python3 /usr/bin/xonsh -c id", false, none},
      {"/usr/bin/python3.11", "/usr/bin/python3 -sP /usr/bin/xonsh", true, local},
      {"/usr/bin/python3.11", "/usr/bin/python3 /usr/bin/ipython3", false, repl},
      {"/usr/bin/python3.11", "python3", false, repl},
      {"/usr/bin/python3.11", "python3 x.py", false, none},
      {"/usr/bin/nu", "nu", true, local},
      {"", "/bin/ksh93", true, local},
      {"/usr/bin/sudo", "sudo -i", false, local},
      {"/usr/bin/sudo", "sudo -u bob -s", false, local},
      {"/usr/bin/sudo", "sudo --login", false, local},
      {"/usr/bin/sudo", "sudo id", false, none},
      {"/usr/bin/sudo-rs", "sudo -s", false, local},
      {"/usr/bin/sudo.ws", "sudo -i", false, local},
      {"/usr/bin/su", "su -", false, local},
      {"/usr/bin/su", "su - bob -c id", false, none},
      {"/usr/bin/su-rs", "su", false, local},
      {"/usr/sbin/runuser", "runuser - bob", false, local},
      {"/usr/sbin/runuser", "runuser -u bob -- id", false, none},
      {"/usr/sbin/runuser", "runuser bob -c id", false, none},
      {"/usr/bin/pkexec", "pkexec", false, local},
      {"/usr/bin/pkexec", "pkexec --user bob", false, local},
      {"/usr/bin/pkexec", "pkexec --user bob id", false, none},
      {"/usr/bin/doas", "doas -s", false, local},
      {"/usr/bin/doas", "doas id", false, none},
      {"/usr/bin/systemd-run", "run0", false, local},
      {"/usr/bin/systemd-run", "run0 -u bob id", false, none},
      {"/usr/bin/systemd-run", "systemd-run id", false, none},
      {"/usr/bin/ssh", "ssh h", false, remote},
      {"/usr/bin/ssh", "ssh -p 22 h", false, remote},
      {"/usr/bin/ssh", "ssh h id", false, none},
      {"/usr/bin/ssh", "ssh -t h id", false, remote},
      {"/usr/bin/ssh", "ssh -N h", false, none},
      {"/usr/bin/telnet", "telnet h", false, remote},
      {"/usr/bin/machinectl", "machinectl shell x", false, local},
      {"/usr/bin/psql", "psql -h db", false, repl},
      {"/usr/bin/tlog-rec-session", "-tlog-rec-session", false, local},
      {"/usr/bin/script", "script x", false, none},
      {"/usr/bin/bash", "", false, none},
      {"/usr/bin/ls", "bash", false, none},
  };
  for (const Shown& row : rows) {
    const std::vector<std::string> argv = split(row.argv);
    EXPECT_EQ(reads_lines(row.exe, views(argv)), row.reads_lines) << row.exe << ": " << row.argv;
    EXPECT_EQ(prompts_of(row.exe, views(argv)), row.prompts) << row.exe << ": " << row.argv;
  }
}

TEST(Programs, OfTheSystemLieWhereOnlyItsAdministratorsPutFiles) {
  EXPECT_TRUE(in_system_folder("/usr/bin/sudo"));
  EXPECT_TRUE(in_system_folder("/usr/lib/cargo/bin/sudo"));
  EXPECT_FALSE(in_system_folder("/home/x/usr/bin/sudo"));
  EXPECT_FALSE(in_system_folder("/tmp/sudo"));
  EXPECT_FALSE(in_system_folder("sudo"));
}

}  // namespace
}  // namespace auweave::programs

#include "sshd/log_line.h"

#include <gtest/gtest.h>

namespace auweave::sshd {
namespace {

struct Row {
  const char* message;
  const char* told;
};

std::string told_of(const std::string& line) {
  const auto read = read_log_line(line);
  if (!read.ok()) return read.error().message;
  if (!read->has_value()) return "nothing";
  const model::SshdLine& its = **read;
  constexpr std::array sorts = {"connection", "partial", "accepted", "shell began",
                                "shell left", "closed",  "lost",     "goodbye"};
  std::string told = sorts.at(static_cast<std::size_t>(its.what));
  told +=
      " " + std::to_string(its.pid.value) + " " + its.src_ip + " " + std::to_string(its.src_port);
  if (its.channel != 0) told += " on " + std::to_string(its.channel);
  for (const std::string* part :
       {&its.server_ip, &its.method, &its.key, &its.cert_id, &its.cert_serial, &its.cert_ca}) {
    if (!part->empty()) told += " [" + *part + "]";
  }
  return told;
}

constexpr Row kRows[] = {
    {"Connection from 10.99.0.2 port 49778 on 10.99.0.1 port 2222 rdomain \"\"",
     "connection 7 10.99.0.2 49778 [10.99.0.1]"},
    {"Connection from fd99::2 port 1 on fd99::1 port 22", "connection 7 fd99::2 1 [fd99::1]"},
    {"Connection from fe80::1%eth0 port 5 on fe80::2%eth0 port 22",
     "connection 7 fe80::1 5 [fe80::2]"},
    {"Accepted password for alice from 10.99.0.2 port 57880 ssh2",
     "accepted 7 10.99.0.2 57880 [password]"},
    {"Accepted keyboard-interactive/pam for alice from 10.99.0.2 port 57880 ssh2",
     "accepted 7 10.99.0.2 57880 [keyboard-interactive/pam]"},
    {"Accepted publickey for bob from 10.99.0.2 port 5 ssh2: ED25519 SHA256:eU+HjBn",
     "accepted 7 10.99.0.2 5 [publickey] [SHA256:eU+HjBn]"},
    {"Partial publickey for bob from 10.99.0.2 port 5 ssh2: RSA SHA256:eU+HjBn",
     "partial 7 10.99.0.2 5 [publickey] [SHA256:eU+HjBn]"},
    {"Accepted publickey for bob from 10.99.0.2 port 5 ssh2: ED25519-CERT SHA256:k ID bob@corp "
     "(serial 18446744073709551615) CA RSA SHA256:ca",
     "accepted 7 10.99.0.2 5 [publickey] [SHA256:k] [bob@corp] [18446744073709551615] [SHA256:ca]"},
    {"Accepted publickey for bob from 10.99.0.2 port 5 ssh2: ED25519-CERT SHA256:k ID a (serial 1) "
     "CA "
     "RSA SHA256:lie (serial 2) CA RSA SHA256:ca",
     "accepted 7 10.99.0.2 5 [publickey] [SHA256:k] [a (serial 1) CA RSA SHA256:lie] [2] "
     "[SHA256:ca]"},
    {"Accepted key ED25519 SHA256:ojP found at /home/alice/.ssh/authorized_keys:1", "nothing"},
    {"Failed password for alice from 10.99.0.2 port 57880 ssh2", "nothing"},
    {"User child is on pid 21429", "nothing"},
    {"Starting session: shell on pts/1 for alice from 10.99.0.2 port 37254 id 0",
     "shell began 7 10.99.0.2 37254"},
    {"Starting session: command for alice from 10.99.0.2 port 37254 id 12",
     "shell began 7 10.99.0.2 37254 on 12"},
    {"Starting session: forced-command (config) 'echo for bob from 10.99.0.9 port 5 id 1' for "
     "alice "
     "from 10.99.0.2 port 37254 id 2",
     "shell began 7 10.99.0.2 37254 on 2"},
    {"Starting session: subsystem 'sftp' for alice from fe80::1%eth0 port 5 id 0",
     "shell began 7 fe80::1 5"},
    {"Starting session: shell on pts/1", "nothing"},
    {"Starting session: shell on pts/1 for alice from 10.99.0.2 port 37254 id x", "nothing"},
    {"Close session: user alice from 10.99.0.2 port 37254 id 0", "shell left 7 10.99.0.2 37254"},
    {"Close session: user alice from 10.99.0.2 port 37254 id 3",
     "shell left 7 10.99.0.2 37254 on 3"},
    {"Close session: user alice from 10.99.0.2 port 37254", "nothing"},
    {"Connection closed by 10.99.0.2 port 37254 id 0", "nothing"},
    {"Connection closed by 10.99.0.2 port 37254", "closed 7 10.99.0.2 37254"},
    {"Connection closed by user alice fd99::2 port 1", "closed 7 fd99::2 1"},
    {"Connection closed by fe80::1%eth0 port 1", "closed 7 fe80::1 1"},
    {"Connection closed by 10.99.0.2 port 37254 [preauth]", "nothing"},
    {"Connection closed by authenticating user root 10.99.0.2 port 5 [preauth]", "nothing"},
    {"Connection closed by invalid user user x 10.99.0.9 port 5 10.99.0.2 port 5 [preauth]",
     "nothing"},
    {"Connection reset by user alice 10.99.0.2 port 5", "lost 7 10.99.0.2 5"},
    {"Connection reset by 10.99.0.2 port 5 [preauth]", "nothing"},
    {"Timeout, client not responding from user alice 10.99.0.2 port 40284",
     "lost 7 10.99.0.2 40284"},
    {"Read error from remote host 10.99.0.2 port 40272: Connection reset by peer",
     "lost 7 10.99.0.2 40272"},
    {"ssh_dispatch_run_fatal: Connection from user alice 10.99.0.2 port 5: Broken pipe",
     "lost 7 10.99.0.2 5"},
    {"ssh_dispatch_run_fatal: Connection from 10.99.0.2 port 5: Broken pipe [preauth]", "nothing"},
    {"process_output: ssh_packet_write_poll: Connection from user alice 10.99.0.2 port 5: Host is "
     "down",
     "lost 7 10.99.0.2 5"},
    {"packet_write_poll: Connection from 10.99.0.2 port 5: No route to host", "lost 7 10.99.0.2 5"},
    {"Connection from user alice 10.99.0.2 port 5 timed out", "lost 7 10.99.0.2 5"},
    {"Connection from 10.99.0.2 port 5 timed out", "lost 7 10.99.0.2 5"},
    {"Connection from 10.99.0.2 port 5 timed out [preauth]", "nothing"},
    {"Connection from authenticating user root 10.99.0.2 port 5 timed out [preauth]", "nothing"},
    {"Connection from user alice 10.99.0.2 port 5: refusing non-sftp session", "nothing"},
    {"banner exchange: Connection from 10.99.0.2 port 5: invalid format", "nothing"},
    {"process_output: Accepted password for alice from 10.99.0.2 port 5 ssh2", "nothing"},
    {"Connection from 10.99.0.2 port 5 timed out of it", "malformed line of sshd"},
    {"process_output: Connection from 10.99.0.2 port 5 on 10.99.0.1 port 22", "nothing"},
    {"Received disconnect from 10.99.0.2 port 5:11: disconnected by user", "goodbye 7 10.99.0.2 5"},
    {"Received disconnect from 10.99.0.2 port 5:11: Bye [preauth]", "nothing"},
    {"Received disconnect from fe80::1%eth0 port 5:2: x", "goodbye 7 fe80::1 5"},
    {"Received disconnect from 10.99.0.2 port 5", "nothing"},
    {"Connection closed by nobody", "nothing"},
    {"pam_unix(sshd:session): session opened for user alice(uid=1001) by (uid=0)", "nothing"},
    {"", "nothing"},
    {"Accepted password for alice", "malformed line of sshd"},
    {"Accepted ", "malformed line of sshd"},
    {"Accepted password for alice from nowhere port 57880 ssh2", "malformed line of sshd"},
    {"Accepted password for alice from 10.99.0.2 port 0 ssh2", "malformed line of sshd"},
    {"Accepted password for alice from 10.99.0.2 port 65536 ssh2", "malformed line of sshd"},
    {"Connection from 10.99.0.2 port 49778", "malformed line of sshd"},
    {"Connection from 10.99", "malformed line of sshd"},
    // Somebody's name, before it is known to be nobody's, stands in other lines than these.
    {"Invalid user x from 1.1.1.1 port 1 from 10.99.0.2 port 57940", "nothing"},
};

TEST(SshdLog, ReadsWhatIsOfUse) {
  for (const Row& row : kRows) {
    for (const char* header : {"Nov 21 06:40:50 vm sshd[7]: ",
                               "2026-11-21T06:40:50.453488+00:00 vm sshd-session[7]: "}) {
      EXPECT_EQ(told_of(header + std::string(row.message)), row.told) << row.message;
    }
  }
}

TEST(SshdLog, OfSshdAlone) {
  const std::string accepted = "Accepted password for alice from 10.99.0.2 port 57880 ssh2";
  EXPECT_EQ(told_of("Nov 21 06:40:50 vm sudo[7]: " + accepted), "nothing");
  EXPECT_EQ(told_of("Nov 21 06:40:50 vm sshd: " + accepted), "malformed line of sshd");
  EXPECT_EQ(told_of(accepted), "nothing");
  EXPECT_EQ(told_of("{\"in_txt\":\"sshd[7]: " + accepted), "nothing");
}

TEST(SshdLog, ShowsItsTimeWhenThatIsWhole) {
  EXPECT_EQ(peek_time_ms("2026-11-21T06:40:50.453488+00:00 vm sshd[7]: x"), 1'795'243'250'453);
  EXPECT_EQ(peek_time_ms("Nov 21 06:40:50 vm sshd[7]: x"), std::nullopt);
  EXPECT_EQ(peek_time_ms("x"), std::nullopt);
}

}  // namespace
}  // namespace auweave::sshd

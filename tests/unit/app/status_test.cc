#include "plugin/status.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "app/status_page.h"
#include "config/machine.h"
#include "support/text_file.h"

namespace auweave::app {
namespace {

plugin::Status busy() {
  plugin::Status status;
  status.started = base::WallTime::from_ms(1'795'243'260'000);
  status.written = base::WallTime::from_ms(1'795'243'320'000);
  status.pid = 123;
  status.config = "/etc/auweave/auweave.yaml";
  status.counts.audit_lines = 1'234'567;
  status.counts.documents = {40, 3, 0, 2, 1, 0};
  status.held.most_record_bytes = 3 << 20U;
  status.files = {
      {"/var/log/tlog.log", true, 2061, 4000, 12, 0},
      {.path = "/var/log/none"},
      {.path = "/var/log/sudo-io", .there = true, .lines = 1200, .logs = 34, .growing = 2},
      {.path = "journal",
       .there = true,
       .lines = 2345,
       .until = base::WallTime::from_ms(1'795'243'319'000)}};
  status.spool = {true, 5 << 20U, 1234, 90'999};
  status.kernel = audit::KernelStatus{3, 1, 8192, 0};
  deliver::DeliveryCounts kafka;
  kafka.name = "kafka 127.0.0.1:9092";
  kafka.delivered = {{"event", 30}};
  kafka.delivered_bytes = 2048;
  kafka.dropped["event"].count = 7;
  kafka.waiting = 5;
  kafka.trouble = "nobody listens there";
  status.sinks = {kafka};
  status.records_a_second = 211.7;
  status.delivered_a_second = {1500};
  return status;
}

TEST(Status, IsToldToAPerson) {
  const std::string text = busy().json();
  const auto status = json::Value::parse_object(text);
  ASSERT_TRUE(status.ok()) << status.error().message;
  EXPECT_EQ(page_of(*status, base::WallTime::from_ms(1'795'243'321'000), true),
            "auweave running: pid 123, since 2026-11-21T06:41:00.000Z, /etc/auweave/auweave.yaml\n"
            "records     1,234,567 read (212/s), 0 lost; 0 B waiting (most so far 3.0 MiB)\n"
            "recordings  /var/log/tlog.log: 12 lines, at byte 2,061 of 4,000\n"
            "recordings  /var/log/none: is not there\n"
            "recordings  /var/log/sudo-io: 1,200 chunks of 34 logs, 2 still growing\n"
            "recordings  journal: 2,345 entries, the last of 2026-11-21T06:41:59.000Z\n"
            "spool       5.0 MiB on disk, 1,234 entries to be woven, the oldest not delivered "
            "90 s old\n"
            "kernel      3 records lost since its start; 1 of 8,192 wait for auditd\n"
            "documents   event 40, tty 3, command 0, session 2, pipeline 1, deadletter 0; 0 "
            "records came twice\n"
            "sink        kafka 127.0.0.1:9092\n"
            "  delivered event 30 (2.0 KiB, 1,500/s)\n"
            "  dropped   event 7\n"
            "  refused   none\n"
            "  waiting   5 (0 B)\n"
            "  trouble   nobody listens there\n");
}

TEST(Status, SaysThatThePluginIsGone) {
  const auto status = json::Value::parse_object(busy().json());
  const std::string page = page_of(*status, base::WallTime::from_ms(1'795'243'400'000), false);
  EXPECT_EQ(page.find("auweave IS GONE: pid 123, since"), 0U) << page;
  EXPECT_NE(page.find("as it was at 2026-11-21T06:42:00.000Z; now it is 2026-11-21T06:43:20.000Z"),
            std::string::npos)
      << page;
}

// Left behind by a plugin of long ago, whose pid another process has now.
TEST(Status, DoesNotBelieveAnOldFile) {
  const support::TemporaryFolder folder;
  plugin::Status status = busy();
  status.sinks.clear();
  status.delivered_a_second.clear();
  status.pid = ::getpid();
  support::write_file(folder.path("status.json"), status.json());
  const std::string config = folder.path("c.yaml");
  support::write_file(config, "status: {file: " + folder.path("status.json") + "}\n");
  EXPECT_EQ(status_page(config, true), 3);
  status.written = config::wall_time_now();
  support::write_file(folder.path("status.json"), status.json());
  EXPECT_EQ(status_page(config, true), 0);
}

TEST(Status, SaysWhatIsWeak) {
  plugin::Status status = busy();
  status.warnings = {"kafka \x1B[1m: no TLS", "/var/log/tlog: every user may write it"};
  const auto read = json::Value::parse_object(status.json());
  ASSERT_TRUE(read.ok());
  EXPECT_NE(page_of(*read, status.written, true)
                .find("warning     kafka \\x1B[1m: no TLS\n"
                      "warning     /var/log/tlog: every user may write it\n"),
            std::string::npos);
}

TEST(Status, SaysWhichInputDoesNotAnswer) {
  const support::TemporaryFolder folder;
  plugin::Status status = busy();
  status.sinks.clear();
  status.delivered_a_second.clear();
  status.pid = ::getpid();
  status.written = config::wall_time_now();
  status.files.front().stuck_since = base::WallTime::from_ms(1'795'243'310'000);
  support::write_file(folder.path("status.json"), status.json());
  const auto read = json::Value::parse_object(support::read_file(folder.path("status.json")));
  ASSERT_TRUE(read.ok());
  EXPECT_NE(page_of(*read, status.written, true)
                .find("recordings  /var/log/tlog.log: stuck since 2026-11-21T06:41:50.000Z; 12 "
                      "lines, at byte 2,061 of 4,000\n"),
            std::string::npos);
  const std::string config = folder.path("c.yaml");
  support::write_file(config, "status: {file: " + folder.path("status.json") + "}\n");
  EXPECT_EQ(status_page(config, true), 3);
}

}  // namespace
}  // namespace auweave::app

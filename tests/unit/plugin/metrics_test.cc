#include "plugin/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "support/text_file.h"

namespace auweave::plugin {
namespace {

using testing::HasSubstr;
using testing::Not;

Status status() {
  Status status;
  status.started = base::WallTime::from_ms(1'795'243'260'042);
  status.written = base::WallTime::from_ms(1'795'243'320'000);
  status.host = "bastion01";
  status.counts.audit_lines = 12;
  status.counts.documents = {40, 3, 0, 2, 1, 0};
  status.left_out = {3, 0, 0, 0, 0, 0};
  deliver::DeliveryCounts kafka;
  kafka.name = "file /a \"b\\c\n";
  kafka.delivered = {{"event", 30}};
  kafka.dropped["event"].count = 7;
  kafka.trouble = "nobody listens there";
  for (const std::int64_t ms : {-5, 10, 11, 60'001, 700'000}) kafka.latency.add(ms);
  status.sinks = {kafka};
  return status;
}

TEST(Metrics, AreWhatPrometheusReads) {
  const std::string text = metrics_of(status());
  const std::regex sample(
      R"(auweave_[a-z_]+(\{[a-z]+="([^"\\]|\\[\\"n])*"(,[a-z]+="([^"\\]|\\[\\"n])*")*\})? ([0-9.]+))");
  const std::regex comment(
      R"(# (HELP auweave_[a-z_]+ .+|TYPE auweave_[a-z_]+ (counter|gauge|histogram)))");
  std::set<std::string> types;
  for (const std::string& line : support::lines_of(text)) {
    EXPECT_TRUE(std::regex_match(line, line.starts_with("#") ? comment : sample)) << line;
    if (line.starts_with("# TYPE")) {
      EXPECT_TRUE(types.insert(line).second) << line;
    }
  }
}

TEST(Metrics, SayWhatIsThere) {
  const std::string text = metrics_of(status());
  EXPECT_THAT(text, HasSubstr("auweave_start_time_seconds{host=\"bastion01\"} 1795243260.042\n"));
  EXPECT_THAT(text, HasSubstr("auweave_audit_lines_total 12\n"));
  EXPECT_THAT(text, HasSubstr("auweave_documents_total{kind=\"event\"} 40\n"));
  EXPECT_THAT(text, HasSubstr("auweave_left_out_total{kind=\"event\"} 3\n"));
  const std::string sink = "sink=\"file /a \\\"b\\\\c\\n\"";
  EXPECT_THAT(text, HasSubstr("auweave_dropped_total{" + sink + ",kind=\"event\"} 7\n"));
  EXPECT_THAT(text, HasSubstr("auweave_dropped_total{" + sink + ",kind=\"tty\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("auweave_refused_total{" + sink + ",kind=\"event\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("auweave_sink_in_trouble{" + sink + "} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("spool")));
  EXPECT_THAT(text, Not(HasSubstr("kernel")));
}

TEST(Metrics, CountLatencyUpTo) {
  const std::string text = metrics_of(status());
  const auto has = [&](const std::string& what, int count) {
    const std::string line = what + "} " + std::to_string(count) + "\n";
    EXPECT_THAT(text, HasSubstr(line));
  };
  has("le=\"0.010\"", 2);
  has("le=\"0.025\"", 3);
  has("le=\"60.000\"", 3);
  has("le=\"600.000\"", 4);
  has("le=\"+Inf\"", 5);
  EXPECT_THAT(text, HasSubstr("} 760.022\n"));
}

TEST(Metrics, OfASpoolAndAKernel) {
  Status full = status();
  full.spool = {true, 4096, 5, 1500};
  full.kernel = audit::KernelStatus{3, 1, 8192, 0};
  const std::string text = metrics_of(full);
  EXPECT_THAT(text, HasSubstr("auweave_spool_age_seconds 1.500\n"));
  EXPECT_THAT(text, HasSubstr("auweave_kernel_lost_total 3\n"));
  EXPECT_THAT(text, HasSubstr("auweave_kernel_backlog_limit 8192\n"));
}

}  // namespace
}  // namespace auweave::plugin

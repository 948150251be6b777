#include "weave/boot_scan.h"

#include <gtest/gtest.h>

#include "support/capture.h"
#include "support/text_file.h"

namespace auweave::weave {
namespace {

constexpr std::int64_t kLogin = 1795243249998;  // ms, of 01-login-password

std::string boot_at_login(const std::string& audit, const std::string& tlog) {
  BootScan scan("bastion01");
  for (const std::string& line : support::lines_of(tlog)) scan.tlog_line(line);
  for (const std::string& line : support::lines_of(audit)) scan.audit_line(line);
  session::BootIds boots;
  scan.teach(boots);
  return std::string(boots.at("bastion01", base::WallTime::from_ms(kLogin), 0, {}));
}

// The recording of the capture, said to be made in another boot, by another process, earlier.
std::string forged(std::string chunk) {
  chunk.replace(chunk.find("b27a07e823694d33b1e5af691b3ff37d-5394-2bd6b"), 43,
                "deadbeefdeadbeefdeadbeefdeadbeef-1-1");
  return chunk.replace(chunk.find("1795243250.076"), 14, "1795243200.076");
}

TEST(BootScan, LearnsTheBootOfARecorderThatWasSeenToStart) {
  const auto capture = support::load_capture("01-login-password");
  EXPECT_EQ(boot_at_login(capture.enriched, capture.tlog), capture.boot_id());
}

TEST(BootScan, DoesNotBelieveAForgedRecording) {
  const auto capture = support::load_capture("01-login-password");
  EXPECT_EQ(boot_at_login(capture.enriched, capture.tlog + forged(capture.tlog)),
            capture.boot_id());
  EXPECT_EQ(boot_at_login(capture.enriched, forged(capture.tlog)), "");
}

TEST(BootScan, WithoutAuditedExecsBelievesOnlyWhatIsNotContradicted) {
  const auto capture = support::load_capture("01-login-password");
  EXPECT_EQ(boot_at_login("", capture.tlog), capture.boot_id());
  EXPECT_EQ(boot_at_login("", capture.tlog + forged(capture.tlog)), "");
}

std::string doubts_of(const std::string& audit, const std::string& tlog) {
  BootScan scan("bastion01");
  for (const std::string& line : support::lines_of(tlog)) scan.tlog_line(line);
  for (const std::string& line : support::lines_of(audit)) scan.audit_line(line);
  std::string told;
  for (const BootDoubt& doubt : scan.doubts())
    told += doubt.boot.substr(0, 8) + " " + doubt.other.substr(0, 8) + " " +
            std::to_string(doubt.pid) + " " + doubt.host + " " + doubt.believed.substr(0, 8) + "\n";
  return told;
}

// A line of syslog claims alice's recorder for a boot that never was.
TEST(BootScan, TellsThatTwoBootsClaimOneRecorder) {
  const auto capture = support::load_capture("01-login-password");
  std::string claim = capture.tlog;
  claim.replace(claim.find("b27a07e8"), 8, "ffffffff");
  EXPECT_EQ(doubts_of(capture.enriched, capture.tlog), "");
  EXPECT_EQ(doubts_of(capture.enriched, capture.tlog + forged(capture.tlog)), "");
  const std::string neither = "b27a07e8 ffffffff 21396 bastion01 \n";
  EXPECT_EQ(doubts_of(capture.enriched, capture.tlog + claim), neither);
  EXPECT_EQ(doubts_of(capture.enriched, claim + capture.tlog), neither);
  EXPECT_EQ(doubts_of("", capture.tlog + claim), "b27a07e8 ffffffff 0  \n");
}

// One recorder of each boot is claimed by the other; one of the two has another recorder, too.
TEST(BootScan, TellsWhichBootMoreRecordersVouchFor) {
  const auto capture = support::load_capture("20-tlog-variants");
  const std::string first = capture.tlog.substr(0, capture.tlog.find('\n') + 1);
  std::string claim = first;
  claim.replace(claim.find("b27a07e8"), 8, "ffffffff");
  const std::string told = doubts_of(capture.enriched, capture.tlog + claim);
  EXPECT_EQ(told.substr(0, 18), "b27a07e8 ffffffff ");
  EXPECT_EQ(told.substr(told.size() - 10), " b27a07e8\n");
}

// Two machines in one log, each with a kernel of its own.
TEST(BootScan, KnowsWhoseBootItIs) {
  const std::string folder = support::fixture("hops/two-kernels/");
  BootScan scan("somebody");
  for (const char* name : {"audit.bastion01.log.gz", "audit.target01.log.gz"}) {
    for (const auto& line : support::lines_of(support::read_file(folder + name)))
      scan.audit_line(line);
  }
  for (const auto& line : support::lines_of(support::read_file(folder + "tlog.jsonl.gz")))
    scan.tlog_line(line);
  session::BootIds boots;
  scan.teach(boots);
  const auto now = base::WallTime::from_ms(1795243350000);
  EXPECT_EQ(boots.at("bastion01", now, 0, {}), "b27a07e8-2369-4d33-b1e5-af691b3ff37d");
  EXPECT_EQ(boots.at("target01", now, 0, {}), "5c0ffee5-9a1b-4e6f-8c2d-7b3a1f0e9d84");
  EXPECT_EQ(boots.at("somebody", now, 0, {}), "");
}

}  // namespace
}  // namespace auweave::weave

#include "pipeline/boot_scan.h"

#include <gtest/gtest.h>

#include "support/capture.h"
#include "support/text_file.h"

namespace auweave::pipeline {
namespace {

constexpr std::int64_t kLogin = 1795243249998;  // ms, of 01-login-password

std::string boot_at_login(const std::string& audit, const std::string& tlog) {
  BootScan scan;
  for (const std::string& line : support::lines_of(tlog)) scan.tlog_line(line);
  for (const std::string& line : support::lines_of(audit)) scan.audit_line(line);
  session::BootIds boots;
  scan.teach(boots);
  return std::string(boots.at(base::WallTime::from_ms(kLogin), 0, {}));
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

}  // namespace
}  // namespace auweave::pipeline

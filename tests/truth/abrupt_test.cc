// 16-abrupt: sshd's monitor killed leaves a session that no record ends.
#include <gtest/gtest.h>

#include <map>

#include "support/capture.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::text;

// What the last document of each session says, by its number.
std::map<std::int64_t, std::string> ends(support::WeaveInput input) {
  const support::Capture capture = support::load_capture("16-abrupt");
  input.audit = {capture.enriched};
  input.tlog = {capture.tlog};
  input.boot_id = capture.boot_id();
  std::map<std::int64_t, std::string> ends;
  for (const std::string& json : support::weave(input).documents) {
    const auto document = support::parse(json);
    const std::string id = text(document, "session_id");
    if (text(document, "kind") != "session") continue;
    const std::string reason = text(document, "close_reason");
    ends[std::stoll(id.substr(id.rfind(':') + 1))] =
        text(document, "state") + (reason.empty() ? "" : " " + reason);
  }
  return ends;
}

// USER_END of the last one is at 06:42:59.
constexpr std::int64_t kLastMs = 1'795'243'379'840;

TEST(Abrupt, ASessionOfWhichNothingIsLeftTimesOut) {
  const std::map<std::int64_t, std::string> ended = {
      {147, "closed logout"}, {148, "closed logout"}, {149, "closed logout"}};
  auto expected = ended;
  expected[146] = "updated";
  EXPECT_EQ(ends({}), expected);
  // It is silent for less than a minute; it has a process; it has none.
  EXPECT_EQ(ends({.looked_at = base::WallTime::from_ms(kLastMs + 30'000)}), expected);
  EXPECT_EQ(ends({.looked_at = base::WallTime::from_ms(kLastMs + 90'000), .with_process = {146}}),
            expected);
  expected[146] = "closed timeout";
  EXPECT_EQ(ends({.looked_at = base::WallTime::from_ms(kLastMs + 90'000)}), expected);
}

}  // namespace
}  // namespace auweave

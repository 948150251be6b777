// Tickets: what a session said it is for is on all that it did from then on, and on nothing else.
#include <gtest/gtest.h>

#include <map>

#include "support/capture.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::number;
using support::parse;
using support::text;

support::WeaveInput input_of(const support::Capture& capture, const std::string& log) {
  support::WeaveInput input;
  input.audit = {log};
  input.tlog = {capture.tlog};
  input.boot_id = capture.boot_id();
  return input;
}

// "1795763474.164" as documents write times.
base::WallTime time_of(const std::string& stamp) {
  return base::WallTime::from_ms(std::stoll(stamp.substr(0, 10)) * 1000 +
                                 std::stoll(stamp.substr(11)));
}

class Tickets : public testing::Test {
 protected:
  // What holds at that time, as it happened; of an event by its serial, too: a kernel's time may be that of
  // the next event.
  std::string truth(const rapidjson::Value& document) {
    const std::string session = text(document, "session_id");
    const std::string time = text(document, "time");
    const std::int64_t serial = number(document, "serial").value_or(1LL << 32);
    std::string ticket;
    for (const auto& row : capture.truth["tickets"].GetArray()) {
      const std::string since = base::rfc3339(time_of(text(row, "since")));
      if (session.ends_with(":" + std::to_string(*number(row, "ses"))) &&
          since.substr(0, 23) <= time.substr(0, 23) && *number(row, "serial") <= serial)
        ticket = text(row, "ticket");
    }
    return ticket;
  }
  // How many documents of each kind have one.
  std::map<std::string, int> check(const support::WeaveInput& input) {
    std::map<std::string, int> with;
    for (const std::string& json : support::weave(input).documents) {
      const rapidjson::Document document = parse(json);
      const std::string ticket = text(document, "ticket");
      EXPECT_EQ(ticket, truth(document)) << json;
      if (!ticket.empty()) ++with[text(document, "kind")];
    }
    return with;
  }

  support::Capture capture = support::load_capture("31-ticket");
};

TEST_F(Tickets, AreOnWhatTheSessionDidFromThenOn) {
  auto with = check(input_of(capture, capture.enriched));
  EXPECT_GT(with["event"], 20);
  EXPECT_GT(with["command"], 5);
  // Updated when each of them was said, and closed.
  EXPECT_GE(with["session"], 3);
}

TEST_F(Tickets, AreTheSameOfARawLogAndOfThePlugin) {
  EXPECT_GT(check(input_of(capture, support::raw_of(capture.enriched)))["event"], 20);
  EXPECT_GT(check(input_of(capture, capture.plugin))["event"], 20);
}

// The plugin was started after they were said.
TEST_F(Tickets, AreKnownFromThePast) {
  const std::string serial =
      ":" + std::to_string(*number(capture.truth["tickets"][1], "serial")) + ")";
  const std::size_t at = capture.enriched.find('\n', capture.enriched.rfind(serial)) + 1;
  support::WeaveInput input = input_of(capture, capture.enriched.substr(at));
  input.past = capture.enriched.substr(0, at);
  input.tlog.clear();
  int with = 0;
  for (const std::string& json : support::weave(input).documents) {
    const rapidjson::Document document = parse(json);
    if (text(document, "kind") != "event" || !text(document, "session_id").ends_with(":1"))
      continue;
    EXPECT_EQ(text(document, "ticket"), "INC-7") << json;
    ++with;
  }
  EXPECT_GT(with, 5);
}

}  // namespace
}  // namespace auweave

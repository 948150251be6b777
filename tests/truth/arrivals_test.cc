// Ports and keys, which only sshd's own log tells: of every session with a line there, the driver's.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "base/syslog.h"
#include "support/capture.h"
#include "support/json.h"
#include "support/sanitizer.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

using pipeline::MergedInputs;
using rapidjson::Value;
using support::Capture;
using support::number;
using support::text;

// Of a session, as the driver saw it.
struct Truth {
  std::int64_t ses = 0;
  std::int64_t src_port = 0;
  std::string method;
};

std::vector<Truth> truths_of(const Capture& capture) {
  const std::regex told("Accepted (\\w+) for .* port (\\d+)'");
  std::vector<Truth> all;
  for (const auto& row : capture.truth["sessions"].GetArray()) {
    const std::string evidence = text(row, "evidence");
    std::smatch found;
    if (!std::regex_search(evidence, found, told)) continue;
    all.push_back({*number(row, "ses"), std::stoll(found[2]), found[1]});
  }
  return all;
}

using Documents = std::vector<rapidjson::Document>;

Documents parsed(const std::vector<std::string>& documents) {
  Documents all;
  for (const std::string& json : documents) {
    EXPECT_EQ(support::schema_problem(json), "") << json;
    all.push_back(support::parse(json));
  }
  return all;
}

support::WeaveInput input_of(const Capture& capture) {
  support::WeaveInput input;
  input.audit = {capture.enriched};
  if (!capture.tlog.empty()) input.tlog = {capture.tlog};
  input.boot_id = capture.boot_id();
  return input;
}

std::int64_t ses_of(const Value& document) {
  const std::string id = text(document, "session_id");
  return id.empty() ? -1 : std::stoll(id.substr(id.rfind(':') + 1));
}

void expect_arrival(const Value& session, const Truth& truth) {
  SCOPED_TRACE(support::canonical(session));
  EXPECT_EQ(number(session, "src_port"), truth.src_port);
  EXPECT_EQ(number(session, "server_port"), 2222);
  EXPECT_NE(text(session, "server_ip"), "");
  EXPECT_EQ(text(session, "auth_method"), truth.method);
  EXPECT_EQ(text(session, "auth_key").substr(0, 7), truth.method == "publickey" ? "SHA256:" : "");
  EXPECT_LT(text(session, "connected"), text(session, "opened"));
}

class Arrivals : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (support::kThreadSanitizer && GetParam() == "30-load") {
      GTEST_SKIP() << support::kNoLoadUnderTsan;
    }
  }
  // All documents of each session say where it came from.
  void expect_everywhere(const Documents& documents) {
    std::size_t sessions = 0;
    for (const Truth& truth : truths_of(capture_)) {
      for (const auto& document : documents) {
        if (ses_of(document) != truth.ses) continue;
        EXPECT_EQ(number(document, "src_port"), truth.src_port) << support::canonical(document);
        if (text(document, "kind") != "session") continue;
        expect_arrival(document, truth);
        ++sessions;
      }
    }
    EXPECT_GE(sessions, truths_of(capture_).size());
  }

  Capture capture_ = support::load_capture(GetParam());
};

TEST_P(Arrivals, AreOnEveryDocument) {
  auto input = input_of(capture_);
  input.sshd_log = capture_.sshd;
  expect_everywhere(parsed(support::weave(input).documents));
}

// In the zone of a machine that is an hour ahead of UTC, without years, to the second.
TEST_P(Arrivals, AreKnownByTraditionalStampsToo) {
  const std::regex stamp("2026-11-(\\d\\d)T(\\d\\d):(\\d\\d:\\d\\d)\\.\\d+\\+00:00");
  auto input = input_of(capture_);
  for (const std::string& log : capture_.sshd) {
    std::string traditional;
    for (const std::string& line : support::lines_of(log)) {
      std::smatch found;
      ASSERT_TRUE(std::regex_search(line, found, stamp));
      const int hour = std::stoi(found[2]) + 1;
      traditional += "Nov " + found[1].str() + (hour < 10 ? " 0" : " ") + std::to_string(hour) +
                     ":" + found[3].str() + found.suffix().str() + "\n";
    }
    input.sshd_log.push_back(traditional);
  }
  expect_everywhere(parsed(support::weave(input).documents));
}

// Lines that come 5 s after their time: what went out before lacks them, the last document does not;
// and what it tells is the same.
TEST_P(Arrivals, MayComeLate) {
  auto early = input_of(capture_);
  early.sshd_log = capture_.sshd;
  const Documents in_time = parsed(support::weave(early).documents);
  const auto lines = support::lines_of(capture_.enriched);
  std::vector<std::pair<std::int64_t, support::FedLine>> timed;
  for (const std::string& line : lines) {
    const auto ms = std::stoll(line.substr(line.find("audit(") + 6, 10)) * 1000;
    timed.push_back({ms, {MergedInputs::Kind::audit, line}});
  }
  std::vector<std::string> kept;
  for (const std::string& log : capture_.sshd) {
    for (const std::string& line : support::lines_of(log)) kept.push_back(line);
  }
  for (const std::string& line : kept) {
    const auto time = base::parse_syslog(line)->time.exact;
    timed.push_back({time->ms() + 5000, {MergedInputs::Kind::sshd, line}});
  }
  std::stable_sort(timed.begin(), timed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<support::FedLine> fed;
  for (const auto& [ms, line] : timed) fed.push_back(line);
  auto late = input_of(capture_);
  late.tlog.clear();
  early.tlog.clear();
  const auto closed = [](const std::vector<std::string>& documents) {
    std::vector<std::string> all;
    for (const std::string& json : documents) {
      const bool session = json.starts_with("{\"kind\":\"session\"");
      if (session && json.find("\"state\":\"closed\"") != std::string::npos) all.push_back(json);
    }
    std::sort(all.begin(), all.end());
    return all;
  };
  EXPECT_EQ(closed(support::weave_in_order(late, fed).documents),
            closed(support::weave(early).documents));
}

INSTANTIATE_TEST_SUITE_P(Captures, Arrivals, testing::ValuesIn(support::capture_names()),
                         [](const auto& one) { return support::test_name(one.param); });

// How each session ended, by its number; what is not here is logged out of.
using Ends = std::map<std::int64_t, std::string>;

Ends ends_of(const Capture& capture, bool with_log) {
  auto input = input_of(capture);
  if (with_log) input.sshd_log = capture.sshd;
  Ends ends;
  for (const auto& document : parsed(support::weave(input).documents)) {
    const std::string reason = text(document, "close_reason");
    if (reason.empty() || reason == "logout") continue;
    ends[ses_of(document)] = reason;
  }
  return ends;
}

// Of a client that was killed, whose link was down or whose connection was reset audit has the USER_END
// that it has of everybody.
TEST(ArrivalsOfAll, ConnectionsThatBrokeAreTold) {
  const std::map<std::string, Ends> lost = {
      {"16-abrupt", {{147, "connection-lost"}}},
      {"27-connection-lost", {{70, "connection-lost"}, {71, "connection-lost"}}}};
  for (const std::string& name : support::capture_names()) {
    if (name == "30-load") continue;
    const Capture capture = support::load_capture(name);
    const auto found = lost.find(name);
    EXPECT_EQ(ends_of(capture, true), found == lost.end() ? Ends() : found->second) << name;
    EXPECT_EQ(ends_of(capture, false), Ends()) << name;
  }
}

// What sshd writes of these with LogLevel INFO: of those that broke only that a client does not answer.
TEST(ArrivalsOfAll, WithoutVerboseOnlyClientsThatDoNotAnswerAreTold) {
  const std::regex verbose(
      "(Connection from|Starting session|Close session|Connection closed by|Read error) ");
  for (const auto& [name, lost] : std::map<std::string, Ends>{
           {"16-abrupt", {}}, {"27-connection-lost", {{71, "connection-lost"}}}}) {
    Capture capture = support::load_capture(name);
    std::string log;
    for (const std::string& line : support::lines_of(capture.sshd.at(0))) {
      if (!std::regex_search(line, verbose)) log += line + "\n";
    }
    ASSERT_LT(log.size(), capture.sshd.at(0).size());
    capture.sshd = {log};
    EXPECT_EQ(ends_of(capture, true), lost) << name;
  }
}

TEST(ArrivalsOfAll, EverySessionThatTheLogsHaveIsLookedAt) {
  std::size_t sessions = 0;
  for (const std::string& name : support::capture_names())
    sessions += truths_of(support::load_capture(name)).size();
  EXPECT_EQ(sessions, 61U);
}

// A connection that never became a session has a port, too.
TEST(ArrivalsOfAll, FailedLoginsHaveTheirPort) {
  const Capture capture = support::load_capture("03-login-failed");
  auto input = input_of(capture);
  input.sshd_log = capture.sshd;
  std::map<std::int64_t, std::set<std::int64_t>> ports;  // by sshd's pid
  for (const auto& document : parsed(support::weave(input).documents)) {
    if (text(document, "connection_id").empty() || text(document, "kind") != "event") continue;
    ports[*number(document, "pid")].insert(number(document, "src_port").value_or(0));
  }
  const std::map<std::int64_t, std::set<std::int64_t>> expected = {
      {21487, {57880}}, {21490, {57940}}, {21787, {43956}}, {21837, {43972}}};
  EXPECT_EQ(ports, expected);
}

}  // namespace
}  // namespace auweave

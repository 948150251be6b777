// A machine that restarts while people are at work, made of two captures of two boots: the second's
// sessions get the numbers, and its recorders the pids, that the first's had.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "support/capture.h"
#include "support/text_file.h"
#include "support/weave.h"

namespace auweave {
namespace {

using support::Capture;
using support::text;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return std::regex_replace(text, std::regex(from), to);
}

std::string hex(std::int64_t number) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%llx", static_cast<unsigned long long>(number));
  return digits;
}

// The first boot: 04-sudo until its last session, bob's, is at work.
std::string first_log(const Capture& capture) {
  return capture.enriched.substr(0, capture.enriched.rfind("type=USER_END", std::string::npos));
}

struct Boot {
  std::string log, tlog;
};

// The second boot: 17-concurrent as if its sessions were 121, 122, 123, of recorders with the pids of
// those before.
Boot second_boot(const Capture& capture, const Capture& before) {
  Boot boot{capture.enriched, capture.tlog};
  const auto old_recorders = support::recorder_execs(before.enriched);
  const auto recorders = support::recorder_execs(capture.enriched);
  for (std::size_t i = 0; i < recorders.size(); ++i) {
    const std::string ses = std::to_string(recorders[i].ses);
    const std::string new_ses = std::to_string(121 + i);
    const std::string pid = std::to_string(recorders[i].pid);
    const std::int64_t new_pid = old_recorders.at(i % old_recorders.size()).pid;
    boot.log = replaced(boot.log, "\\bses=" + ses + "\\b", "ses=" + new_ses);
    boot.log = replaced(boot.log, "\\b(p?pid=)" + pid + "\\b", "$01" + std::to_string(new_pid));
    boot.tlog = replaced(boot.tlog, "\"session\":" + ses + "\\b", "\"session\":" + new_ses);
    boot.tlog = replaced(boot.tlog, "-" + hex(recorders[i].pid) + "-", "-" + hex(new_pid) + "-");
  }
  return boot;
}

class Reboot : public testing::Test {
 protected:
  Reboot() : second_(second_boot(support::load_capture("17-concurrent"), capture_)) {}

  // Logs in this order; recordings of both boots in one file.
  [[nodiscard]] std::vector<std::string> woven(std::vector<std::string> logs) const {
    support::WeaveInput input;
    input.audit = std::move(logs);
    input.tlog = {capture_.tlog + second_.tlog};
    input.learn_boots = true;
    return support::weave(input).documents;
  }

  Capture capture_ = support::load_capture("04-sudo");
  std::string first_ = first_log(capture_);
  Boot second_;
};

std::vector<std::string> sorted(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST_F(Reboot, SharesNoSessionAndEndsTheOpenOnes) {
  std::map<std::string, std::string> actors, reasons;  // by session
  std::map<std::string, int> chunks;
  for (const std::string& json : woven({first_ + second_.log})) {
    const auto document = support::parse(json);
    const std::string id = text(document, "session_id");
    if (text(document, "kind") == "tty") ++chunks[id];
    EXPECT_NE(text(document, "what"), "suspect-recording") << json;
    if (text(document, "kind") != "session") continue;
    const auto known = actors.try_emplace(id, text(document, "actor")).first;
    EXPECT_EQ(text(document, "actor"), known->second) << id;
    if (text(document, "state") == "closed") reasons[id] = text(document, "close_reason");
  }
  EXPECT_EQ(actors, (std::map<std::string, std::string>{{"bastion01:67f6dfa5:121", "alice"},
                                                        {"bastion01:67f6dfa5:122", "alice"},
                                                        {"bastion01:67f6dfa5:123", "alice"},
                                                        {"bastion01:b27a07e8:121", "alice"},
                                                        {"bastion01:b27a07e8:122", "eve"},
                                                        {"bastion01:b27a07e8:123", "bob"}}));
  EXPECT_EQ(reasons, (std::map<std::string, std::string>{{"bastion01:67f6dfa5:121", "logout"},
                                                         {"bastion01:67f6dfa5:122", "logout"},
                                                         {"bastion01:67f6dfa5:123", "logout"},
                                                         {"bastion01:b27a07e8:121", "logout"},
                                                         {"bastion01:b27a07e8:122", "logout"},
                                                         {"bastion01:b27a07e8:123", "reboot"}}));
  const auto of = [&](const std::string& boot) {
    int sum = 0;
    for (const auto& [id, count] : chunks) sum += id.find(boot) == std::string::npos ? 0 : count;
    return static_cast<std::size_t>(sum);
  };
  EXPECT_EQ(of("b27a07e8"), support::lines_of(capture_.tlog).size());
  EXPECT_EQ(of("67f6dfa5"), support::lines_of(second_.tlog).size());
  EXPECT_FALSE(chunks.contains("")) << "chunks of nobody";
}

TEST_F(Reboot, GivesNumbersAndPidsAgain) {
  const auto before = support::recorder_execs(capture_.enriched);
  const auto after = support::recorder_execs(second_.log);
  ASSERT_EQ(after.size(), 3U);
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].ses, 121 + i);
    EXPECT_EQ(after[i].pid, before.at(i % before.size()).pid);
    EXPECT_LT(after[i].serial, before.front().serial);
  }
}

// No recording tells the boots their ids here, and the third is the first again, 11 days later.
TEST_F(Reboot, SharesNoSessionWhereNothingNamesTheBoots) {
  support::WeaveInput input;
  input.audit = {first_ + second_.log + replaced(first_, "audit\\(1795", "audit(1796")};
  std::map<std::string, std::string> sessions;  // number, actor and why it ended, by id
  for (const std::string& json : support::weave(input).documents) {
    const auto document = support::parse(json);
    if (text(document, "kind") != "session") continue;
    const std::string id = text(document, "session_id");
    const std::string who = id.substr(id.rfind(':') + 1) + ' ' + text(document, "actor");
    const auto known = sessions.try_emplace(id, who).first;
    EXPECT_EQ(known->second, who) << id;
    if (text(document, "state") == "closed") known->second += ' ' + text(document, "close_reason");
  }
  std::multiset<std::string> all;
  for (const auto& [id, who] : sessions) all.insert(who);
  EXPECT_EQ(all,
            (std::multiset<std::string>{"121 alice logout", "121 alice logout", "121 alice logout",
                                        "122 alice logout", "122 eve logout", "122 eve logout",
                                        "123 alice logout", "123 bob", "123 bob reboot"}));
}

// Not one document of the second boot knows of the first.
TEST_F(Reboot, LeavesNothingOfTheBootBefore) {
  support::WeaveInput alone;
  alone.audit = {second_.log};
  alone.tlog = {second_.tlog};
  alone.learn_boots = true;
  const auto both = sorted(woven({first_ + second_.log}));
  const auto own = sorted(support::weave(alone).documents);
  ASSERT_GT(own.size(), 100U);
  EXPECT_TRUE(std::includes(both.begin(), both.end(), own.begin(), own.end()));
}

TEST_F(Reboot, IsTheSameInOneLogOrInTwoInAnyOrder) {
  const auto one = sorted(woven({first_ + second_.log}));
  EXPECT_EQ(sorted(woven({first_, second_.log})), one);
  EXPECT_EQ(sorted(woven({second_.log, first_})), one);
}

}  // namespace
}  // namespace auweave

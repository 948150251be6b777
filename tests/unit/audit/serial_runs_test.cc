#include "audit/serial_runs.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace auweave::audit {
namespace {

// A log as "FIRST-LAST" serials, a millisecond apart; "+SECONDS" lets time go by, "n:" is of host n,
// "d" is auditd's own.
class Log {
 public:
  explicit Log(const std::string& text) {
    std::istringstream words(text);
    for (std::string word; words >> word;) take(word);
  }
  // `host:GAP,GAP[+rest] events/missing` of each boot.
  std::string told() {
    std::string all;
    for (const SkippedSerials& boot : runs_.take()) {
      all += (all.empty() ? "" : " | ") + boot.host + (boot.host.empty() ? "" : ":");
      if (boot.is_excerpt()) all += "excerpt";
      std::string gaps;
      for (const SerialGap& gap : boot.gaps)
        gaps +=
            (gaps.empty() ? "" : ",") + std::to_string(gap.first) + "-" + std::to_string(gap.last);
      if (boot.gaps.size() > 4) gaps = std::to_string(boot.gaps.size());
      all += gaps;
      if (boot.rest_gaps > 0)
        all += "+" + std::to_string(boot.rest_gaps) + "(" + std::to_string(boot.rest_events) + ")";
      all += " " + std::to_string(boot.events) + "/" + std::to_string(boot.missing());
    }
    return all;
  }

 private:
  void take(std::string word) {
    if (word[0] == '+') {
      ms_ += std::stoll(word.substr(1)) * 1000;
      return;
    }
    std::string host;
    if (const auto colon = word.find(':'); colon != std::string::npos) {
      host = word.substr(0, colon);
      word.erase(0, colon + 1);
    }
    const bool daemon = word[0] == 'd';
    if (daemon) word.erase(0, 1);
    std::size_t read = 0;
    const std::uint64_t first = std::stoull(word, &read);
    const std::uint64_t last = read < word.size() ? std::stoull(word.substr(read + 1)) : first;
    for (std::uint64_t serial = first; serial <= last; ++serial) {
      ++ms_;
      const model::EventKey key{ms_ / 1000, static_cast<std::uint32_t>(ms_ % 1000), serial};
      runs_.note(host, key, daemon ? "DAEMON_START" : "SYSCALL");
      runs_.note(host, key, daemon ? "DAEMON_START" : "PROCTITLE");
    }
  }
  SerialRuns runs_;
  std::int64_t ms_ = 1'000'000'000'000;
};

struct Case {
  const char* name;
  const char* log;
  const char* told;
};
class Skipped : public testing::TestWithParam<Case> {};

TEST_P(Skipped, IsTold) { EXPECT_EQ(Log(GetParam().log).told(), GetParam().told); }

INSTANTIATE_TEST_SUITE_P(
    SerialRuns, Skipped,
    testing::Values(
        Case{"a_whole_log", "100-200", ""}, Case{"a_cut", "100-120 124-200", "121-123 98/3"},
        Case{"cuts", "100-120 124-130 132-200", "121-123,131-131 97/4"},
        Case{"out_of_order", "100-120 125-130 121-124 131-140", ""},
        Case{"twice", "100-120 124-140 100-120 124-140", "121-123 38/3"},
        Case{"in_the_other_order", "124-140 100-120", "121-123 38/3"},
        Case{"few_events_prove_nothing", "100-107 150-156", ""},
        Case{"an_excerpt", "100-110 200-210 300-310", "excerpt 33/178"},
        Case{"half_is_a_log", "100-109 120-129", "110-119 20/10"},
        Case{"a_restart", "30000-30020 30025-30040 +9 1-30 33-40", "30021-30024 37/4 | 31-32 38/2"},
        Case{"a_restart_of_a_short_boot", "100-120 124-140 +60 5-30 33-50",
             "121-123 38/3 | 31-32 44/2"},
        Case{"one_damaged_serial", "100-120 9999999 121-140", ""},
        Case{"one_damaged_serial_after_a_while", "100-120 +60 7 121-140", ""},
        Case{"a_gap_of_many", "100-60100 90000-130000", "60101-89999 100002/29899"},
        Case{"auditd_numbers_its_own", "100-120 d7-9 121-140", ""},
        Case{"hosts_apart", "a:100-120 b:500-520 a:122-140 b:521-540", "a:121-121 40/1"},
        Case{"no_zero_where_serials_wrap", "4294967280-4294967295 1-20", ""},
        Case{"hosts_that_share_a_kernel", "a:100-120 b:121-130 a:131-150 b:151-160 a:161-180", ""},
        Case{"hosts_that_do_not", "b:100-200 a:100-120 a:131-150 b:201-240", "a:121-130 41/10"},
        Case{"serials_wrap", "4294967280-4294967295 0-20 22-40", "4294967317-4294967317 56/1"}),
    [](const testing::TestParamInfo<Case>& of) { return std::string(of.param.name); });

TEST(SerialRuns, ListsSomeGapsAndSumsTheRest) {
  std::string log;
  for (int i = 0; i < 6000; ++i)
    log += std::to_string(i * 10) + "-" + std::to_string(i * 10 + 7) + " ";
  EXPECT_EQ(Log(log).told(), "1000+4999(9998) 48000/11998");
}

}  // namespace
}  // namespace auweave::audit

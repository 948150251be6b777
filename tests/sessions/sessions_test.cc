// Sessions that a seed makes up, driven at real terminals with real shells: their documents against what
// was typed, what ran, and what it showed.
//
//   AUWEAVE_SESSIONS=bash:17,zsh:4      these seeds alone, with every finding
//   AUWEAVE_SESSIONS_FROM=1000          Generated.* begins at this seed, not at 1
//   AUWEAVE_SESSIONS_KEEP=FOLDER        keeps FOLDER/SHELL-SEED/{audit.log,tlog.jsonl,truth.json}
//   AUWEAVE_SESSIONS_KEPT=FOLDER        judges what is kept there (Kept.*)
//   AUWEAVE=PROGRAM                     by this program's `shape` instead of this process
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <thread>

#include "judge.h"
#include "shells.h"
#include "support/program.h"
#include "support/text_file.h"
#include "support/weave.h"
#include "written.h"

namespace auweave::sessions {
namespace {

struct Wanted {
  const Shell* shell = nullptr;
  std::uint64_t seed = 0;
  std::size_t lines = 0;
};

std::string setting(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::vector<std::string> shaped(const std::string& program, const std::string& folder) {
  const auto ran = support::run({program, "shape", "--accounts", "none", "--host", "bastion01",
                                 "--tlog", folder + "/tlog.jsonl", folder + "/audit.log"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  return support::lines_of(ran.out);
}

std::vector<std::string> woven(const Written& written) {
  support::WeaveInput input;
  input.audit = {written.audit};
  input.tlog = {written.tlog};
  input.boot_id = kBootId;
  return support::weave(input).documents;
}

std::string name_of(const Wanted& wanted) {
  return wanted.shell->name + "-" + std::to_string(wanted.seed);
}

void keep(const Wanted& wanted, const Written& written) {
  const std::string folder = setting("AUWEAVE_SESSIONS_KEEP");
  if (folder.empty()) return;
  const std::string place = folder + "/" + name_of(wanted) + "/";
  std::filesystem::create_directories(place);
  support::write_file(place + "audit.log", written.audit);
  support::write_file(place + "tlog.jsonl", written.tlog);
  support::write_file(place + "truth.json", written.truth);
}

// Several at once: they mostly wait.
std::vector<Written> drive_all(const std::vector<Wanted>& all) {
  std::vector<Written> written(all.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < all.size(); i = next++) {
      const Driven driven =
          drive(make_plan(*all[i].shell, all[i].seed, all[i].lines), AUWEAVE_PROBE);
      written[i] = write(driven);
      keep(all[i], written[i]);
      if (!driven.stuck.empty()) std::cout << name_of(all[i]) + " got stuck " + driven.stuck + "\n";
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back(work);
  for (std::thread& each : threads) each.join();
  return written;
}

class Report {
 public:
  void add(const std::string& session, const Judgement& judgement, bool all) {
    for (const auto& [row, counts] : judgement.by_shell) sessions::add(counts, by_shell_[row]);
    for (const auto& [way, share] : judgement.by_way) {
      by_way_[way].lines += share.lines;
      by_way_[way].right += share.right;
    }
    for (const Finding& finding : judgement.findings) {
      const std::string shell = session.substr(0, session.rfind('-'));
      if (++seen_[shell + finding.sort] > 1 && !all) continue;
      std::cout << session << "  " << finding.sort << ": " << finding.detail << "\n";
    }
  }
  // Of another report, without its findings.
  void add(const Report& other) { add("", {other.by_shell_, other.by_way_, {}}, false); }
  [[nodiscard]] std::string tables() const { return table(by_shell_) + table(by_way_); }
  [[nodiscard]] const std::map<std::string, Counts>& by_shell() const { return by_shell_; }

 private:
  std::map<std::string, Counts> by_shell_;
  std::map<std::string, Share> by_way_;
  std::map<std::string, int> seen_;
};

Report judge_all(const std::vector<Wanted>& all, bool every_finding) {
  const std::vector<Written> written = drive_all(all);
  Report report;
  for (std::size_t i = 0; i < all.size(); ++i)
    report.add(name_of(all[i]), judge(written[i].truth, woven(written[i])), every_finding);
  std::cout << table(report.by_shell());
  return report;
}

// Of sessions of each shell: how many, and of lines of its own (in a usual window, with a prompt, not nested)
// the least share that is right, in percent, and the most faults. The figures are what was reached, and a
// little more for chance: times are another each time.
struct Limits {
  const char* shell;
  int sessions;
  double least_right;
  int most_made_up, most_foreign;
};

constexpr Limits kLimits[] = {
    {"bash", 13, 95, 6, 6},  {"zsh", 13, 92, 6, 6},  {"fish", 8, 96, 3, 4}, {"dash", 7, 86, 8, 14},
    {"ksh93", 6, 87, 6, 10}, {"mksh", 6, 88, 8, 10}, {"ash", 5, 84, 5, 10}, {"sh", 4, 84, 8, 14}};

void expect_within(const Counts& counts, const Limits& limits) {
  EXPECT_GE(100.0 * counts.right, limits.least_right * counts.lines) << limits.shell;
  EXPECT_LE(counts.made_up, limits.most_made_up) << limits.shell;
  EXPECT_LE(counts.foreign_program + counts.foreign_output + counts.mixed, limits.most_foreign)
      << limits.shell;
  // The driver's own failures.
  EXPECT_LE(counts.not_run * 50, counts.lines) << limits.shell;
}

class Generated : public testing::TestWithParam<Limits> {
 protected:
  static void TearDownTestSuite() { std::cout << "all:\n" << sum().tables(); }
  static Report& sum() {
    static Report all;
    return all;
  }
};

TEST_P(Generated, AreTold) {
  const Shell& shell = *shell_of(GetParam().shell);
  if (!is_installed(shell)) GTEST_SKIP() << "there is no " << shell.path;
  std::vector<Wanted> all;
  const std::string from = setting("AUWEAVE_SESSIONS_FROM");
  const std::uint64_t first = from.empty() ? 1 : std::stoull(from);
  for (int i = 0; i < GetParam().sessions; ++i)
    all.push_back({&shell, first + static_cast<std::uint64_t>(i), 40});
  const Report report = judge_all(all, false);
  sum().add(report);
  expect_within(report.by_shell().at(shell.name), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Sessions, Generated, testing::ValuesIn(kLimits),
                         [](const auto& limits) { return std::string(limits.param.shell); });

// Two shells that every machine of tests has: the driver itself works.
TEST(Driver, EntersWhatWasPlanned) {
  const Shell& bash = *shell_of("bash");
  const Shell& dash = *shell_of("dash");
  if (!is_installed(bash) || !is_installed(dash)) GTEST_SKIP() << "there is no bash, or no dash";
  const Report report = judge_all({{&bash, 1, 12}, {&dash, 1, 12}}, false);
  Counts sum;
  for (const auto& [row, counts] : report.by_shell()) add(counts, sum);
  EXPECT_GE(sum.lines, 20);
  EXPECT_GE(sum.right * 4, sum.lines * 3);
  EXPECT_LE(sum.not_run, 1);
}

std::vector<Wanted> asked_for() {
  std::vector<Wanted> all;
  std::istringstream words(setting("AUWEAVE_SESSIONS"));
  for (std::string word; std::getline(words, word, ',');) {
    const std::size_t colon = word.find(':');
    const Shell* shell = shell_of(word.substr(0, colon));
    if (shell != nullptr && colon != word.npos)
      all.push_back({shell, std::stoull(word.substr(colon + 1)), 40});
  }
  return all;
}

TEST(Asked, AreTold) {
  const auto all = asked_for();
  if (all.empty()) GTEST_SKIP() << "AUWEAVE_SESSIONS names none";
  judge_all(all, true);
}

TEST(Kept, AreTold) {
  const std::string folder = setting("AUWEAVE_SESSIONS_KEPT");
  if (folder.empty()) GTEST_SKIP() << "AUWEAVE_SESSIONS_KEPT names no folder";
  const std::string program = setting("AUWEAVE");
  Report report;
  for (const std::string& name : support::folders_in(folder)) {
    const std::string place = folder + "/" + name;
    if (!std::filesystem::exists(place + "/truth.json")) continue;
    const Written written{support::read_file(place + "/audit.log"),
                          support::read_file(place + "/tlog.jsonl"),
                          support::read_file(place + "/truth.json")};
    report.add(name,
               judge(written.truth, program.empty() ? woven(written) : shaped(program, place)),
               true);
  }
  std::cout << report.tables();
}

}  // namespace
}  // namespace auweave::sessions

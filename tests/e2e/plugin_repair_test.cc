// auditd's queue to the plugin was full: single records and whole events did not come, and audit.log has
// them. After a repair each event is there, whole, and what no log has is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "auditd_like.h"
#include "killed.h"
#include "replay.h"
#include "support/json.h"

namespace auweave::e2e {
namespace {

using support::lines_of;
using support::number;
using support::read_file;
using support::text;

constexpr std::uint64_t kPerSecond = 10'000;
constexpr std::uint64_t kAsItWas = 800;

std::string without(std::string json, const std::string& part) {
  if (const auto at = json.find(part); at != std::string::npos) json.erase(at, part.size());
  return json;
}

// Event documents by their id: the last of each, as a SIEM has it. When it came, and how, is left out.
std::map<std::string, std::string> events_of(const std::vector<std::string>& documents) {
  std::map<std::string, std::string> events;
  for (const std::string& json : documents) {
    if (!json.starts_with("{\"kind\":\"event\"")) continue;
    events[json.substr(0, 63)] = without(without(json, ",\"late\":true"), ",\"repaired\":true");
  }
  return events;
}

std::string key_of(std::string_view line) {
  const std::size_t at = line.find("audit(") + 6;
  return std::string(line.substr(at, line.find(')') - at));
}

// A fifth of all events, but for the first ones, with all of their records.
class DroppedEvents {
 public:
  explicit DroppedEvents(unsigned seed) : random_(seed) {}
  bool operator()(std::string_view line) {
    const std::string key = key_of(line);
    if (seen_.insert(key).second && seen_.size() > 10 && random_() % 5 == 0) dropped_.insert(key);
    return dropped_.contains(key);
  }
  [[nodiscard]] const std::set<std::string>& events() const { return dropped_; }

 private:
  std::set<std::string> seen_, dropped_;
  std::mt19937 random_;
};

class PluginRepair : public testing::TestWithParam<std::string> {
 protected:
  PluginRepair() {
    const std::string spool = GetParam().empty() ? "" : "spool: {folder: " + state_ + "}\n";
    support::write_file(config_, replay_.config({file_sink(output_)}, log_) + spool);
    auditd_.emplace(std::vector<std::string>{support::auweave(), "plugin", "--config", config_},
                    log_);
  }
  [[nodiscard]] std::vector<std::string> written() const { return lines_of(read_file(output_)); }

  // Documents of a kind of pipeline document, in order.
  [[nodiscard]] std::vector<rapidjson::Document> told(const std::string& what) const {
    std::vector<rapidjson::Document> found;
    for (const std::string& json : written()) {
      if (!json.starts_with("{\"kind\":\"pipeline\"")) continue;
      EXPECT_EQ(support::schema_problem(json), "");
      auto document = support::parse(json);
      if (text(document, "what") == what) found.push_back(std::move(document));
    }
    return found;
  }
  template <typename Condition>
  static bool soon(Condition condition) {
    for (int waited = 0; waited < 150; ++waited) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
  }

  void expect_all_events() const {
    const auto expected = events_of(replay_.shaped());
    soon([&] { return std::filesystem::exists(output_) && events_of(written()) == expected; });
    const auto found = events_of(written());
    std::size_t missing = 0, other = 0;
    for (const auto& [id, json] : expected) {
      const auto at = found.find(id);
      if (at == found.end()) {
        if (++missing < 4) ADD_FAILURE() << "missing: " << json;
      } else if (at->second != json && ++other < 4) {
        ADD_FAILURE() << at->second << "\nis not " << json;
      }
    }
    EXPECT_EQ(missing, 0U);
    EXPECT_EQ(other, 0U);
    EXPECT_EQ(found.size(), expected.size());
  }
  void expect_clean_end() {
    const auto ran = auditd_->stop();
    ASSERT_TRUE(ran.has_value());
    EXPECT_EQ(ran->status, 0) << ran->err;
    EXPECT_EQ(ran->err, "");
    for (const std::string& json : written()) {
      EXPECT_FALSE(json.starts_with("{\"kind\":\"deadletter\"")) << json;
    }
  }

  Replay replay_{"12-sudo-shell"};
  std::string output_ = replay_.folder.path("out.jsonl");
  std::string config_ = replay_.folder.path("auweave.yaml");
  std::string state_ = replay_.folder.path("state");
  std::string log_ = replay_.folder.path("audit.log");
  std::optional<AuditdLike> auditd_;
};

TEST_P(PluginRepair, NothingIsLookedForWhereAllComes) {
  auditd_->feed(replay_.capture.plugin, kPerSecond);
  std::this_thread::sleep_for(std::chrono::seconds(4));
  expect_all_events();
  expect_clean_end();
  EXPECT_THAT(told("recovered"), testing::IsEmpty());
  EXPECT_THAT(told("loss"), testing::IsEmpty());
}

// Behind the first event, which a plugin cannot know to be the first, and before the last.
TEST_P(PluginRepair, CompletesWhatCameInPart) {
  const std::string& log = replay_.capture.plugin;
  std::mt19937 random(29);
  int line = 0, dropped = 0;
  const int lines = static_cast<int>(lines_of(log).size());
  auditd_->feed(log, kPerSecond, [&](std::string_view) {
    const bool middle = ++line > 60 && line < lines - 20;
    const bool drop = middle && random() % 100 < 7;
    dropped += drop ? 1 : 0;
    return drop;
  });
  EXPECT_GT(dropped, 100);
  expect_all_events();
  expect_clean_end();
  EXPECT_THAT(told("recovered"), testing::Not(testing::IsEmpty()));
  EXPECT_THAT(told("loss"), testing::IsEmpty());
}

TEST_P(PluginRepair, FetchesWhatDidNotComeFromALogThatWasRotated) {
  const std::string& log = replay_.capture.plugin;
  DroppedEvents drop(31);
  const std::size_t half = log.find("type=EOE", log.size() / 2);
  const std::size_t end = log.find('\n', half) + 1;
  auditd_->feed(log.substr(0, end), kPerSecond, std::ref(drop));
  auditd_->rotate();
  auditd_->feed(log.substr(end), kPerSecond, std::ref(drop));
  const std::string more = beats(log);
  auditd_->feed(more, kPerSecond);
  replay_.capture.plugin += more;
  EXPECT_GT(drop.events().size(), 50U);
  expect_all_events();
  expect_clean_end();
  std::int64_t recovered = 0;
  for (const auto& each : told("recovered")) recovered += *number(each, "count");
  EXPECT_EQ(recovered, static_cast<std::int64_t>(drop.events().size()));
  EXPECT_THAT(told("loss"), testing::IsEmpty());
}

// As fast as it was: what is fetched comes in time for the commands it belongs to.
TEST_P(PluginRepair, CommandsHaveWhatWasFetched) {
  const std::string& log = replay_.capture.plugin;
  DroppedEvents drop(37);
  auditd_->feed(log, kAsItWas, std::ref(drop));
  const std::string more = beats(log);
  // Its looks come first, as they would on a host.
  EXPECT_TRUE(soon([&] { return !told("recovered").empty(); }));
  std::this_thread::sleep_for(std::chrono::seconds(5));
  auditd_->feed(more, kPerSecond);
  replay_.capture.plugin += more;
  expect_all_events();
  // But for the list of their events: one that came by itself before may be in none.
  const auto commands_of = [](const std::vector<std::string>& documents) {
    std::set<std::string> commands;
    for (const std::string& json : documents) {
      if (!json.starts_with("{\"kind\":\"command\"")) continue;
      const std::size_t at = std::min(json.find(",\"events\":["), json.size());
      const std::size_t end = std::min(json.find(']', at), json.size() - 1) + 1;
      commands.insert(json.substr(0, at) + json.substr(end));
    }
    return commands;
  };
  const auto expected = commands_of(replay_.shaped());
  EXPECT_GT(expected.size(), 5U);
  soon([&] { return commands_of(written()).size() >= expected.size(); });
  const auto found = commands_of(written());
  for (const std::string& json : expected) {
    EXPECT_TRUE(found.contains(json)) << json;
  }
  EXPECT_EQ(found.size(), expected.size());
  expect_clean_end();
}

// The kernel's queue was full, or somebody cut the log.
TEST_P(PluginRepair, TellsWhatNoLogHas) {
  const std::string& log = replay_.capture.plugin;
  std::vector<std::string> keys;
  for (const std::string& line : lines_of(log)) {
    if (keys.empty() || keys.back() != key_of(line)) keys.push_back(key_of(line));
  }
  const std::set<std::string> gone(keys.begin() + 100, keys.begin() + 120);
  std::string rest;
  for (const std::string& line : lines_of(log)) {
    if (!gone.contains(key_of(line))) rest += line + "\n";
  }
  auditd_->feed(rest, kPerSecond);
  EXPECT_TRUE(soon([&] { return std::filesystem::exists(output_) && !told("loss").empty(); }));
  expect_clean_end();
  const auto lost = told("loss");
  ASSERT_EQ(lost.size(), 1U);
  const auto serial = [](const std::string& key) {
    return std::stoll(key.substr(key.find(':') + 1));
  };
  EXPECT_EQ(number(lost[0], "first_serial"), serial(keys[100]));
  EXPECT_EQ(number(lost[0], "last_serial"), serial(keys[119]));
  EXPECT_EQ(number(lost[0], "count"), 20);
  EXPECT_LE(text(lost[0], "first_time"), text(lost[0], "last_time"));
  EXPECT_THAT(told("recovered"), testing::IsEmpty());
  // A spool keeps its sessions for the next start.
  const std::string all = read_file(output_);
  if (GetParam() == "spool") return;
  EXPECT_THAT(all, testing::HasSubstr("\"integrity\":[\"events-lost\"]"));
}

INSTANTIATE_TEST_SUITE_P(Memory, PluginRepair, testing::Values(""));
INSTANTIATE_TEST_SUITE_P(Spool, PluginRepair, testing::Values("spool"));

}  // namespace
}  // namespace auweave::e2e

#include "running.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "support/json.h"
#include "support/program.h"
#include "support/text_file.h"
#include "topics.h"

namespace auweave::e2e {

namespace {

std::size_t event_end(const std::string& log, std::size_t at) {
  std::set<std::string> open;
  for (std::size_t from = 0; from < log.size();) {
    const std::size_t end = log.find('\n', from) + 1;
    const std::string line = log.substr(from, end - from);
    const std::size_t stamp = line.find("msg=audit(");
    const std::string event = line.substr(stamp, line.find(')', stamp) - stamp);
    if (line.starts_with("type=SYSCALL")) open.insert(event);
    if (line.starts_with("type=EOE")) open.erase(event);
    if (end > at && open.empty()) return end;
    from = end;
  }
  return log.size();
}

}  // namespace

Running::Running(const std::string& capture, const std::map<std::string, std::string>& properties,
                 const std::string& more, const std::vector<std::string>& others)
    : replay(capture) {
  std::vector<std::string> sinks = {"- kafka: {" + more + "properties: " + flow_map(properties) +
                                    "}"};
  sinks.insert(sinks.end(), others.begin(), others.end());
  support::write_file(config_path(), replay.config(sinks));
  std::filesystem::permissions(config_path(), std::filesystem::perms(0600));  // passwords
  plugin.emplace(std::vector<std::string>{support::auweave(), "plugin", "--config", config_path()});
}

void Running::feed() { feed_to(replay.capture.plugin.size()); }

void Running::feed_to(std::size_t bytes) {
  const std::string& log = replay.capture.plugin;
  const std::size_t end = event_end(log, bytes);
  plugin->write(log.substr(fed_, end - fed_));
  fed_ = end;
}

rapidjson::Document Running::status() const {
  const auto ran = support::run({support::auweave(), "status", "--config", config_path()});
  return support::parse(ran.out.empty() ? "{}" : ran.out);
}

std::string Running::trouble() const {
  const auto now = status();
  return now.HasMember("sinks") ? support::text(now["sinks"][0], "trouble") : "";
}

bool Running::delivers_all() const {
  const std::uint64_t written = plugin->written();
  return soon([&] {
    const auto now = status();
    return now.HasMember("sinks") && now["records"]["bytes"].GetUint64() == written &&
           now["records"]["waiting_bytes"].GetInt64() == 0 &&
           now["sinks"][0].HasMember("delivered") &&
           now["sinks"][0]["delivered"].HasMember("event") &&
           now["sinks"][0]["waiting"].GetInt64() == 0;
  });
}

bool Running::says(const std::string& words) const {
  return soon([&] { return plugin->said().find(words) != std::string::npos; });
}

support::Ran Running::end() {
  plugin->close_input();
  auto ran = plugin->wait();
  EXPECT_TRUE(ran.has_value()) << "it does not end";
  return ran.value_or(support::Ran{});
}

}  // namespace auweave::e2e

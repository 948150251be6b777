#include "running.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "support/json.h"
#include "support/program.h"
#include "support/text_file.h"
#include "topics.h"

namespace auweave::e2e {

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

void Running::feed() { plugin->write(replay.capture.plugin); }

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
           now["sinks"][0].HasMember("delivered") && now["sinks"][0]["waiting"].GetInt64() == 0;
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

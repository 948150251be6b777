#include "topics.h"

#include "support/consumer.h"

namespace auweave::e2e {

std::map<std::string, std::string> topics_with(const std::string& prefix) {
  return {{"event", prefix + "audit.events"},      {"tty", prefix + "audit.tty"},
          {"command", prefix + "audit.commands"},  {"session", prefix + "audit.sessions"},
          {"pipeline", prefix + "audit.pipeline"}, {"deadletter", prefix + "audit.deadletter"}};
}

void make_topics(const std::string& address, std::map<std::string, std::string> topics) {
  const std::string sessions = topics.at("session");
  topics.erase("session");
  support::create_topics(address, values_of(topics), kPartitions);
  support::create_topics(address, {sessions}, kPartitions, {"cleanup.policy=compact"});
}

std::string flow_map(const std::map<std::string, std::string>& pairs) {
  std::string all;
  for (const auto& [name, value] : pairs) {
    all.append(all.empty() ? "" : ", ").append(name + ": \"" + value + "\"");
  }
  return "{" + all + "}";
}

std::vector<std::string> values_of(const std::map<std::string, std::string>& pairs) {
  std::vector<std::string> values;
  for (const auto& [name, value] : pairs) values.push_back(value);
  return values;
}

}  // namespace auweave::e2e

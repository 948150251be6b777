// The topics of a plugin, as a test needs them.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace auweave::e2e {

inline constexpr int kPartitions = 3;

// Topic by kind, as they are called unless configured otherwise, behind a prefix.
std::map<std::string, std::string> topics_with(const std::string& prefix);

// As docs/plugin.md says: sessions compacted, all others not.
void make_topics(const std::string& address, std::map<std::string, std::string> topics);

// siem/kafka/topics.sh, and what tells it to call Kafka's own tools.
std::string topics_script();
std::vector<std::string> topics_script_tools();

// Kafka's own tool of that class, as its script would call it.
std::vector<std::string> kafka_tool(const std::string& name);

// "{a: "b", …}" for a configuration.
std::string flow_map(const std::map<std::string, std::string>& pairs);

std::vector<std::string> values_of(const std::map<std::string, std::string>& pairs);

}  // namespace auweave::e2e

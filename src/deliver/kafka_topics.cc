#include "deliver/kafka_topics.h"

#include <cstdlib>
#include <optional>
#include <set>
#include <string_view>

namespace auweave::deliver {
namespace {

constexpr int kAnswerMs = 500;    // a connection that takes longer is made meanwhile
constexpr int kConfigsMs = 2000;  // once, and a broker that just started is slow

// Nothing: no broker answered.
std::optional<rd_kafka_resp_err_t> state_of(rd_kafka_t* producer, const std::string& name) {
  const Topic topic(rd_kafka_topic_new(producer, name.c_str(), nullptr));
  const rd_kafka_metadata_t* got = nullptr;
  const auto error = rd_kafka_metadata(producer, 0, topic.get(), &got, kAnswerMs);
  const Metadata metadata(got);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR || metadata->topic_cnt != 1) return std::nullopt;
  return metadata->topics[0].err;
}

// A topic's configuration, as far as it matters here.
struct TopicConfig {
  std::string cleanup_policy;
  std::size_t most_message_bytes = 0;
};

TopicConfig read_config(const rd_kafka_ConfigResource_t* resource) {
  TopicConfig config;
  std::size_t count = 0;
  const rd_kafka_ConfigEntry_t** entries = rd_kafka_ConfigResource_configs(resource, &count);
  for (std::size_t i = 0; i < count; ++i) {
    const char* value = rd_kafka_ConfigEntry_value(entries[i]);
    const std::string_view name = rd_kafka_ConfigEntry_name(entries[i]);
    if (value == nullptr) continue;
    if (name == "cleanup.policy") config.cleanup_policy = value;
    if (name == "max.message.bytes") config.most_message_bytes = std::strtoull(value, nullptr, 10);
  }
  return config;
}

// By topic; those that this user may not ask about are left out.
std::map<std::string, TopicConfig> configs_of(rd_kafka_t* producer, const KafkaSettings& settings) {
  std::vector<ConfigResource> resources;
  std::vector<rd_kafka_ConfigResource_t*> asked;
  std::set<std::string> names;  // several kinds may share a topic
  for (const auto& [kind, name] : settings.topics) {
    if (!names.insert(name).second) continue;
    resources.emplace_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name.c_str()));
    asked.push_back(resources.back().get());
  }
  const Queue queue(rd_kafka_queue_new(producer));
  rd_kafka_DescribeConfigs(producer, asked.data(), asked.size(), nullptr, queue.get());
  const Event event(rd_kafka_queue_poll(queue.get(), kConfigsMs));
  std::map<std::string, TopicConfig> configs;
  if (event == nullptr || rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR)
    return configs;
  std::size_t count = 0;
  const auto* result = rd_kafka_event_DescribeConfigs_result(event.get());
  const auto* answers = rd_kafka_DescribeConfigs_result_resources(result, &count);
  for (std::size_t i = 0; i < count; ++i) {
    if (rd_kafka_ConfigResource_error(answers[i]) != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    configs[rd_kafka_ConfigResource_name(answers[i])] = read_config(answers[i]);
  }
  return configs;
}

void add_problem(TopicsFound& found, const std::string& problem) {
  found.problems += (found.problems.empty() ? "" : "; ") + problem;
}

void judge(const std::string& kind, const std::string& name, const TopicConfig& config,
           TopicsFound& found) {
  const bool compacted = config.cleanup_policy.find("compact") != std::string::npos;
  // The key is the session: compaction would keep the last of its documents and lose all others.
  if (kind != "session" && compacted) {
    add_problem(found, "topic " + name + " is compacted, which would lose all but the last " +
                           kind + " of each session (cleanup.policy=delete is needed)");
  }
  if (kind == "session" && !compacted) {
    found.warnings.push_back("topic " + name +
                             " is not compacted (cleanup.policy=compact keeps the last state of "
                             "each session, and forgets the states before)");
  }
  std::size_t& least = found.most_message_bytes;
  if (config.most_message_bytes > 0 && (least == 0 || config.most_message_bytes < least))
    least = config.most_message_bytes;
}

}  // namespace

std::string topic_problem(const std::string& name, rd_kafka_resp_err_t error) {
  switch (error) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
      return "";
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
      return "topic " + name + " does not exist";
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
      return "this user may not write to topic " + name;
    default:
      return "topic " + name + ": " + rd_kafka_err2str(error);
  }
}

TopicsFound look_at_topics(rd_kafka_t* producer, const KafkaSettings& settings) {
  TopicsFound found;
  for (const auto& [kind, name] : settings.topics) {
    const auto error = state_of(producer, name);
    if (!error.has_value()) return found;
    const std::string problem = topic_problem(name, *error);
    if (!problem.empty()) add_problem(found, problem);
  }
  found.answered = true;
  if (!found.problems.empty()) return found;
  const auto configs = configs_of(producer, settings);
  for (const auto& [kind, name] : settings.topics) {
    const auto config = configs.find(name);
    if (config != configs.end()) judge(kind, name, config->second, found);
  }
  return found;
}

}  // namespace auweave::deliver

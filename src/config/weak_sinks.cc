#include "config/weak_sinks.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <variant>

namespace auweave::config {
namespace {

using Properties = std::map<std::string, std::string>;

// librdkafka takes values of these properties in any case.
std::string value_of(const Properties& properties, const std::string& name) {
  const auto found = properties.find(name);
  std::string value = found == properties.end() ? "" : found->second;
  std::transform(value.begin(), value.end(), value.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return value;
}

// Of "host:port", "[::1]:port" or "PROTOCOL://host:port".
bool is_this_machine(std::string_view broker) {
  if (const std::size_t scheme = broker.find("://"); scheme != broker.npos)
    broker.remove_prefix(scheme + 3);
  while (broker.starts_with(' ')) broker.remove_prefix(1);
  return broker.starts_with("127.") || broker.starts_with("localhost") ||
         broker.starts_with("[::1]") || broker.starts_with("::1");
}

bool all_are_this_machine(const std::string& brokers) {
  for (std::size_t at = 0; at <= brokers.size();) {
    const std::size_t end = std::min(brokers.find(',', at), brokers.size());
    if (!is_this_machine(std::string_view(brokers).substr(at, end - at))) return false;
    at = end + 1;
  }
  return true;
}

void look_at(const Properties& properties, std::vector<std::string>& warnings) {
  const std::string brokers = value_of(properties, "bootstrap.servers");
  const std::string name = "kafka " + brokers + ": ";
  const std::string protocol = value_of(properties, "security.protocol");
  const bool encrypted = protocol.ends_with("ssl");
  const std::string mechanism =
      value_of(properties, "sasl.mechanisms") + value_of(properties, "sasl.mechanism");
  if (protocol == "sasl_plaintext" && (mechanism == "plain" || mechanism == "oauthbearer"))
    warnings.push_back(name + "the password goes out in clear (security.protocol: sasl_ssl)");
  if (!encrypted && !all_are_this_machine(brokers))
    warnings.push_back(name +
                       "documents go out without TLS: whoever is in between reads and changes "
                       "them (security.protocol: ssl or sasl_ssl)");
  if (encrypted && value_of(properties, "enable.ssl.certificate.verification") == "false")
    warnings.push_back(name + "the broker's certificate is not checked: anybody can be the broker");
  if (encrypted && value_of(properties, "ssl.endpoint.identification.algorithm") == "none")
    warnings.push_back(name +
                       "the name in the broker's certificate is not checked: whoever has any "
                       "certificate of that authority can be the broker");
}

}  // namespace

std::vector<std::string> weak_sinks(const Config& config) {
  std::vector<std::string> warnings;
  for (const SinkConfig& sink : config.sinks) {
    if (const auto* kafka = std::get_if<deliver::KafkaSettings>(&sink.target))
      look_at(kafka->properties, warnings);
  }
  return warnings;
}

}  // namespace auweave::config

// Which Kafka sinks are told to be weak: rows of properties, and the word that the warning has.
#include "config/weak_sinks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace auweave::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Properties = std::map<std::string, std::string>;

std::vector<std::string> warnings(const Properties& properties) {
  Config config;
  deliver::KafkaSettings kafka;
  kafka.properties = properties;
  config.sinks.push_back({kafka});
  config.sinks.push_back({FileSinkConfig{"/x"}});
  return weak_sinks(config);
}

constexpr const char* kBrokers = "bootstrap.servers";
constexpr const char* kProtocol = "security.protocol";

TEST(WeakSinks, ArePlainToAnotherMachine) {
  EXPECT_THAT(warnings({{kBrokers, "kafka1:9092"}}), ElementsAre(HasSubstr("without TLS")));
  EXPECT_THAT(warnings({{kBrokers, "127.0.0.1:9092,kafka2:9092"}}),
              ElementsAre(HasSubstr("without TLS")));
  EXPECT_THAT(warnings({{kBrokers, "kafka1:9092"}, {kProtocol, "SASL_SSL"}}), IsEmpty());
  EXPECT_THAT(warnings({{kBrokers, "localhost:1, 127.0.0.1:2,[::1]:3,PLAINTEXT://localhost:4"}}),
              IsEmpty());
}

TEST(WeakSinks, SendAPasswordInClear) {
  EXPECT_THAT(
      warnings(
          {{kBrokers, "127.0.0.1:1"}, {kProtocol, "sasl_plaintext"}, {"sasl.mechanisms", "PLAIN"}}),
      ElementsAre("kafka 127.0.0.1:1: the password goes out in clear (security.protocol: "
                  "sasl_ssl)"));
  // A challenge and its answer.
  EXPECT_THAT(warnings({{kBrokers, "127.0.0.1:1"},
                        {kProtocol, "sasl_plaintext"},
                        {"sasl.mechanism", "SCRAM-SHA-512"}}),
              IsEmpty());
}

TEST(WeakSinks, DoNotKnowTheirBroker) {
  EXPECT_THAT(warnings({{kBrokers, "kafka1:1"},
                        {kProtocol, "ssl"},
                        {"enable.ssl.certificate.verification", "False"}}),
              ElementsAre(HasSubstr("certificate is not checked")));
  EXPECT_THAT(warnings({{kBrokers, "kafka1:1"},
                        {kProtocol, "ssl"},
                        {"ssl.endpoint.identification.algorithm", "none"}}),
              ElementsAre(HasSubstr("the name in the broker's certificate is not checked")));
}

}  // namespace
}  // namespace auweave::config

// KafkaCarrier under a Delivery, with librdkafka's mock cluster; a real broker is in tests/e2e.
#include "deliver/kafka_carrier.h"

#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <chrono>
#include <thread>

#include "deliver/delivery.h"
#include "deliver/kafka_settings.h"
#include "support/sanitizer.h"

namespace auweave::deliver {
namespace {

// A cluster in this process, with error injection.
class MockCluster {
 public:
  MockCluster()
      : client_(rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), nullptr, 0)),
        cluster_(rd_kafka_mock_cluster_new(client_, 1)) {
    rd_kafka_mock_topic_create(cluster_, "audit.events", 3, 1);
  }
  ~MockCluster() {
    rd_kafka_mock_cluster_destroy(cluster_);
    rd_kafka_destroy(client_);
  }
  MockCluster(const MockCluster&) = delete;
  MockCluster& operator=(const MockCluster&) = delete;

  [[nodiscard]] KafkaSettings settings() const {
    return {{{"event", "audit.events"}},
            {{"bootstrap.servers", rd_kafka_mock_cluster_bootstraps(cluster_)}}};
  }
  rd_kafka_mock_cluster_t* get() { return cluster_; }

 private:
  rd_kafka_t* client_;
  rd_kafka_mock_cluster_t* cluster_;
};

class Kafka : public testing::Test {
 protected:
  void SetUp() override {
    if (support::kThreadSanitizer) GTEST_SKIP() << support::kNoKafkaUnderTsan;
  }
  void start(const KafkaSettings& settings) {
    auto carrier = KafkaCarrier::open(settings, log_);
    ASSERT_TRUE(carrier.ok()) << carrier.error().message;
    carrier_ = carrier->get();
    delivery_.emplace("kafka", std::move(*carrier), Delivery::kMostBytes, log_);
  }
  void put(int number) {
    const std::string bytes = "{\"n\":" + std::to_string(number) + "}";
    ASSERT_TRUE(delivery_
                    ->put({.kind = "event",
                           .key = "h",
                           .bytes = bytes,
                           .id = "0123456789abcdef0123456789abcdef",
                           .host = "h",
                           .time = base::WallTime{1}})
                    .ok());
  }

  std::vector<std::string> said_;
  base::Log log_{[this](base::Log::Level, const std::string& line) { said_.push_back(line); }};
  KafkaCarrier* carrier_ = nullptr;
  std::optional<Delivery> delivery_;
};

TEST_F(Kafka, DeliversThroughInjectedErrors) {
  MockCluster cluster;
  start(cluster.settings());
  rd_kafka_mock_push_request_errors(cluster.get(), 0 /* Produce */, 2,
                                    RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
                                    RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS);
  for (int i = 0; i < 100; ++i) put(i);
  const auto flushed = delivery_->flush(20'000);
  EXPECT_TRUE(flushed.ok()) << flushed.error().message;
  EXPECT_EQ(delivery_->counts().delivered.at("event"), 100U);
}

TEST_F(Kafka, TakesANewProducerWhenItsOwnFailedForGood) {
  MockCluster cluster;
  start(cluster.settings());
  for (int i = 0; i < 10; ++i) put(i);
  ASSERT_TRUE(delivery_->flush(20'000).ok());
  carrier_->fail_for_test();
  for (int i = 0; i < 10; ++i) put(i);
  const auto flushed = delivery_->flush(20'000);
  EXPECT_TRUE(flushed.ok()) << flushed.error().message;
  EXPECT_EQ(delivery_->counts().delivered.at("event"), 20U);
}

// Documents that nobody answered to are not refused ones, after which looks become rare.
TEST_F(Kafka, DeliversAtOnceWhenABrokerIsBackThatWasAwayForLong) {
  MockCluster cluster;
  KafkaSettings settings = cluster.settings();
  settings.properties.insert({{"message.timeout.ms", "500"}, {"reconnect.backoff.max.ms", "200"}});
  start(settings);
  put(0);
  ASSERT_TRUE(delivery_->flush(20'000).ok());
  rd_kafka_mock_broker_set_down(cluster.get(), 1);
  put(1);
  std::this_thread::sleep_for(std::chrono::seconds(9));
  rd_kafka_mock_broker_set_up(cluster.get(), 1);
  const auto flushed = delivery_->flush(5000);
  EXPECT_TRUE(flushed.ok()) << flushed.error().message;
  EXPECT_EQ(delivery_->counts().delivered.at("event"), 2U);
}

TEST_F(Kafka, SaysThatNobodyListensOnce) {
  start({{{"event", "audit.events"}}, {{"bootstrap.servers", "127.0.0.1:1"}}});
  for (int i = 0; i < 10; ++i) put(i);
  const auto flushed = delivery_->flush(2500);
  ASSERT_FALSE(flushed.ok());
  EXPECT_NE(
      flushed.error().message.find("kafka: not delivered at the end: 10 event (nobody listens"),
      std::string::npos)
      << flushed.error().message;
  delivery_.reset();
  ASSERT_EQ(said_.size(), 1U);
  EXPECT_EQ(said_[0].find("kafka 127.0.0.1:1: nobody listens there ["), 0U) << said_[0];
}

TEST_F(Kafka, LeavesKindsWithoutATopicOut) {
  start({{{"session", "audit.sessions"}}, {{"bootstrap.servers", "127.0.0.1:1"}}});
  put(1);
  EXPECT_TRUE(delivery_->flush(5000).ok());
}

TEST_F(Kafka, NamesAPropertyThatIsWrong) {
  EXPECT_TRUE(check_kafka_property("linger.ms", "5").ok());
  const auto unknown = check_kafka_property("no.such.property", "1");
  ASSERT_FALSE(unknown.ok());
  EXPECT_NE(unknown.error().message.find("no.such.property"), std::string::npos);
  EXPECT_FALSE(check_kafka_property("linger.ms", "soon").ok());
  EXPECT_EQ(check_kafka_property("enable.idempotence", "false").error().message,
            "enable.idempotence is always true");
  for (const char* ours : {"delivery.report.only.error", "enabled_events", "transactional.id"})
    EXPECT_FALSE(check_kafka_property(ours, "true").ok()) << ours;
  EXPECT_FALSE(check_kafka_settings({{}, {{"security.protocol", "sasl_ssl"}}}).ok());
  EXPECT_FALSE(check_kafka_settings({{}, {{"max.in.flight", "100"}}}).ok());
}

TEST_F(Kafka, KnowsTopicNames) {
  EXPECT_TRUE(good_topic_name("audit.events_v1-x"));
  for (const char* bad : {"", ".", "..", "audit events", "a/b", "é"})
    EXPECT_FALSE(good_topic_name(bad)) << bad;
  EXPECT_FALSE(good_topic_name(std::string(250, 'a')));
}

}  // namespace
}  // namespace auweave::deliver

// The Sink contract over both sinks: what was put is there after flush, whole and in order. Kafka
// here is librdkafka's mock cluster; a real broker is in tests/e2e.
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <memory>
#include <optional>

#include "deliver/file_sink.h"
#include "deliver/kafka_sink.h"
#include "support/sanitizer.h"
#include "support/text_file.h"

namespace auweave::deliver {
namespace {

TEST(FileSink, WritesWholeLinesInOrder) {
  const support::TemporaryFolder folder;
  auto sink = FileSink::open(folder.path("out"), FileSink::Mode::replace);
  ASSERT_TRUE(sink.ok());
  std::string expected;
  for (int i = 0; i < 50'000; ++i) {
    const std::string bytes = "{\"n\":" + std::to_string(i) + "}";
    ASSERT_TRUE(sink->put({"event", "k", bytes}).ok());
    expected += bytes + "\n";
  }
  ASSERT_TRUE(sink->flush(0).ok());
  EXPECT_EQ(support::read_file(folder.path("out")), expected);
}

TEST(FileSink, AppendsOrReplaces) {
  const support::TemporaryFolder folder;
  for (const auto mode :
       {FileSink::Mode::replace, FileSink::Mode::append, FileSink::Mode::append}) {
    auto sink = FileSink::open(folder.path("out"), mode);
    ASSERT_TRUE(sink->put({"event", "k", "x"}).ok() && sink->flush(0).ok());
  }
  EXPECT_EQ(support::read_file(folder.path("out")), "x\nx\nx\n");
}

TEST(FileSink, HoldsABoundedAmountWhileTheDiskIsFull) {
  auto full = FileSink::open("/dev/full", FileSink::Mode::append);
  const std::string line(1UL << 20U, 'x');
  int refused = 0;
  for (int i = 0; i < 10; ++i) refused += full->put({"event", "k", line}).ok() ? 0 : 1;
  const auto flushed = full->flush(0);
  ASSERT_FALSE(flushed.ok());
  EXPECT_EQ(flushed.error().message, "/dev/full: No space left on device; 6 documents refused");
  EXPECT_EQ(refused, 10);  // each put says that writing fails, six of them took nothing
}

TEST(FileSink, SaysWhyItCannotWrite) {
  const auto sink = FileSink::open("/nonexistent/out", FileSink::Mode::append);
  ASSERT_FALSE(sink.ok());
  EXPECT_EQ(sink.error().kind, base::ErrorKind::io);
  auto full = FileSink::open("/dev/full", FileSink::Mode::append);
  ASSERT_TRUE(full->put({"event", "k", "x"}).ok());
  const auto flushed = full->flush(0);
  ASSERT_FALSE(flushed.ok());
  EXPECT_EQ(flushed.error().message, "/dev/full: No space left on device");
}

class Kafka : public testing::Test {
 protected:
  void SetUp() override {
    if (support::kThreadSanitizer) GTEST_SKIP() << support::kNoKafkaUnderTsan;
  }
};

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

TEST_F(Kafka, DeliversThroughInjectedErrors) {
  MockCluster cluster;
  auto sink = KafkaSink::connect(cluster.settings());
  ASSERT_TRUE(sink.ok()) << sink.error().message;
  rd_kafka_mock_push_request_errors(cluster.get(), 0 /* Produce */, 2,
                                    RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
                                    RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS);
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(sink->put({"event", "h", "{\"n\":" + std::to_string(i) + "}"}).ok());
  }
  const auto flushed = sink->flush(20'000);
  EXPECT_TRUE(flushed.ok()) << flushed.error().message;
}

TEST_F(Kafka, SaysWhatWasNotDelivered) {
  KafkaSettings settings{{{"event", "audit.events"}}, {{"bootstrap.servers", "127.0.0.1:1"}}};
  auto sink = KafkaSink::connect(settings);
  ASSERT_TRUE(sink.ok());
  ASSERT_TRUE(sink->put({"event", "h", "{}"}).ok());
  const auto flushed = sink->flush(100);
  ASSERT_FALSE(flushed.ok());
  EXPECT_EQ(flushed.error().message,
            "kafka: 0 documents delivered, 0 failed, 0 refused, 1 without an answer");
}

TEST_F(Kafka, RefusesWhenItsQueueIsFullInsteadOfWaitingForEver) {
  KafkaSettings settings{
      {{"event", "audit.events"}},
      {{"bootstrap.servers", "127.0.0.1:1"}, {"queue.buffering.max.messages", "5"}}};
  auto sink = KafkaSink::connect(settings);
  int refused = 0;
  for (int i = 0; i < 50; ++i) refused += sink->put({"event", "h", "{}"}).ok() ? 0 : 1;
  EXPECT_EQ(refused, 45);
}

TEST_F(Kafka, LeavesKindsWithoutATopicOut) {
  auto sink =
      KafkaSink::connect({{{"event", "audit.events"}}, {{"bootstrap.servers", "127.0.0.1:1"}}});
  EXPECT_TRUE(sink->put({"tty", "h", "{}"}).ok());
  EXPECT_TRUE(sink->flush(0).ok());
}

TEST_F(Kafka, NamesAPropertyThatIsWrong) {
  const auto sink = KafkaSink::connect({{}, {{"no.such.property", "1"}}});
  ASSERT_FALSE(sink.ok());
  EXPECT_EQ(sink.error().kind, base::ErrorKind::config);
  EXPECT_NE(sink.error().message.find("no.such.property"), std::string::npos);
}

}  // namespace
}  // namespace auweave::deliver

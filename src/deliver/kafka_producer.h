// KafkaProducer: a producer of librdkafka. KafkaCarrier replaces a producer that has failed for
// good. Only deliver/ uses kafka_producer.h. One thread calls a KafkaProducer; librdkafka's own
// threads write to the log, too.
#pragma once

#include <atomic>
#include <string>

#include "base/log.h"
#include "base/unique_fd.h"
#include "deliver/carrier.h"
#include "deliver/kafka_settings.h"
#include "deliver/rdkafka.h"

namespace auweave::deliver {

class KafkaProducer {
 public:
  // Listener: gets the reports of documents and the errors of librdkafka, inside poll(), flush()
  // and replace(), and inside calls of librdkafka that poll or flush.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void on_report(SendId id, const char* topic, rd_kafka_resp_err_t error) = 0;
    virtual void on_error(rd_kafka_resp_err_t error, const char* reason) = 0;
  };

  // The settings, listener and log outlive the producer. `name` begins the producer's log lines.
  KafkaProducer(const KafkaSettings& settings, std::string name, Listener& listener,
                base::Log& log);
  KafkaProducer(const KafkaProducer&) = delete;
  KafkaProducer& operator=(const KafkaProducer&) = delete;

  // Makes librdkafka's producer. `most` limits the bytes of a message; 0: only the settings limit a
  // message. Error (config): the settings are wrong.
  base::Status make(std::size_t most);
  // Makes another producer in place of the present producer. Before its end the present producer
  // gives the listener a report for each document that it still has.
  void replace(std::size_t most);

  [[nodiscard]] rd_kafka_t* get() const { return handle_.get(); }
  // Returns the largest number of bytes of a message.
  [[nodiscard]] std::size_t most_bytes() const { return most_bytes_; }
  // Returns the number of documents and reports that librdkafka still has.
  [[nodiscard]] std::size_t waiting() const {
    return static_cast<std::size_t>(rd_kafka_outq_len(handle_.get()));
  }
  // Produces a document, without a copy of its bytes. The document has to stay where it is until
  // the listener gets its report. Returns _QUEUE_FULL while librdkafka has no room for the
  // document.
  rd_kafka_resp_err_t produce(const std::string& topic, const Document& document, SendId id);
  // Gives reports and errors to the listener, and waits at most `wait_ms` for a report or error, by
  // the monotonic clock.
  void poll(int wait_ms);
  // Sends documents at once, without linger.ms, and gives their reports to the listener. The call
  // of flush() waits at most `wait_ms` until librdkafka has no document left.
  void flush(int wait_ms) { rd_kafka_flush(handle_.get(), wait_ms); }
  // Returns the reason why the producer has failed for good, or "" if the producer works.
  [[nodiscard]] std::string failure() const;
  // True if librdkafka logged that the broker lacks feature MsgVer1, as Kafka 4 does.
  [[nodiscard]] bool sees_kafka_4() const { return kafka_4_; }

 private:
  static KafkaProducer& of(void* opaque) { return *static_cast<KafkaProducer*>(opaque); }
  static void on_report(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque);
  static void on_error(rd_kafka_t*, int code, const char* reason, void* opaque);
  static void on_log(const rd_kafka_t* producer, int level, const char* facility, const char* text);

  const KafkaSettings& settings_;
  std::string name_;
  Listener& listener_;
  base::Log& log_;
  std::size_t most_bytes_ = 0;
  std::atomic<bool> kafka_4_{false};  // set by librdkafka's threads
  bool user_wants_logs_;
  base::UniqueFd reports_;  // an eventfd, readable if reports or errors wait for poll()
  // Handle of librdkafka's producer: the last member, and so destroyed first, because librdkafka's
  // threads use other members of the KafkaProducer until the handle is gone.
  Producer handle_;
};

}  // namespace auweave::deliver

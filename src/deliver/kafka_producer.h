// KafkaProducer: librdkafka's producer, which is replaced when it has failed for good. Only for deliver's own
// sources; one thread, but for what librdkafka's own threads say.
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
  // Told inside poll(), flush() and replace(), and inside librdkafka's calls that do the same.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void on_report(SendId id, const char* topic, rd_kafka_resp_err_t error) = 0;
    virtual void on_error(rd_kafka_resp_err_t error, const char* reason) = 0;
  };

  // References outlive it. `name` begins its lines in the log.
  KafkaProducer(const KafkaSettings& settings, std::string name, Listener& listener,
                base::Log& log);
  KafkaProducer(const KafkaProducer&) = delete;
  KafkaProducer& operator=(const KafkaProducer&) = delete;

  // Errors (config). `most`: bytes of a message at most; 0: as the settings say.
  base::Status make(std::size_t most);
  // What is still with the old one comes back first.
  void replace(std::size_t most);

  [[nodiscard]] rd_kafka_t* get() const { return handle_.get(); }
  // Of a message on its way.
  [[nodiscard]] std::size_t most_bytes() const { return most_bytes_; }
  [[nodiscard]] std::size_t waiting() const {
    return static_cast<std::size_t>(rd_kafka_outq_len(handle_.get()));
  }
  // The document stays where it is until it is reported; _QUEUE_FULL: not now.
  rd_kafka_resp_err_t produce(const std::string& topic, const Document& document, SendId id);
  // Waits by a clock that nobody sets.
  void poll(int wait_ms);
  // Without linger.ms.
  void flush(int wait_ms) { rd_kafka_flush(handle_.get(), wait_ms); }
  // Why it has failed for good; "" when it has not.
  [[nodiscard]] std::string failure() const;
  // The broker has no protocols of old.
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
  base::UniqueFd reports_;  // readable: poll() has something to do
  // The last member: destroyed first, while what its threads may still say has a place.
  Producer handle_;
};

}  // namespace auweave::deliver

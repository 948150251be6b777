// KafkaSink: documents to Kafka topics by an idempotent producer (librdkafka, whose only user this
// is). librdkafka's own threads send; delivery reports are served inside put() and flush().
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "deliver/sink.h"

namespace auweave::deliver {

struct KafkaSettings {
  // By kind; a kind without a topic is not sent.
  std::map<std::string, std::string, std::less<>> topics;
  // Any property of librdkafka (CONFIGURATION.md). enable.idempotence cannot be switched off.
  std::map<std::string, std::string> properties;
};

class KafkaSink : public Sink {
 public:
  // A property that librdkafka refuses is an Error (config) naming it. A broker that cannot be
  // reached is none: librdkafka goes on trying.
  static base::Result<KafkaSink> connect(const KafkaSettings& settings);
  KafkaSink(KafkaSink&&) noexcept;
  ~KafkaSink() override;

  // The document is copied. With librdkafka's queue full it waits at most kPatienceMs once, then
  // refuses until there is room: standard input must not wait for a broker.
  base::Status put(const Outgoing& document) override;
  base::Status flush(int timeout_ms) override;

  static constexpr int kPatienceMs = 1000;

 private:
  struct State;
  explicit KafkaSink(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace auweave::deliver

// KafkaCarrier: documents to Kafka topics by an idempotent producer (librdkafka, whose only user is
// this folder), in transactions where they are to come exactly once (kafka_transactions.h). It produces
// only after it has seen that every topic is there, may be written and is
// not compacted; and after the broker refused something, only when it has looked again. Documents
// above what the broker takes are cut, with a marker (json/shorten.h). One that came back is sent alone,
// so that others are not refused with it. A producer that has failed for good is replaced. When documents go,
// and when no broker is in sight, is in the tables of kafka_mode.h.
//
// Each message has as its key the document's, and as headers content-type and the attributes of a
// CloudEvent in binary mode (specification 1.0, Kafka protocol binding): ce_specversion, ce_id,
// ce_type, ce_source, ce_time.
#pragma once

#include <memory>
#include <optional>

#include "base/log.h"
#include "deliver/carrier.h"
#include "deliver/checkpoint.h"
#include "deliver/kafka_settings.h"

namespace auweave::deliver {

class KafkaCarrier : public Carrier {
 public:
  // An Error (config): the settings are wrong. A broker that cannot be reached is none. The log
  // outlives it. With a transactional id there has to be a lineage.
  static base::Result<std::unique_ptr<KafkaCarrier>> open(
      const KafkaSettings& settings, base::Log& log,
      const std::optional<Lineage>& lineage = std::nullopt);
  ~KafkaCarrier() override;

  bool send(Document& document, SendId id) override;
  void serve(int wait_ms, std::vector<Acknowledged>& acknowledged) override;
  void boundary(std::uint64_t next, const std::string& note) override;
  void hurry() override;
  [[nodiscard]] std::string trouble() const override;
  [[nodiscard]] std::uint64_t confirmed() const override;
  std::vector<std::string> take_findings() override;

  // For tests: the producer fails as librdkafka's do (rd_kafka_test_fatal_error).
  void fail_for_test();

 private:
  struct State;
  explicit KafkaCarrier(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace auweave::deliver

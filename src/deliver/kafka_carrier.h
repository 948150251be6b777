// KafkaCarrier: sends documents to Kafka topics by an idempotent producer of librdkafka, which only
// src/deliver uses. Documents that have to arrive exactly once go in transactions
// (kafka_transactions.h).
//
// The carrier sends documents only after a look at the topics (kafka_topics.h). Every topic must
// exist and be open to the sink's Kafka user, and only the topic of sessions may be compacted.
// After the broker refused a document, the carrier looks at the topics again before it sends
// documents. The tables of kafka_mode.h say when documents go, and when no broker is in sight.
//
// A document above the broker's limit is cut, with a marker (json/shorten.h). A document whose
// outcome was doubtful is sent alone, so that no other document is refused with it. The carrier
// replaces a producer that has failed for good.
//
// Each message has the key of its document, and its headers are content-type, the attributes of a
// CloudEvent in binary mode (specification 1.0, Kafka protocol binding), the document's leaf and the
// mapping's headers. The attributes of a CloudEvent are ce_specversion, ce_id, ce_type, ce_source and
// ce_time. The leaf (numbering.h) is in auweave-log and auweave-leaf. With transactions all documents
// count in one log, which goes on from the checkpoint.
#pragma once

#include <memory>
#include <optional>

#include "base/log.h"
#include "deliver/carrier.h"
#include "deliver/checkpoint.h"
#include "deliver/kafka_settings.h"
#include "deliver/numbering.h"

namespace auweave::deliver {

class KafkaCarrier : public Carrier {
 public:
  // Makes the carrier and its producer. Error (config): the settings are wrong. Needs no broker:
  // trouble() tells later if no broker answers. The log must outlive the carrier. Settings with
  // `exactly_once` need a lineage.
  static base::Result<std::unique_ptr<KafkaCarrier>> open(
      const KafkaSettings& settings, base::Log& log,
      const std::optional<Lineage>& lineage = std::nullopt, const Numbering::Start& numbering = {});
  ~KafkaCarrier() override;

  bool send(Document& document, SendId id) override;
  void serve(int wait_ms, std::vector<Acknowledged>& acknowledged) override;
  void boundary(std::uint64_t next, const std::string& note) override;
  [[nodiscard]] LeafPlace kept_place() const override;
  void hurry() override;
  [[nodiscard]] std::string trouble() const override;
  [[nodiscard]] std::uint64_t confirmed() const override;
  std::vector<std::string> take_findings() override;

  // For tests: makes the producer fail for good (rd_kafka_test_fatal_error).
  void fail_for_test();

 private:
  struct State;
  explicit KafkaCarrier(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace auweave::deliver

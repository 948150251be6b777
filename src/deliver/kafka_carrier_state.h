// KafkaCarrier::State: what a KafkaCarrier has and does. Only kafka_carrier.cc and kafka_looks.cc use
// kafka_carrier_state.h.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "deliver/kafka_carrier.h"
#include "deliver/kafka_mode.h"
#include "deliver/kafka_producer.h"
#include "deliver/kafka_transactions.h"

namespace auweave::deliver {

struct KafkaCarrier::State : KafkaProducer::Listener {
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kLookAgain{1};
  static constexpr std::size_t kLeastMessage = 16UL * 1024;

  struct Timers {
    Clock::time_point next_look = Clock::now();
    std::chrono::seconds look_again = kLookAgain;  // from one look to the next
    Clock::time_point quiet_until = Clock::now();  // a document was delivered then, or none waited
    std::optional<Clock::time_point> stuck_since;  // transactions do not go on
  };
  // Looks at the topics.
  struct Looks {
    int silent = 0;         // without an answer, and nobody knows why
    int with_problems = 0;  // in a row
    bool warned = false;    // warnings of the topics were said
  };

  State(const KafkaSettings& given, base::Log& to, Numbering::Start start);

  KafkaSettings settings;
  base::Log& log;
  std::string name;  // "kafka 127.0.0.1:9092"
  KafkaMode mode;
  Timers timers;
  Looks looks;
  std::vector<Acknowledged> acknowledged;  // since the last serve()
  bool too_large = false;  // a document was refused for its size: the next look lowers the limit
  bool hurry = false;
  std::string last_error;
  std::string trouble;
  std::optional<Transactions> transactions;
  Numbering numbering;
  // Behind what it reports to.
  KafkaProducer producer;

  void on_report(SendId id, const char* topic, rd_kafka_resp_err_t error) override;
  void on_error(rd_kafka_resp_err_t error, const char* reason) override;
  void on(Trigger trigger) { mode = after(mode, trigger); }
  void replace_producer(std::size_t most);
  void look();
  void unanswered();
  void in_trouble(const std::string& what);
  void no_trouble();
  bool produce(const std::string& topic, const Document& document, SendId id);
  bool send_numbered(const std::string& topic, Document& document, SendId id);
  [[nodiscard]] bool is_delivered(const Document& document) const;
  void look_after_failure();
  void serve_transactions();
};

}  // namespace auweave::deliver

// Transactions: what a producer sends, and the checkpoint that counts it, come into Kafka both or neither.
// One a carrier; it outlives the carrier's producers. Only for deliver's own sources.
//
// A transaction is open for kLongest at most and holds whole entries (deliver::Outgoing). What became of its
// documents is told when it has ended: reports of single ones only say that it cannot be committed. Where
// the outcome of a commit stays unknown (the producer failed meanwhile) the checkpoint tells it.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "deliver/carrier.h"
#include "deliver/checkpoint.h"
#include "deliver/kafka_settings.h"
#include "deliver/rdkafka.h"

namespace auweave::deliver {

class Transactions {
 public:
  Transactions(KafkaSettings settings, Lineage lineage);

  static constexpr std::chrono::milliseconds kLongest{100};
  static constexpr std::size_t kMostDocuments = 10'000;

  // Looks after everything that is due. `hurry`: what is there is committed at once. False: the producer
  // has failed for good.
  bool serve(rd_kafka_t* producer, bool hurry);
  // The producer is gone; the next call comes with another one.
  void producer_gone();

  // All documents of this entry are in Kafka already.
  [[nodiscard]] bool has(std::uint64_t entry) const { return entry != 0 && entry < reached_; }
  // True: one may be produced now.
  bool ready_for(rd_kafka_t* producer);
  void sent(const Document& document, SendId id);
  // Carrier::boundary().
  void boundary(std::uint64_t next, const std::string& note);
  // Nothing of the open transaction can be committed.
  void doom() { doomed_ = true; }
  // The checkpoint in Kafka is known.
  [[nodiscard]] bool is_at_work() const { return was_ready_ && state_ != State::barred; }
  // What librdkafka says of one that failed.
  void failed(SendId id, Outcome outcome) { failures_.emplace(id, outcome); }

  // What came out since the last call.
  std::vector<Acknowledged> take_acknowledged() { return std::exchange(acknowledged_, {}); }
  // Why nothing goes, in words; "" when all is well.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }
  // What the checkpoint in Kafka says; 0: it was not seen yet, or there is none.
  [[nodiscard]] std::uint64_t reached() const { return reached_; }
  // What a person should know of the checkpoint that was found, each once.
  std::vector<std::string> take_findings() { return std::exchange(findings_, {}); }

 private:
  using Clock = std::chrono::steady_clock;
  enum class State {
    fresh,    // a producer that has not begun
    ready,    // or in a transaction
    offsets,  // the checkpoint is being sent
    committing,
    aborting,
    barred,  // somebody else goes by our id
  };
  enum class Fate { done, again, abort, fatal };

  [[nodiscard]] bool is_due(bool hurry) const;
  Fate judge(rd_kafka_error_t* error, const char* doing);
  bool go_on(Fate fate, State next);
  bool initialize(rd_kafka_t* producer);
  bool begin(rd_kafka_t* producer);
  bool find_checkpoint();
  void note_found(const std::optional<Checkpoint>& found);
  void tell(Standing standing);
  void bar(const Checkpoint& other);
  bool try_again_where_barred();
  bool send_checkpoint(rd_kafka_t* producer);
  bool commit(rd_kafka_t* producer);
  bool abort(rd_kafka_t* producer);
  void acknowledge(bool committed);

  KafkaSettings settings_;
  Lineage lineage_;
  State state_ = State::fresh;
  bool was_ready_ = false;                  // with this producer or one before it
  bool initialized_ = false;                // the present producer is
  std::uint64_t reached_ = 0;               // what the checkpoint in Kafka says
  std::optional<Clock::time_point> began_;  // the transaction that is open
  std::vector<SendId> sent_;                // in it
  std::map<SendId, Outcome> failures_;      // of them
  bool doomed_ = false;                     // it cannot be committed
  std::uint64_t next_ = 0;  // the boundary behind what was sent; 0: in the midst of an entry
  std::string note_;
  std::uint64_t pending_ = 0;  // the checkpoint of a commit of which the outcome is not known
  std::vector<Acknowledged> acknowledged_;
  std::string trouble_;
  std::vector<std::string> findings_;
  std::optional<Checkpoint> other_;  // that barred us
  Clock::time_point barred_until_;
  std::chrono::seconds barred_for_{0};
};

}  // namespace auweave::deliver

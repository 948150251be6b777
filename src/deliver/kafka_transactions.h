// Transactions: put documents into Kafka together with the checkpoint that counts them, so that
// Kafka has both or neither. A KafkaCarrier has one Transactions, which outlives the carrier's
// producers. Only deliver/ uses kafka_transactions.h.
//
// A transaction holds all documents of each of its spool entries (deliver::Outgoing). A transaction
// is committed at the first boundary of entries after it has lasted kLongest or has kMostDocuments.
// The outcomes of a transaction's documents are known when the transaction has ended. A transaction
// with a failed document cannot be committed and is aborted. If the producer fails during a commit,
// the checkpoint in Kafka tells whether the transaction was committed. Every transaction carries a
// checkpoint: of one without a document of an entry, the leaf is what changed.
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

  // Takes the steps that are due: finds the last checkpoint in Kafka, and commits or aborts the
  // open transaction. With `hurry` the open transaction is committed at the next boundary. Returns
  // false if the producer has failed for good.
  bool serve(rd_kafka_t* producer, bool hurry);
  // Tells that the producer is gone: the next call of serve() comes with another producer.
  void producer_gone();

  // True if all documents of the entry are in Kafka already.
  [[nodiscard]] bool has(std::uint64_t entry) const { return entry != 0 && entry < reached_; }
  // Returns true if the open transaction takes a document; begins a transaction if none is open.
  bool ready_for(rd_kafka_t* producer);
  // Returns, once and before the first document is taken, the leaf of the last document in Kafka: the
  // log goes on behind it. Returns nothing if no checkpoint of this spool tells it.
  std::optional<Leaf> take_log() { return std::exchange(log_, std::nullopt); }
  // Tells that a document was produced in the open transaction, with its leaf.
  void sent(const Document& document, SendId id);
  // Tells that a boundary of entries is reached, as Carrier::boundary() does.
  void boundary(std::uint64_t next, const std::string& note);
  // Tells that the open transaction cannot be committed: serve() aborts the transaction.
  void doom() { doomed_ = true; }
  // True if the checkpoint in Kafka is known and no other plugin uses the transactional.id.
  [[nodiscard]] bool is_at_work() const { return was_ready_ && state_ != State::barred; }
  // Tells that a sent document failed, and the outcome that follows from librdkafka's error.
  void failed(SendId id, Outcome outcome) { failures_.emplace(id, outcome); }

  // Takes the outcomes of the documents whose transactions have ended since the last call.
  std::vector<Acknowledged> take_acknowledged() { return std::exchange(acknowledged_, {}); }
  // Returns the reason why transactions do not go on, in words, or "" if transactions go on.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }
  // Returns the highest checkpoint that is known to have been in Kafka: the checkpoint found, the
  // checkpoint that the spool has noted (Lineage::confirmed) or the last commit. Returns 0 if no
  // checkpoint is known to have been in Kafka, or Kafka was not asked yet.
  [[nodiscard]] std::uint64_t reached() const { return reached_; }
  // Takes the findings about the checkpoint since the last call, in words for a person.
  std::vector<std::string> take_findings() { return std::exchange(findings_, {}); }

 private:
  using Clock = std::chrono::steady_clock;
  enum class State {
    fresh,    // the producer has not begun: the checkpoint has to be found first
    ready,    // documents may be produced; a transaction may be open
    offsets,  // the checkpoint is being sent
    committing,
    aborting,
    barred,  // another plugin uses our transactional.id
  };
  // Fate: the consequence of librdkafka's answer to a call.
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
  [[nodiscard]] Checkpoint checkpoint() const;
  bool send_checkpoint(rd_kafka_t* producer);
  bool commit(rd_kafka_t* producer);
  bool abort(rd_kafka_t* producer);
  void acknowledge(bool committed);

  KafkaSettings settings_;
  Lineage lineage_;
  State state_ = State::fresh;
  bool was_ready_ = false;                  // this producer or an earlier producer was ready
  bool initialized_ = false;                // the present producer has initialized its transactions
  std::uint64_t reached_ = 0;               // see reached()
  std::optional<Clock::time_point> began_;  // start of the open transaction
  std::vector<SendId> sent_;                // documents in the open transaction
  std::map<SendId, Outcome> failures_;      // outcomes of the documents that failed
  bool doomed_ = false;                     // the open transaction cannot be committed
  std::uint64_t next_ = 0;  // the boundary behind the sent documents; 0: inside an entry
  std::string note_;
  Leaf last_;                    // leaf of the document produced last
  std::string kept_note_;        // the note of the checkpoint in Kafka
  std::optional<Leaf> log_;      // see take_log()
  Leaf found_;                   // Checkpoint::last of the checkpoint found last
  std::optional<Leaf> pending_;  // last_ of a commit with an unknown outcome
  std::vector<Acknowledged> acknowledged_;
  std::string trouble_;
  std::vector<std::string> findings_;
  std::optional<Checkpoint> other_;  // the checkpoint of the plugin that barred this plugin
  Clock::time_point barred_until_;
  std::chrono::seconds barred_for_{0};
};

}  // namespace auweave::deliver

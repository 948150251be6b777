#include "deliver/kafka_transactions.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "deliver/kafka_checkpoint.h"

namespace auweave::deliver {
namespace {

// Of one call: documents gather meanwhile, and their reports are looked at after it.
constexpr int kCallMs = 2000;
constexpr std::chrono::seconds kBarred{60};
constexpr std::chrono::seconds kLongestBarred{600};

}  // namespace

Transactions::Transactions(KafkaSettings settings, Lineage lineage)
    : settings_(std::move(settings)), lineage_(std::move(lineage)) {}

bool Transactions::serve(rd_kafka_t* producer, bool hurry) {
  if (state_ == State::barred && !try_again_where_barred()) return true;
  if (state_ == State::fresh) return begin(producer);
  if (state_ == State::ready && (doomed_ || !failures_.empty())) state_ = State::aborting;
  if (state_ == State::ready && is_due(hurry)) state_ = State::offsets;
  if (state_ == State::offsets && !send_checkpoint(producer)) return false;
  if (state_ == State::committing && !commit(producer)) return false;
  return state_ != State::aborting || abort(producer);
}

bool Transactions::is_due(bool hurry) const {
  if (!began_.has_value() || next_ == 0) return false;
  return hurry || sent_.size() >= kMostDocuments || Clock::now() - *began_ >= kLongest;
}

// What librdkafka returned, and what is to be done about it.
Transactions::Fate Transactions::judge(rd_kafka_error_t* error, const char* doing) {
  const Problem problem(error);
  if (problem == nullptr) {
    trouble_.clear();
    return Fate::done;
  }
  trouble_ = std::string(doing) + ": " + rd_kafka_error_string(error);
  if (rd_kafka_error_is_fatal(error) != 0) return Fate::fatal;
  if (rd_kafka_error_txn_requires_abort(error) != 0) return Fate::abort;
  if (rd_kafka_error_is_retriable(error) != 0) return Fate::again;
  // rdkafka.h: all others are to be taken as fatal.
  return Fate::fatal;
}

bool Transactions::go_on(Fate fate, State next) {
  if (fate == Fate::abort) state_ = State::aborting;
  if (fate == Fate::done) state_ = next;
  return fate != Fate::fatal;
}

// A look comes first: whoever else is at work must not be put out by asking.
bool Transactions::begin(rd_kafka_t* producer) {
  if (!initialized_ && !initialize(producer)) return false;
  if (!initialized_ || !find_checkpoint() || state_ == State::barred) return true;
  acknowledge(pending_.has_value() && found_ == *pending_);
  was_ready_ = true;
  barred_for_ = {};
  other_.reset();
  state_ = State::ready;
  return true;
}

// A producer before this one, killed or not, is fenced then, and its open transaction aborted.
bool Transactions::initialize(rd_kafka_t* producer) {
  if (!find_checkpoint() || state_ == State::barred) return true;
  const Fate fate = judge(rd_kafka_init_transactions(producer, kCallMs), "transactions");
  initialized_ = fate == Fate::done;
  return fate == Fate::done || fate == Fate::again;
}

// True: the broker has told, and trouble_ or the state say what.
bool Transactions::find_checkpoint() {
  auto found = read_checkpoint(settings_, initialized_, kCallMs);
  if (!found.ok()) {
    trouble_ = found.error().message;
    return false;
  }
  trouble_.clear();
  note_found(*found);
  return true;
}

void Transactions::note_found(const std::optional<Checkpoint>& found) {
  const Standing standing = standing_of(found, lineage_);
  const bool first = !was_ready_;
  if (standing == Standing::other_host) return bar(*found);
  // At a start that is a spool that was lost. Later, somebody who has our id is at work.
  if (standing == Standing::foreign && !first) return bar(*found);
  found_ = found.has_value() ? found->last : Leaf();
  if (standing == Standing::ours) {
    if (found->next >= reached_) kept_note_ = found->note;
    reached_ = std::max(reached_, found->next);
  }
  reached_ = std::max(reached_, lineage_.confirmed);
  if (!first || !initialized_) return;
  // A process numbers its documents without a break, whatever is found in Kafka later.
  if (standing == Standing::ours && last_.log.empty() && !found_.log.empty()) log_ = found_;
  tell(standing);
}

void Transactions::tell(Standing standing) {
  if (standing == Standing::foreign) {
    findings_.emplace_back(
        "the checkpoint in Kafka is of another spool: documents of before may come twice there");
  }
  if (standing == Standing::older) {
    findings_.emplace_back(
        "the checkpoint in Kafka is older than what was delivered (was a broker restored?): "
        "documents may be missing there");
  }
  if (standing == Standing::none && lineage_.confirmed > 0) {
    findings_.emplace_back(
        "Kafka has no checkpoint any more (was a topic made anew, or did its offsets expire?): "
        "documents may be missing there");
  }
}

void Transactions::bar(const Checkpoint& other) {
  const bool moved = other_.has_value() && *other_ != other;
  barred_for_ = std::clamp(moved ? 2 * barred_for_ : barred_for_, kBarred, kLongestBarred);
  barred_until_ = Clock::now() + barred_for_;
  other_ = other;
  state_ = State::barred;
  trouble_ = "another plugin delivers as " + settings_.id + ", on host " + other.host +
             ": nothing is delivered here";
}

// Only one that is not at work any more is put out.
bool Transactions::try_again_where_barred() {
  if (Clock::now() < barred_until_) return false;
  auto found = read_checkpoint(settings_, false, kCallMs);
  if (!found.ok()) return false;
  if (found->has_value() && (**found != *other_ || (*found)->host != lineage_.host)) {
    bar(**found);
    return false;
  }
  state_ = State::fresh;
  was_ready_ = false;
  return true;
}

bool Transactions::ready_for(rd_kafka_t* producer) {
  if (state_ != State::ready || doomed_ || !failures_.empty() || is_due(false)) return false;
  if (began_.has_value()) return true;
  const Fate fate = judge(rd_kafka_begin_transaction(producer), "transactions");
  began_ = Clock::now();
  doomed_ = fate != Fate::done;  // serve() does what is to be done
  return !doomed_;
}

void Transactions::sent(const Document& document, SendId id) {
  sent_.push_back(id);
  last_ = document.leaf;
  if (document.entry != 0) next_ = 0;
}

void Transactions::boundary(std::uint64_t next, const std::string& note) {
  next_ = next;
  note_ = note;
}

// Documents of no entry may be delivered while entries are woven again that are in Kafka already.
Checkpoint Transactions::checkpoint() const {
  const bool further = next_ > reached_;
  return {lineage_.host,
          lineage_.spool,
          lineage_.instance,
          further ? next_ : reached_,
          further ? note_ : kept_note_,
          last_};
}

bool Transactions::send_checkpoint(rd_kafka_t* producer) {
  const Checkpoint checkpoint = this->checkpoint();
  const std::string metadata = metadata_of(checkpoint);
  const TopicPartitions list(rd_kafka_topic_partition_list_new(1));
  auto* offset =
      rd_kafka_topic_partition_list_add(list.get(), checkpoint_topic(settings_).c_str(), 0);
  offset->offset = static_cast<std::int64_t>(checkpoint.next);
  // Freed with the list.
  offset->metadata = ::strndup(metadata.data(), metadata.size());
  offset->metadata_size = metadata.size();
  const GroupMetadata group(rd_kafka_consumer_group_metadata_new(settings_.id.c_str()));
  const Fate fate =
      judge(rd_kafka_send_offsets_to_transaction(producer, list.get(), group.get(), kCallMs),
            "the checkpoint");
  return go_on(fate, State::committing);
}

bool Transactions::commit(rd_kafka_t* producer) {
  pending_ = last_;
  const Fate fate = judge(rd_kafka_commit_transaction(producer, kCallMs), "commit");
  // Failures of single documents: librdkafka has not asked the broker to commit.
  if (fate == Fate::abort) pending_.reset();
  if (fate == Fate::done) {
    if (next_ > reached_) kept_note_ = note_;
    reached_ = std::max(reached_, next_);
    acknowledge(true);
  }
  return go_on(fate, State::ready);
}

bool Transactions::abort(rd_kafka_t* producer) {
  const Fate fate = judge(rd_kafka_abort_transaction(producer, kCallMs), "abort");
  if (fate == Fate::done) acknowledge(false);
  return go_on(fate == Fate::abort ? Fate::again : fate, State::ready);
}

// What was sent stays, if only the checkpoint can tell what became of it.
void Transactions::producer_gone() {
  if (state_ != State::barred) state_ = State::fresh;
  initialized_ = false;
  if (!pending_.has_value()) acknowledge(false);
}

void Transactions::acknowledge(bool committed) {
  // The documents are sent again then, from an earlier entry on.
  if (!committed && !sent_.empty()) next_ = 0;
  for (const SendId id : std::exchange(sent_, {})) {
    const auto failure = failures_.find(id);
    const Outcome outcome = committed                    ? Outcome::delivered
                            : failure == failures_.end() ? Outcome::again
                                                         : failure->second;
    acknowledged_.push_back({id, outcome});
  }
  failures_.clear();
  began_.reset();
  doomed_ = false;
  pending_.reset();
}

}  // namespace auweave::deliver

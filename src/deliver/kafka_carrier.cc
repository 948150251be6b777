#include "deliver/kafka_carrier.h"

#include <chrono>
#include <utility>

#include "deliver/kafka_carrier_state.h"
#include "deliver/kafka_conf.h"
#include "deliver/kafka_message.h"
#include "deliver/kafka_topics.h"
#include "deliver/kafka_words.h"
#include "json/shorten.h"

namespace auweave::deliver {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kReconnect{3};
constexpr int kAloneMs = 2000;
constexpr std::chrono::seconds kStuck{5};

std::string servers_of(const KafkaSettings& settings) {
  const auto servers = settings.properties.find("bootstrap.servers");
  return servers == settings.properties.end() ? "" : servers->second;
}

}  // namespace

KafkaCarrier::State::State(const KafkaSettings& given, base::Log& to, Numbering::Start start)
    : settings(given),
      log(to),
      name("kafka " + servers_of(given)),
      numbering(std::move(start)),
      producer(settings, name, *this, log) {}

void KafkaCarrier::State::on_report(SendId id, const char* topic, rd_kafka_resp_err_t error) {
  const bool smallest = producer.most_bytes() <= kLeastMessage;
  const Outcome outcome = outcome_of(error, smallest);
  if (!transactions.has_value()) acknowledged.push_back({id, outcome});
  if (outcome == Outcome::delivered) {
    on(Trigger::delivered);
    timers.quiet_until = Clock::now();
    timers.look_again = kLookAgain;
    return;
  }
  if (error == RD_KAFKA_RESP_ERR__PURGE_QUEUE || error == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT) return;
  if (transactions.has_value()) transactions->failed(id, outcome);
  // Nobody refused it: a broker was away for as long as a message may wait.
  if (error == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT) return on(Trigger::came_back);
  on(Trigger::refused);
  too_large = too_large || is_size(error);
  in_trouble(topic_problem(topic, error));
}

void KafkaCarrier::State::on_error(rd_kafka_resp_err_t error, const char* reason) {
  if (error != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
    last_error = explain(error, reason, {scram_of_old(settings), producer.sees_kafka_4()});
  }
  if (error == RD_KAFKA_RESP_ERR__TRANSPORT || error == RD_KAFKA_RESP_ERR__TIMED_OUT) return;
  on(Trigger::complained);
  if (mode.may_send()) return;
  in_trouble(last_error.empty() ? "no broker answers" : last_error);
}

void KafkaCarrier::State::replace_producer(std::size_t most) {
  producer.replace(most);
  // Documents stay where they are as long as a producer has them.
  if (transactions.has_value()) transactions->producer_gone();
}

bool KafkaCarrier::State::produce(const std::string& topic, const Document& document, SendId id) {
  const rd_kafka_resp_err_t code = producer.produce(topic, document, id);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    if (transactions.has_value()) transactions->sent(document, id);
    return true;
  }
  const bool too_big_for_any_queue =
      code == RD_KAFKA_RESP_ERR__QUEUE_FULL && producer.waiting() == 0;
  if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL && !too_big_for_any_queue) return false;
  // Nothing of it went anywhere. The producer failed for good, or does not like the document.
  const Outcome outcome = too_big_for_any_queue ? Outcome::doubtful : outcome_of(code, true);
  if (transactions.has_value() && outcome == Outcome::again) {
    transactions->doom();
    return false;
  }
  if (transactions.has_value()) {  // it is acknowledged with the others
    transactions->sent(document, id);
    transactions->failed(id, outcome);
    return true;
  }
  acknowledged.push_back({id, outcome});
  if (outcome == Outcome::again) on(Trigger::came_back);
  return true;
}

void KafkaCarrier::State::look_after_failure() {
  const std::string failure = producer.failure();
  if (failure.empty()) return;
  in_trouble("the producer failed and is replaced: " + failure);
  on(Trigger::came_back);
  replace_producer(producer.most_bytes());
}

// A broker that is just started, or busy, has no answer at first.
void KafkaCarrier::State::serve_transactions() {
  if (!transactions->serve(producer.get(), hurry)) {
    in_trouble(transactions->trouble());
    on(Trigger::came_back);
    return replace_producer(producer.most_bytes());
  }
  if (const auto last = transactions->take_log()) numbering.resume(*last);
  auto& since = timers.stuck_since;
  if (transactions->trouble().empty()) return since.reset();
  if (!since.has_value()) since = Clock::now();
  if (Clock::now() - *since >= kStuck) in_trouble(transactions->trouble());
}

KafkaCarrier::KafkaCarrier(std::unique_ptr<State> state) : state_(std::move(state)) {}
KafkaCarrier::~KafkaCarrier() = default;

base::Result<std::unique_ptr<KafkaCarrier>> KafkaCarrier::open(
    const KafkaSettings& settings, base::Log& log, const std::optional<Lineage>& lineage,
    const Numbering::Start& numbering) {
  auto state = std::make_unique<State>(settings, log, numbering);
  if (lineage.has_value()) state->transactions.emplace(settings, *lineage);
  if (auto made = state->producer.make(0); !made.ok()) return made.error();
  return std::unique_ptr<KafkaCarrier>(new KafkaCarrier(std::move(state)));
}

// An earlier process delivered it.
bool KafkaCarrier::State::is_delivered(const Document& document) const {
  if (!transactions.has_value()) return numbering.has(document.entry);
  return transactions->is_at_work() && transactions->has(document.entry);
}

// A document that comes back keeps its leaf.
bool KafkaCarrier::State::send_numbered(const std::string& topic, Document& document, SendId id) {
  if (document.leaf.number != 0) return produce(topic, document, id);
  document.leaf = numbering.next(document);
  if (produce(topic, document, id)) {
    numbering.take(document);
    return true;
  }
  document.leaf = {};
  return false;
}

bool KafkaCarrier::send(Document& document, SendId id) {
  State& s = *state_;
  const auto topic = s.settings.topics.find(document.topic);
  if (topic == s.settings.topics.end()) {
    s.acknowledged.push_back({id, Outcome::delivered});
    return true;
  }
  if (!s.mode.may_send()) return false;
  if (s.is_delivered(document)) {
    s.acknowledged.push_back({id, Outcome::delivered});
    return true;
  }
  if (s.transactions.has_value() && !s.transactions->ready_for(s.producer.get())) return false;
  // Each refusal halves it: a broker may count in another way than we do.
  const std::size_t overhead = overhead_of(document);
  const std::size_t most = s.producer.most_bytes();
  const std::size_t room = (most > overhead ? most - overhead : 0) >> document.refusals;
  if (document.bytes.size() > room) document.bytes = json::shorten(document.bytes, room);
  if (document.refusals == 0) return s.send_numbered(topic->second, document, id);
  // It may be what its whole batch was refused for.
  s.producer.flush(kAloneMs);
  const bool taken = s.send_numbered(topic->second, document, id);
  s.producer.flush(kAloneMs);
  return taken;
}

void KafkaCarrier::serve(int wait_ms, std::vector<Acknowledged>& acknowledged) {
  State& s = *state_;
  const int wait = s.acknowledged.empty() ? wait_ms : 0;
  s.hurry ? s.producer.flush(wait) : s.producer.poll(wait);
  s.look_after_failure();
  const bool quiet = s.producer.waiting() == 0;
  if (!s.mode.may_send() && quiet && Clock::now() >= s.timers.next_look) s.look();
  if (s.transactions.has_value() && s.mode.may_send()) s.serve_transactions();
  if (quiet) s.timers.quiet_until = Clock::now();
  // A connection that was closed for being idle is back by then.
  if (s.mode.sight == BrokerSight::suspect && Clock::now() - s.timers.quiet_until > kReconnect) {
    s.on(Trigger::fell_silent);
    s.in_trouble(s.last_error.empty() ? "no broker answers" : s.last_error);
  }
  if (s.mode.is_well() && !s.timers.stuck_since.has_value() && !s.trouble.empty()) s.no_trouble();
  acknowledged.insert(acknowledged.end(), s.acknowledged.begin(), s.acknowledged.end());
  s.acknowledged.clear();
  if (!s.transactions.has_value()) return;
  for (const Acknowledged& one : s.transactions->take_acknowledged()) acknowledged.push_back(one);
}

void KafkaCarrier::boundary(std::uint64_t next, const std::string& note) {
  if (state_->transactions.has_value()) state_->transactions->boundary(next, note);
}

LeafPlace KafkaCarrier::kept_place() const { return state_->numbering.kept(); }

void KafkaCarrier::hurry() { state_->hurry = true; }

std::string KafkaCarrier::trouble() const { return state_->trouble; }

std::uint64_t KafkaCarrier::confirmed() const {
  return state_->transactions.has_value() ? state_->transactions->reached() : 0;
}

std::vector<std::string> KafkaCarrier::take_findings() {
  return state_->transactions.has_value() ? state_->transactions->take_findings()
                                          : std::vector<std::string>();
}

void KafkaCarrier::fail_for_test() {
  rd_kafka_test_fatal_error(state_->producer.get(), RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER,
                            "as a test wants it");
}

}  // namespace auweave::deliver

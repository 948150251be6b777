#include "deliver/kafka_carrier.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "deliver/kafka_conf.h"
#include "deliver/kafka_message.h"
#include "deliver/kafka_producer.h"
#include "deliver/kafka_topics.h"
#include "deliver/kafka_transactions.h"
#include "deliver/kafka_words.h"
#include "json/shorten.h"

namespace auweave::deliver {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLookAgain{1};
constexpr std::chrono::seconds kLongestLookAgain{60};  // while documents are refused
constexpr std::size_t kLeastMessage = 16UL * 1024;
constexpr std::chrono::seconds kReconnect{3};
constexpr int kMostSilentLooks = 5;
constexpr int kMostProblemLooks = 2;
constexpr int kAloneMs = 2000;
constexpr std::chrono::seconds kStuck{5};

}  // namespace

struct KafkaCarrier::State : KafkaProducer::Listener {
  State(KafkaSettings given, std::string called, base::Log& to,
        const std::optional<Lineage>& lineage)
      : settings(std::move(given)),
        log(to),
        name(std::move(called)),
        producer(settings, name, *this, log) {
    if (lineage.has_value()) transactions.emplace(settings, *lineage);
  }

  KafkaSettings settings;
  base::Log& log;
  std::string name;   // "kafka 127.0.0.1:9092"
  bool open = false;  // topics were looked at, documents may go
  Clock::time_point next_look = Clock::now();
  std::vector<Settled> settled;  // since the last serve()
  bool warned = false;
  bool hurry = false;
  bool lost_sight = false;  // no broker answers
  bool suspect = false;     // librdkafka complained, and nothing was delivered since
  Clock::time_point quiet_until = Clock::now();  // something was delivered then, or nothing waited
  bool refused = false;                          // a document was, and none was delivered since
  bool too_large = false;                        // one of those refused was
  std::chrono::seconds look_again = kLookAgain;
  int silent_looks = 0;   // of them nobody knows why they had no answer
  int problem_looks = 0;  // that found something to complain of, in a row
  std::string last_error;
  std::string trouble;
  std::optional<Transactions> transactions;
  std::optional<Clock::time_point> stuck_since;  // those
  // Behind what it reports to.
  KafkaProducer producer;

  void on_report(Ticket ticket, const char* topic, rd_kafka_resp_err_t error) override;
  void on_error(rd_kafka_resp_err_t error, const char* reason) override;
  void replace_producer(std::size_t most);
  void look();
  void unanswered();
  void in_trouble(const std::string& what);
  void no_trouble();
  bool produce(const std::string& topic, const Document& document, Ticket ticket);
  void look_after_failure();
  void serve_transactions();
};

void KafkaCarrier::State::on_report(Ticket ticket, const char* topic, rd_kafka_resp_err_t error) {
  const bool smallest = producer.most_bytes() <= kLeastMessage;
  const Outcome outcome = outcome_of(error, smallest);
  if (!transactions.has_value()) settled.push_back({ticket, outcome});
  if (outcome == Outcome::delivered) {
    lost_sight = suspect = false;
    quiet_until = Clock::now();
    refused = false;
    look_again = kLookAgain;
    return;
  }
  if (error == RD_KAFKA_RESP_ERR__PURGE_QUEUE || error == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT) return;
  if (transactions.has_value()) transactions->failed(ticket, outcome);
  open = false;
  // Nobody refused it: a broker was away for as long as a message may wait.
  if (error == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT) return;
  refused = true;
  too_large = too_large || is_size(error);
  in_trouble(topic_problem(topic, error));
}

void KafkaCarrier::State::on_error(rd_kafka_resp_err_t error, const char* reason) {
  if (error != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
    last_error = explain(error, reason, {scram_of_old(settings), producer.sees_kafka_4()});
  }
  if (error == RD_KAFKA_RESP_ERR__TRANSPORT || error == RD_KAFKA_RESP_ERR__TIMED_OUT) return;
  // It may be one broker of several, or said once while nobody needs a broker: serve() will see.
  suspect = true;
  if (open) return;
  lost_sight = true;
  in_trouble(last_error.empty() ? "no broker answers" : last_error);
}

void KafkaCarrier::State::replace_producer(std::size_t most) {
  producer.replace(most);
  // Documents stay where they are as long as a producer has them.
  if (transactions.has_value()) transactions->producer_gone();
}

void KafkaCarrier::State::in_trouble(const std::string& what) {
  trouble = what;
  log.trouble(name, name + ": " + what);
}

void KafkaCarrier::State::no_trouble() {
  log.over(name, name + ": delivers again");
  trouble.clear();
}

// Why comes by on_error, sooner or later; until then nothing is known to be wrong.
void KafkaCarrier::State::unanswered() {
  producer.poll(0);
  if (lost_sight) return;  // said already
  if (!last_error.empty()) return in_trouble(last_error);
  if (++silent_looks >= kMostSilentLooks) in_trouble("no broker answers");
}

void KafkaCarrier::State::look() {
  const TopicsFound found = look_at_topics(producer.get(), settings);
  next_look = Clock::now() + (found.answered ? look_again : kLookAgain);
  if (!found.answered) return unanswered();
  if (refused) look_again = std::min(2 * look_again, kLongestLookAgain);
  lost_sight = suspect = false;
  silent_looks = 0;
  if (!found.problems.empty()) {
    // Brokers learn of a topic that was just made one after the other.
    if (++problem_looks < kMostProblemLooks) return;
    return in_trouble(found.problems);
  }
  for (const std::string& warning : found.warnings) {
    if (!warned) log.say(base::Log::Level::warning, name + ": " + warning);
  }
  warned = true;
  problem_looks = 0;
  // A batch above the topic's limit would be refused whole, however small its documents.
  std::size_t most =
      found.most_message_bytes > 0 ? found.most_message_bytes : producer.most_bytes();
  // The broker does not tell its limit, or tells another one than it keeps.
  const std::size_t now = producer.most_bytes();
  if (std::exchange(too_large, false) && most >= now && now > kLeastMessage)
    most = std::max(now / 2, kLeastMessage);
  if (most < now) replace_producer(most);
  open = true;
  // After a refusal only a document that arrives shows that it is over.
  if (!refused) no_trouble();
}

bool KafkaCarrier::State::produce(const std::string& topic, const Document& document,
                                  Ticket ticket) {
  const rd_kafka_resp_err_t code = producer.produce(topic, document, ticket);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    if (transactions.has_value()) transactions->sent(document, ticket);
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
  if (transactions.has_value()) {  // it settles with the others
    transactions->sent(document, ticket);
    transactions->failed(ticket, outcome);
    return true;
  }
  settled.push_back({ticket, outcome});
  if (outcome == Outcome::again) open = false;
  return true;
}

void KafkaCarrier::State::look_after_failure() {
  const std::string failure = producer.failure();
  if (failure.empty()) return;
  in_trouble("the producer failed and is replaced: " + failure);
  open = false;
  replace_producer(producer.most_bytes());
}

// A broker that is just started, or busy, has no answer at first.
void KafkaCarrier::State::serve_transactions() {
  if (!transactions->serve(producer.get(), hurry)) {
    in_trouble(transactions->trouble());
    open = false;
    return replace_producer(producer.most_bytes());
  }
  if (transactions->trouble().empty()) return stuck_since.reset();
  if (!stuck_since.has_value()) stuck_since = Clock::now();
  if (Clock::now() - *stuck_since >= kStuck) in_trouble(transactions->trouble());
}

KafkaCarrier::KafkaCarrier(std::unique_ptr<State> state) : state_(std::move(state)) {}
KafkaCarrier::~KafkaCarrier() = default;

base::Result<std::unique_ptr<KafkaCarrier>> KafkaCarrier::open(
    const KafkaSettings& settings, base::Log& log, const std::optional<Lineage>& lineage) {
  const auto servers = settings.properties.find("bootstrap.servers");
  auto state = std::make_unique<State>(
      settings, "kafka " + (servers == settings.properties.end() ? "" : servers->second), log,
      lineage);
  if (auto made = state->producer.make(0); !made.ok()) return made.error();
  return std::unique_ptr<KafkaCarrier>(new KafkaCarrier(std::move(state)));
}

bool KafkaCarrier::send(Document& document, Ticket ticket) {
  State& s = *state_;
  const auto topic = s.settings.topics.find(document.topic);
  if (topic == s.settings.topics.end()) {
    s.settled.push_back({ticket, Outcome::delivered});
    return true;
  }
  if (!s.open) return false;
  if (s.transactions.has_value()) {
    if (s.transactions->is_at_work() && s.transactions->has(document.cause)) {
      s.settled.push_back({ticket, Outcome::delivered});
      return true;
    }
    if (!s.transactions->ready_for(s.producer.get())) return false;
  }
  // Each refusal halves it: a broker may count in another way than we do.
  const std::size_t overhead = overhead_of(document);
  const std::size_t most = s.producer.most_bytes();
  const std::size_t room = (most > overhead ? most - overhead : 0) >> document.refusals;
  if (document.bytes.size() > room) document.bytes = json::shorten(document.bytes, room);
  if (document.refusals == 0) return s.produce(topic->second, document, ticket);
  // It may be what its whole batch was refused for.
  s.producer.flush(kAloneMs);
  const bool taken = s.produce(topic->second, document, ticket);
  s.producer.flush(kAloneMs);
  return taken;
}

void KafkaCarrier::serve(int wait_ms, std::vector<Settled>& settled) {
  State& s = *state_;
  const int wait = s.settled.empty() ? wait_ms : 0;
  s.hurry ? s.producer.flush(wait) : s.producer.poll(wait);
  s.look_after_failure();
  const bool quiet = s.producer.waiting() == 0;
  if (!s.open && quiet && Clock::now() >= s.next_look) s.look();
  if (s.transactions.has_value() && s.open) s.serve_transactions();
  if (quiet) s.quiet_until = Clock::now();
  // A connection that was closed for being idle is back by then.
  if (s.suspect && !s.lost_sight && Clock::now() - s.quiet_until > kReconnect) {
    s.lost_sight = true;
    s.in_trouble(s.last_error.empty() ? "no broker answers" : s.last_error);
  }
  if (s.open && !s.lost_sight && !s.refused && !s.stuck_since.has_value() && !s.trouble.empty())
    s.no_trouble();
  settled.insert(settled.end(), s.settled.begin(), s.settled.end());
  s.settled.clear();
  if (!s.transactions.has_value()) return;
  for (const Settled& one : s.transactions->take_settled()) settled.push_back(one);
}

void KafkaCarrier::boundary(std::uint64_t next, const std::string& note) {
  if (state_->transactions.has_value()) state_->transactions->boundary(next, note);
}

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

#include "deliver/kafka_carrier.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "deliver/kafka_conf.h"
#include "deliver/kafka_message.h"
#include "deliver/kafka_mode.h"
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
  void look_after_failure();
  void serve_transactions();
};

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
  if (mode.sight == BrokerSight::lost) return;  // said already
  if (!last_error.empty()) return in_trouble(last_error);
  if (++looks.silent >= kMostSilentLooks) in_trouble("no broker answers");
}

void KafkaCarrier::State::look() {
  const TopicsFound found = look_at_topics(producer.get(), settings);
  timers.next_look = Clock::now() + (found.answered ? timers.look_again : kLookAgain);
  if (!found.answered) return unanswered();
  if (mode.was_refused()) timers.look_again = std::min(2 * timers.look_again, kLongestLookAgain);
  on(Trigger::answered);
  looks.silent = 0;
  if (!found.problems.empty()) {
    // Brokers learn of a topic that was just made one after the other.
    if (++looks.with_problems < kMostProblemLooks) return;
    return in_trouble(found.problems);
  }
  for (const std::string& warning : found.warnings) {
    if (!looks.warned) log.say(base::Log::Level::warning, name + ": " + warning);
  }
  looks.warned = true;
  looks.with_problems = 0;
  // A batch above the topic's limit would be refused whole, however small its documents.
  std::size_t most =
      found.most_message_bytes > 0 ? found.most_message_bytes : producer.most_bytes();
  // The broker does not tell its limit, or tells another one than it keeps.
  const std::size_t now = producer.most_bytes();
  if (std::exchange(too_large, false) && most >= now && now > kLeastMessage)
    most = std::max(now / 2, kLeastMessage);
  if (most < now) replace_producer(most);
  on(Trigger::topics_fit);
  if (!mode.was_refused()) no_trouble();
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
  auto& since = timers.stuck_since;
  if (transactions->trouble().empty()) return since.reset();
  if (!since.has_value()) since = Clock::now();
  if (Clock::now() - *since >= kStuck) in_trouble(transactions->trouble());
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

bool KafkaCarrier::send(Document& document, SendId id) {
  State& s = *state_;
  const auto topic = s.settings.topics.find(document.topic);
  if (topic == s.settings.topics.end()) {
    s.acknowledged.push_back({id, Outcome::delivered});
    return true;
  }
  if (!s.mode.may_send()) return false;
  if (s.transactions.has_value()) {
    if (s.transactions->is_at_work() && s.transactions->has(document.entry)) {
      s.acknowledged.push_back({id, Outcome::delivered});
      return true;
    }
    if (!s.transactions->ready_for(s.producer.get())) return false;
  }
  // Each refusal halves it: a broker may count in another way than we do.
  const std::size_t overhead = overhead_of(document);
  const std::size_t most = s.producer.most_bytes();
  const std::size_t room = (most > overhead ? most - overhead : 0) >> document.refusals;
  if (document.bytes.size() > room) document.bytes = json::shorten(document.bytes, room);
  if (document.refusals == 0) return s.produce(topic->second, document, id);
  // It may be what its whole batch was refused for.
  s.producer.flush(kAloneMs);
  const bool taken = s.produce(topic->second, document, id);
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

#include "deliver/kafka_carrier.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cstring>
#include <utility>

#include "deliver/kafka_conf.h"
#include "deliver/kafka_message.h"
#include "deliver/kafka_topics.h"
#include "deliver/kafka_words.h"
#include "json/shorten.h"

namespace auweave::deliver {
namespace {

using base::Error;
using base::ErrorKind;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLookAgain{1};
constexpr std::chrono::seconds kLongestLookAgain{60};  // while documents are refused
constexpr std::size_t kLeastMessage = 16UL * 1024;
constexpr std::chrono::seconds kReconnect{3};
constexpr int kMostSilentLooks = 5;
constexpr int kMostProblemLooks = 2;

}  // namespace

struct KafkaCarrier::State {
  State(KafkaSettings given, base::Log& to) : settings(std::move(given)), log(to) {}

  KafkaSettings settings;
  base::Log& log;
  std::string name;            // "kafka 127.0.0.1:9092"
  std::size_t most_bytes = 0;  // of a message on its way
  bool open = false;           // topics were looked at, documents may go
  Clock::time_point next_look = Clock::now();
  std::vector<Settled>* settled = nullptr;  // where reports go while serve() runs
  std::vector<Settled> early;               // what send() knew already
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
  std::atomic<bool> kafka_4{false};  // set by librdkafka's threads
  bool user_wants_logs = false;
  // The last member: destroyed first, while what its threads may still say has a place.
  Producer producer;

  base::Status make_producer(std::size_t most);
  void replace_producer(std::size_t most);
  void look();
  void unanswered();
  void in_trouble(const std::string& what);
  void no_trouble();
  bool produce(const std::string& topic, const Document& document, Ticket ticket);

  static State& of(void* opaque) { return *static_cast<State*>(opaque); }
  static void on_report(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque);
  static void on_error(rd_kafka_t*, int code, const char* reason, void* opaque);
  static void on_log(const rd_kafka_t* producer, int level, const char* facility, const char* text);
};

void KafkaCarrier::State::on_report(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  State& s = of(opaque);
  if (s.settled == nullptr) return;  // at the very end
  const bool smallest = s.most_bytes <= kLeastMessage;
  const Outcome outcome = outcome_of(message->err, smallest);
  s.settled->push_back({std::bit_cast<Ticket>(message->_private), outcome});
  if (outcome == Outcome::delivered) {
    s.lost_sight = s.suspect = false;
    s.quiet_until = Clock::now();
    s.refused = false;
    s.look_again = kLookAgain;
    return;
  }
  if (message->err == RD_KAFKA_RESP_ERR__PURGE_QUEUE ||
      message->err == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT) {
    return;
  }
  s.open = false;
  s.refused = true;
  s.too_large = s.too_large || is_size(message->err);
  s.in_trouble(topic_problem(rd_kafka_topic_name(message->rkt), message->err));
}

void KafkaCarrier::State::on_error(rd_kafka_t*, int code, const char* reason, void* opaque) {
  State& s = of(opaque);
  const auto error = static_cast<rd_kafka_resp_err_t>(code);
  if (error == RD_KAFKA_RESP_ERR__FATAL) return;  // serve() asks for it
  if (error != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
    s.last_error = explain(error, reason, {scram_of_old(s.settings), s.kafka_4.load()});
  }
  if (error == RD_KAFKA_RESP_ERR__TRANSPORT || error == RD_KAFKA_RESP_ERR__TIMED_OUT) return;
  // It may be one broker of several, or said once while nobody needs a broker: serve() will see.
  s.suspect = true;
  if (s.open) return;
  s.lost_sight = true;
  s.in_trouble(s.last_error.empty() ? "no broker answers" : s.last_error);
}

void KafkaCarrier::State::on_log(const rd_kafka_t* producer, int level, const char* facility,
                                 const char* text) {
  State& s = of(rd_kafka_opaque(producer));
  // Kafka 4 dropped Fetch below version 4, and with it librdkafka's feature MsgVer1.
  if (std::strstr(text, "Feature MsgVer1") != nullptr &&
      std::strstr(text, "NOT supported by broker") != nullptr) {
    s.kafka_4 = true;
  }
  if (s.user_wants_logs) {
    s.log.say(level <= 3 ? base::Log::Level::error : base::Log::Level::note,
              s.name + ": librdkafka: " + facility + ": " + text);
  }
}

base::Status KafkaCarrier::State::make_producer(std::size_t most) {
  auto conf = make_conf(settings, most);
  if (!conf.ok()) return conf.error();
  most_bytes = std::stoul(property(conf->get(), "message.max.bytes"));
  rd_kafka_conf_set_dr_msg_cb(conf->get(), on_report);
  rd_kafka_conf_set_error_cb(conf->get(), on_error);
  rd_kafka_conf_set_log_cb(conf->get(), on_log);
  rd_kafka_conf_set_opaque(conf->get(), this);
  std::array<char, 512> why{};
  rd_kafka_t* made = rd_kafka_new(RD_KAFKA_PRODUCER, conf->get(), why.data(), why.size());
  if (made == nullptr) return Error{ErrorKind::config, name + ": " + why.data()};
  static_cast<void>(conf->release());  // the producer owns it now, and only now
  producer.reset(made);
  return base::ok();
}

// What is still with the old one comes back first.
void KafkaCarrier::State::replace_producer(std::size_t most) {
  rd_kafka_purge(producer.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  while (rd_kafka_outq_len(producer.get()) > 0) rd_kafka_poll(producer.get(), 10);
  if (auto made = make_producer(most); !made.ok())
    log.say(base::Log::Level::error, made.error().message);
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
  rd_kafka_poll(producer.get(), 0);
  if (lost_sight) return;  // said already
  if (!last_error.empty()) return in_trouble(last_error);
  if (++silent_looks >= kMostSilentLooks) in_trouble("no broker answers");
}

void KafkaCarrier::State::look() {
  next_look = Clock::now() + look_again;
  if (refused) look_again = std::min(2 * look_again, kLongestLookAgain);
  const TopicsFound found = look_at_topics(producer.get(), settings);
  if (!found.answered) return unanswered();
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
  std::size_t most = found.most_message_bytes > 0 ? found.most_message_bytes : most_bytes;
  // The broker does not tell its limit, or tells another one than it keeps.
  if (std::exchange(too_large, false) && most >= most_bytes && most_bytes > kLeastMessage)
    most = std::max(most_bytes / 2, kLeastMessage);
  if (most < most_bytes) replace_producer(most);
  open = true;
  // After a refusal only a document that arrives shows that it is over.
  if (!refused) no_trouble();
}

bool KafkaCarrier::State::produce(const std::string& topic, const Document& document,
                                  Ticket ticket) {
  Headers headers = headers_of(document);
  std::array<rd_kafka_vu_t, 5> given{};
  given[0].vtype = RD_KAFKA_VTYPE_TOPIC;
  given[0].u.cstr = topic.c_str();
  given[1].vtype = RD_KAFKA_VTYPE_KEY;
  given[1].u.mem = {const_cast<char*>(document.key.data()), document.key.size()};
  given[2].vtype = RD_KAFKA_VTYPE_VALUE;
  given[2].u.mem = {const_cast<char*>(document.bytes.data()), document.bytes.size()};
  given[3].vtype = RD_KAFKA_VTYPE_HEADERS;
  given[3].u.headers = headers.get();
  given[4].vtype = RD_KAFKA_VTYPE_OPAQUE;
  given[4].u.ptr = std::bit_cast<void*>(ticket);
  rd_kafka_error_t* error = rd_kafka_produceva(producer.get(), given.data(), given.size());
  const rd_kafka_resp_err_t code = rd_kafka_error_code(error);  // of null: none
  rd_kafka_error_destroy(error);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    static_cast<void>(headers.release());  // librdkafka's now
    return true;
  }
  const bool too_big_for_any_queue =
      code == RD_KAFKA_RESP_ERR__QUEUE_FULL && rd_kafka_outq_len(producer.get()) == 0;
  if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL && !too_big_for_any_queue) return false;
  // Nothing of it went anywhere. The producer failed for good, or does not like the document.
  const Outcome outcome = too_big_for_any_queue ? Outcome::doubtful : outcome_of(code, true);
  early.push_back({ticket, outcome});
  if (outcome == Outcome::again) open = false;
  return true;
}

KafkaCarrier::KafkaCarrier(std::unique_ptr<State> state) : state_(std::move(state)) {}
KafkaCarrier::~KafkaCarrier() = default;

base::Result<std::unique_ptr<KafkaCarrier>> KafkaCarrier::open(const KafkaSettings& settings,
                                                               base::Log& log) {
  auto state = std::make_unique<State>(settings, log);
  const auto servers = settings.properties.find("bootstrap.servers");
  state->name = "kafka " + (servers == settings.properties.end() ? "" : servers->second);
  state->user_wants_logs = settings.properties.contains("debug");
  if (auto made = state->make_producer(0); !made.ok()) return made.error();
  return std::unique_ptr<KafkaCarrier>(new KafkaCarrier(std::move(state)));
}

bool KafkaCarrier::send(Document& document, Ticket ticket) {
  State& s = *state_;
  const auto topic = s.settings.topics.find(document.kind);
  if (topic == s.settings.topics.end()) {
    s.early.push_back({ticket, Outcome::delivered});
    return true;
  }
  if (!s.open) return false;
  // Each refusal halves it: a broker may count in another way than we do.
  const std::size_t overhead = overhead_of(document);
  const std::size_t room =
      (s.most_bytes > overhead ? s.most_bytes - overhead : 0) >> document.refusals;
  if (document.bytes.size() > room) document.bytes = json::shorten(document.bytes, room);
  return s.produce(topic->second, document, ticket);
}

void KafkaCarrier::serve(int wait_ms, std::vector<Settled>& settled) {
  State& s = *state_;
  settled.insert(settled.end(), s.early.begin(), s.early.end());
  const bool waits = s.early.empty();
  s.early.clear();
  s.settled = &settled;
  if (s.hurry) {
    rd_kafka_flush(s.producer.get(), waits ? wait_ms : 0);  // without linger.ms
  } else {
    rd_kafka_poll(s.producer.get(), waits ? wait_ms : 0);
  }
  std::array<char, 512> why{};
  if (rd_kafka_fatal_error(s.producer.get(), why.data(), why.size()) !=
      RD_KAFKA_RESP_ERR_NO_ERROR) {
    s.in_trouble(std::string("the producer failed and is replaced: ") + why.data());
    s.open = false;
    s.replace_producer(s.most_bytes);
  }
  const bool quiet = rd_kafka_outq_len(s.producer.get()) == 0;
  if (!s.open && quiet && Clock::now() >= s.next_look) s.look();
  if (quiet) s.quiet_until = Clock::now();
  // A connection that was closed for being idle is back by then.
  if (s.suspect && !s.lost_sight && Clock::now() - s.quiet_until > kReconnect) {
    s.lost_sight = true;
    s.in_trouble(s.last_error.empty() ? "no broker answers" : s.last_error);
  }
  if (s.open && !s.lost_sight && !s.refused && !s.trouble.empty()) s.no_trouble();
  s.settled = nullptr;
}

void KafkaCarrier::hurry() { state_->hurry = true; }

std::string KafkaCarrier::trouble() const { return state_->trouble; }

void KafkaCarrier::fail_for_test() {
  rd_kafka_test_fatal_error(state_->producer.get(), RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER,
                            "as a test wants it");
}

}  // namespace auweave::deliver

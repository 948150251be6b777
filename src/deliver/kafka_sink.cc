#include "deliver/kafka_sink.h"

#include <librdkafka/rdkafka.h>

#include <array>
#include <utility>

namespace auweave::deliver {
namespace {

using base::Error;
using base::ErrorKind;

struct ConfCloser {
  void operator()(rd_kafka_conf_t* conf) const { rd_kafka_conf_destroy(conf); }
};
struct ProducerCloser {
  void operator()(rd_kafka_t* producer) const { rd_kafka_destroy(producer); }
};
using Conf = std::unique_ptr<rd_kafka_conf_t, ConfCloser>;

// What librdkafka did with what it was given; reports come in put() and flush() alone.
struct Reports {
  std::uint64_t delivered = 0;
  std::uint64_t failed = 0;
  std::string last_failure;
};

void on_report(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  auto& reports = *static_cast<Reports*>(opaque);
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    ++reports.delivered;
    return;
  }
  ++reports.failed;
  reports.last_failure = rd_kafka_err2str(message->err);
}

base::Status set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  std::array<char, 512> why{};
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), why.data(), why.size()) ==
      RD_KAFKA_CONF_OK) {
    return base::ok();
  }
  return Error{ErrorKind::config, "kafka: " + name + ": " + why.data()};
}

base::Result<Conf> make_conf(const KafkaSettings& settings, Reports& reports) {
  Conf conf(rd_kafka_conf_new());
  // Defaults an administrator may override. murmur2_random is the Java clients' partitioner, so
  // that producers of both kinds put one session into one partition.
  std::map<std::string, std::string> properties = {{"client.id", "auweave"},
                                                   {"partitioner", "murmur2_random"},
                                                   {"queue.buffering.max.kbytes", "65536"},
                                                   {"linger.ms", "20"}};
  for (const auto& [name, value] : settings.properties) properties[name] = value;
  properties["enable.idempotence"] = "true";
  for (const auto& [name, value] : properties) {
    if (auto done = set(conf.get(), name, value); !done.ok()) return done.error();
  }
  rd_kafka_conf_set_dr_msg_cb(conf.get(), on_report);
  rd_kafka_conf_set_opaque(conf.get(), &reports);
  return conf;
}

}  // namespace

struct KafkaSink::State {
  std::map<std::string, std::string, std::less<>> topics;
  Reports reports;
  std::uint64_t refused = 0;
  bool patient = true;
  // Last member: destroyed first, while the reports it may still give have a place.
  std::unique_ptr<rd_kafka_t, ProducerCloser> producer;

  rd_kafka_resp_err_t produce(const std::string& topic, const Outgoing& document) const {
    std::array<rd_kafka_vu_t, 4> given{};
    given[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    given[0].u.cstr = topic.c_str();
    given[1].vtype = RD_KAFKA_VTYPE_KEY;
    given[1].u.mem = {const_cast<char*>(document.key.data()), document.key.size()};
    given[2].vtype = RD_KAFKA_VTYPE_VALUE;
    given[2].u.mem = {const_cast<char*>(document.bytes.data()), document.bytes.size()};
    given[3].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    given[3].u.i = RD_KAFKA_MSG_F_COPY;
    rd_kafka_error_t* error = rd_kafka_produceva(producer.get(), given.data(), given.size());
    const rd_kafka_resp_err_t code = rd_kafka_error_code(error);  // of null: none
    rd_kafka_error_destroy(error);
    return code;
  }
};

KafkaSink::KafkaSink(std::unique_ptr<State> state) : state_(std::move(state)) {}
KafkaSink::KafkaSink(KafkaSink&&) noexcept = default;
KafkaSink::~KafkaSink() = default;

base::Result<KafkaSink> KafkaSink::connect(const KafkaSettings& settings) {
  auto state = std::make_unique<State>();
  state->topics = settings.topics;
  auto conf = make_conf(settings, state->reports);
  if (!conf.ok()) return conf.error();
  std::array<char, 512> why{};
  rd_kafka_t* producer = rd_kafka_new(RD_KAFKA_PRODUCER, conf->get(), why.data(), why.size());
  if (producer == nullptr) return Error{ErrorKind::config, std::string("kafka: ") + why.data()};
  static_cast<void>(conf->release());  // the producer owns it now, and only now
  state->producer.reset(producer);
  return KafkaSink(std::move(state));
}

base::Status KafkaSink::put(const Outgoing& document) {
  State& s = *state_;
  const auto topic = s.topics.find(document.kind);
  if (topic == s.topics.end()) return base::ok();
  rd_kafka_poll(s.producer.get(), 0);
  rd_kafka_resp_err_t error = s.produce(topic->second, document);
  for (int waited = 0; error == RD_KAFKA_RESP_ERR__QUEUE_FULL && s.patient && waited < kPatienceMs;
       waited += 10) {
    rd_kafka_poll(s.producer.get(), 10);
    error = s.produce(topic->second, document);
  }
  s.patient = error != RD_KAFKA_RESP_ERR__QUEUE_FULL;
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return base::ok();
  ++s.refused;
  return Error{ErrorKind::io, "kafka: " + topic->second + ": " + rd_kafka_err2str(error)};
}

base::Status KafkaSink::flush(int timeout_ms) {
  State& s = *state_;
  rd_kafka_flush(s.producer.get(), timeout_ms);
  // Without time to wait for it, what is still on its way is no failure.
  const int waiting = timeout_ms > 0 ? rd_kafka_outq_len(s.producer.get()) : 0;
  const std::uint64_t lost = s.reports.failed + s.refused + static_cast<std::uint64_t>(waiting);
  if (lost == 0) return base::ok();
  std::string message = "kafka: " + std::to_string(s.reports.delivered) + " documents delivered, " +
                        std::to_string(s.reports.failed) + " failed, " + std::to_string(s.refused) +
                        " refused, " + std::to_string(waiting) + " without an answer";
  if (!s.reports.last_failure.empty()) message += "; last failure: " + s.reports.last_failure;
  return Error{ErrorKind::io, message};
}

}  // namespace auweave::deliver

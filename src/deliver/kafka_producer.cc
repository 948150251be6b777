#include "deliver/kafka_producer.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "deliver/kafka_conf.h"
#include "deliver/kafka_message.h"

namespace auweave::deliver {

using base::Error;
using base::ErrorKind;

KafkaProducer::KafkaProducer(const KafkaSettings& settings, std::string name, Listener& listener,
                             base::Log& log)
    : settings_(settings),
      name_(std::move(name)),
      listener_(listener),
      log_(log),
      user_wants_logs_(settings.properties.contains("debug")),
      reports_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void KafkaProducer::on_report(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  of(opaque).listener_.on_report(std::bit_cast<SendId>(message->_private),
                                 rd_kafka_topic_name(message->rkt), message->err);
}

void KafkaProducer::on_error(rd_kafka_t*, int code, const char* reason, void* opaque) {
  const auto error = static_cast<rd_kafka_resp_err_t>(code);
  if (error == RD_KAFKA_RESP_ERR__FATAL) return;  // failure() tells
  of(opaque).listener_.on_error(error, reason);
}

void KafkaProducer::on_log(const rd_kafka_t* producer, int level, const char* facility,
                           const char* text) {
  KafkaProducer& own = of(rd_kafka_opaque(producer));
  // Kafka 4 dropped Fetch below version 4, and with it librdkafka's feature MsgVer1.
  if (std::strstr(text, "Feature MsgVer1") != nullptr &&
      std::strstr(text, "NOT supported by broker") != nullptr) {
    own.kafka_4_ = true;
  }
  if (own.user_wants_logs_) {
    own.log_.say(level <= 3 ? base::Log::Level::error : base::Log::Level::note,
                 own.name_ + ": librdkafka: " + facility + ": " + text);
  }
}

base::Status KafkaProducer::make(std::size_t most) {
  auto conf = make_conf(settings_, most);
  if (!conf.ok()) return conf.error();
  most_bytes_ = std::stoul(property(conf->get(), "message.max.bytes"));
  rd_kafka_conf_set_dr_msg_cb(conf->get(), on_report);
  rd_kafka_conf_set_error_cb(conf->get(), on_error);
  rd_kafka_conf_set_log_cb(conf->get(), on_log);
  rd_kafka_conf_set_opaque(conf->get(), this);
  std::array<char, 512> why{};
  rd_kafka_t* made = rd_kafka_new(RD_KAFKA_PRODUCER, conf->get(), why.data(), why.size());
  if (made == nullptr) return Error{ErrorKind::config, name_ + ": " + why.data()};
  static_cast<void>(conf->release());  // the producer owns it now, and only now
  handle_.reset(made);
  const Queue reports(rd_kafka_queue_get_main(made));
  constexpr std::uint64_t kOne = 1;
  rd_kafka_queue_io_event_enable(reports.get(), reports_.get(), &kOne, sizeof kOne);
  return base::ok();
}

// librdkafka waits until a time of the wall clock: were that set back by an hour meanwhile, its poll would
// return an hour later. So it is never asked to wait.
void KafkaProducer::poll(int wait_ms) {
  if (rd_kafka_poll(get(), 0) > 0 || wait_ms == 0) return;
  pollfd waiting{reports_.get(), POLLIN, 0};
  if (::poll(&waiting, 1, wait_ms) <= 0) return;
  eventfd_t count = 0;
  ::eventfd_read(reports_.get(), &count);
  rd_kafka_poll(get(), 0);
}

void KafkaProducer::replace(std::size_t most) {
  rd_kafka_purge(get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  while (waiting() > 0) poll(10);
  if (auto made = make(most); !made.ok()) log_.say(base::Log::Level::error, made.error().message);
}

rd_kafka_resp_err_t KafkaProducer::produce(const std::string& topic, const Document& document,
                                           SendId id) {
  Headers headers = headers_of(document, settings_.cloud_events);
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
  given[4].u.ptr = std::bit_cast<void*>(id);
  rd_kafka_error_t* error = rd_kafka_produceva(get(), given.data(), given.size());
  const rd_kafka_resp_err_t code = rd_kafka_error_code(error);  // of null: none
  rd_kafka_error_destroy(error);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) static_cast<void>(headers.release());  // librdkafka's
  return code;
}

std::string KafkaProducer::failure() const {
  std::array<char, 512> why{};
  return rd_kafka_fatal_error(get(), why.data(), why.size()) == RD_KAFKA_RESP_ERR_NO_ERROR
             ? ""
             : why.data();
}

}  // namespace auweave::deliver

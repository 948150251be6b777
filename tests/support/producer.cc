#include "support/producer.h"

#include "support/kafka_client.h"

namespace auweave::support {
namespace {

void on_report(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  auto& produced = *static_cast<Produced*>(opaque);
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    ++produced.delivered;
  } else {
    produced.failure = rd_kafka_err2str(message->err);
  }
}

void on_error(rd_kafka_t*, int, const char* reason, void* opaque) {
  static_cast<Produced*>(opaque)->trouble.append(reason).append("\n");
}

// librdkafka takes bytes it only reads as bytes it might change.
rd_kafka_vu_t bytes(rd_kafka_vtype_t type, const std::string& of) {
  rd_kafka_vu_t given{};
  given.vtype = type;
  given.u.mem = {const_cast<char*>(of.data()), of.size()};
  return given;
}

rd_kafka_vu_t header(const std::pair<std::string, std::string>& from) {
  rd_kafka_vu_t given{};
  given.vtype = RD_KAFKA_VTYPE_HEADER;
  given.u.header = {from.first.c_str(), from.second.data(),
                    static_cast<ssize_t>(from.second.size())};
  return given;
}

void send(rd_kafka_t* client, const Message& message) {
  std::vector<rd_kafka_vu_t> given(3);
  given[0].vtype = RD_KAFKA_VTYPE_TOPIC;
  given[0].u.cstr = message.topic.c_str();
  given[1].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  given[1].u.i = RD_KAFKA_MSG_F_COPY | RD_KAFKA_MSG_F_BLOCK;
  given[2].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
  given[2].u.i64 = message.timestamp_ms;
  given.push_back(bytes(RD_KAFKA_VTYPE_VALUE, message.value));
  if (!message.key.empty()) given.push_back(bytes(RD_KAFKA_VTYPE_KEY, message.key));
  for (const auto& each : message.headers) given.push_back(header(each));
  const Handle<rd_kafka_error_t, rd_kafka_error_destroy> error(
      rd_kafka_produceva(client, given.data(), given.size()));
  check(rd_kafka_error_code(error.get()), message.topic);  // of null: none
}

}  // namespace

Produced produce(const std::map<std::string, std::string>& properties,
                 const std::vector<Message>& messages) {
  Produced produced;
  auto all = properties;
  all.emplace("message.timeout.ms", "30000");
  Conf conf = configured(all);
  rd_kafka_conf_set_dr_msg_cb(conf.get(), on_report);
  rd_kafka_conf_set_error_cb(conf.get(), on_error);
  rd_kafka_conf_set_opaque(conf.get(), &produced);
  const Client client = connect(std::move(conf), RD_KAFKA_PRODUCER);
  for (const Message& message : messages) send(client.get(), message);
  // Each message has its own end.
  rd_kafka_flush(client.get(), -1);
  return produced;
}

Produced produce(const std::map<std::string, std::string>& properties, const std::string& topic,
                 int n) {
  std::vector<Message> messages;
  for (int i = 0; i < n; ++i) messages.push_back({.topic = topic, .value = std::to_string(i)});
  return produce(properties, messages);
}

}  // namespace auweave::support

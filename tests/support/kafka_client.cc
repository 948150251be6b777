#include "support/kafka_client.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace auweave::support {

void check(rd_kafka_resp_err_t error, const std::string& what) {
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    throw std::runtime_error(what + ": " + rd_kafka_err2str(error));
  }
}

bool is_passing(rd_kafka_resp_err_t error) {
  static constexpr std::array kPassing = {
      RD_KAFKA_RESP_ERR__TRANSPORT,
      RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
      RD_KAFKA_RESP_ERR__TIMED_OUT,
      RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
      RD_KAFKA_RESP_ERR_NOT_CONTROLLER,
      RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE,
      RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
      RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
      RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
      // No replica can be placed before the broker is registered with its controller.
      RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR,
  };
  return std::find(kPassing.begin(), kPassing.end(), error) != kPassing.end();
}

Conf configured(const std::map<std::string, std::string>& properties) {
  Text why{};
  Conf conf(rd_kafka_conf_new());
  for (const auto& [name, value] : properties) {
    if (rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), why.data(), why.size()) !=
        RD_KAFKA_CONF_OK) {
      throw std::runtime_error(why.data());
    }
  }
  rd_kafka_conf_set_log_cb(conf.get(), nullptr);
  return conf;
}

Client connect(Conf conf, rd_kafka_type_t type) {
  Text why{};
  Client client(rd_kafka_new(type, conf.get(), why.data(), why.size()));
  if (client == nullptr) throw std::runtime_error(why.data());
  static_cast<void>(conf.release());  // the client owns it now, and only now
  return client;
}

}  // namespace auweave::support

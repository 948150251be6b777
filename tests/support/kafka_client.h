// What producer.cc and consumer.cc share: librdkafka's handles as values. Not for tests.
#pragma once

#include <librdkafka/rdkafka.h>

#include <array>
#include <map>
#include <memory>
#include <string>

namespace auweave::support {

template <auto close>
struct Closer {
  template <typename T>
  void operator()(T* handle) const {
    close(handle);
  }
};
template <typename T, auto close>
using Handle = std::unique_ptr<T, Closer<close>>;

using Client = Handle<rd_kafka_t, rd_kafka_destroy>;
using Conf = Handle<rd_kafka_conf_t, rd_kafka_conf_destroy>;
using Text = std::array<char, 512>;

// Throws std::runtime_error when that is an error.
void check(rd_kafka_resp_err_t error, const std::string& what);

// True when trying again may help: the broker only just started, or is away.
bool is_passing(rd_kafka_resp_err_t error);

// Without librdkafka's own words on stderr: tests stop brokers on purpose.
Conf configured(const std::map<std::string, std::string>& properties);
Client connect(Conf conf, rd_kafka_type_t type);

}  // namespace auweave::support

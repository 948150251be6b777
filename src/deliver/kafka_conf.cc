#include "deliver/kafka_conf.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace auweave::deliver {
namespace {

using base::Error;
using base::ErrorKind;
using base::Status;
using Properties = std::map<std::string, std::string>;

constexpr int kScramFixed = 0x020601ff;  // 2.6.1

// Defaults an administrator may override. murmur2_random is the Java clients' partitioner, so that
// producers of both kinds put one session into one partition. A document waits for ever: what has
// to go when a broker stays away is for DocumentQueue to choose. Its bytes are not copied; so much
// may be with librdkafka at once.
constexpr std::array<std::array<const char*, 2>, 6> kDefaults = {{
    {"client.id", "auweave"},
    {"partitioner", "murmur2_random"},
    {"compression.type", "lz4"},
    {"linger.ms", "20"},
    {"queue.buffering.max.kbytes", "16384"},
    {"queue.buffering.max.messages", "20000"},
}};
constexpr std::array<std::array<const char*, 2>, 1> kForever = {{{"message.timeout.ms", "0"}}};
// An open transaction holds up whoever reads what is committed, of every host on its partitions.
constexpr std::array<std::array<const char*, 2>, 1> kTransactional = {
    {{"transaction.timeout.ms", "15000"}}};

Status set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  std::array<char, 512> why{};
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), why.data(), why.size()) ==
      RD_KAFKA_CONF_OK) {
    return base::ok();
  }
  // Some names are aliases, and librdkafka tells of the other one.
  const std::string said = why.data();
  return Error{ErrorKind::config, said.find(name) != std::string::npos ? said : name + ": " + said};
}

Status set_all(rd_kafka_conf_t* conf, const Properties& properties) {
  for (const auto& [name, value] : properties) {
    if (auto done = set(conf, name, value); !done.ok()) return done;
  }
  return base::ok();
}

// librdkafka's own lines go to stderr.
Conf quiet_conf() {
  Conf conf(rd_kafka_conf_new());
  rd_kafka_conf_set_log_cb(conf.get(), [](const rd_kafka_t*, int, const char*, const char*) {});
  return conf;
}

}  // namespace

Status check_kafka_property(const std::string& name, const std::string& value) {
  // Without idempotence a retry may write a document twice and out of order.
  if (name == "enable.idempotence")
    return Error{ErrorKind::config, "enable.idempotence is always true"};
  constexpr std::array ours = {"transactional.id", "enable.gapless.guarantee",
                               "delivery.report.only.error", "enabled_events",
                               "test.mock.num.brokers"};
  if (std::find(ours.begin(), ours.end(), name) != ours.end())
    return Error{ErrorKind::config, name + " is not for you to set"};
  const Conf conf(rd_kafka_conf_new());
  return set(conf.get(), name, value);
}

Status check_kafka_settings(const KafkaSettings& settings) {
  // Without brokers: a name that nobody resolves would keep us here, and auditd waiting.
  KafkaSettings nowhere = settings;
  nowhere.properties.erase("bootstrap.servers");
  nowhere.properties.erase("metadata.broker.list");
  auto conf = make_conf(nowhere);
  if (!conf.ok()) return conf.error();
  std::array<char, 512> why{};
  const Producer producer(rd_kafka_new(RD_KAFKA_PRODUCER, conf->release(), why.data(), why.size()));
  return producer == nullptr ? Status(Error{ErrorKind::config, why.data()}) : base::ok();
}

bool good_topic_name(std::string_view name) {
  return !name.empty() && name.size() <= 249 && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

base::Result<Conf> make_conf(const KafkaSettings& settings, std::size_t most_message_bytes) {
  Conf conf = quiet_conf();
  const bool exactly_once = settings.exactly_once;
  // In this order: what a user sets may be an alias of what we do.
  for (const auto& [name, value] : kDefaults) {
    if (auto done = set(conf.get(), name, value); !done.ok()) return done.error();
  }
  for (const auto& [name, value] : exactly_once ? kTransactional : kForever) {
    if (auto done = set(conf.get(), name, value); !done.ok()) return done.error();
  }
  if (auto done = set_all(conf.get(), settings.properties); !done.ok()) return done.error();
  Properties ours = {{"enable.idempotence", "true"}};
  if (exactly_once) ours["transactional.id"] = settings.id;
  for (const char* limit : {"message.max.bytes", "batch.size"}) {
    if (most_message_bytes > 0 && std::stoul(property(conf.get(), limit)) > most_message_bytes)
      ours[limit] = std::to_string(most_message_bytes);
  }
  // The only place where librdkafka tells what a broker can do.
  if (scram_of_old(settings) && !settings.properties.contains("debug")) ours["debug"] = "feature";
  if (auto done = set_all(conf.get(), ours); !done.ok()) return done.error();
  return conf;
}

base::Result<Conf> make_reader_conf(const KafkaSettings& settings, bool stable) {
  Conf conf = quiet_conf();
  if (auto done = set_all(conf.get(), settings.properties); !done.ok()) return done.error();
  const Properties ours = {{"group.id", settings.id},
                           {"enable.auto.commit", "false"},
                           {"isolation.level", stable ? "read_committed" : "read_uncommitted"}};
  if (auto done = set_all(conf.get(), ours); !done.ok()) return done.error();
  return conf;
}

std::string property(const rd_kafka_conf_t* conf, const char* name) {
  std::array<char, 512> value{};
  std::size_t size = value.size();
  if (rd_kafka_conf_get(conf, name, value.data(), &size) != RD_KAFKA_CONF_OK) return "";
  return value.data();
}

bool scram_of_old(const KafkaSettings& settings) {
  if (rd_kafka_version() >= kScramFixed) return false;
  return std::any_of(settings.properties.begin(), settings.properties.end(), [](const auto& one) {
    return one.first.starts_with("sasl.mechanism") && one.second.starts_with("SCRAM");
  });
}

}  // namespace auweave::deliver

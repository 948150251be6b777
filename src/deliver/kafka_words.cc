#include "deliver/kafka_words.h"

namespace auweave::deliver {
namespace {

std::string scram_words(const BrokerHints& hints) {
  const std::string ours = rd_kafka_version_str();
  if (hints.kafka_4) {
    return "the broker is Kafka 4 or later, and SCRAM with it needs librdkafka 2.6.1 (this is " +
           ours + "): use sasl.mechanism PLAIN over TLS, or client certificates";
  }
  return "the broker refuses the user name or the password (or, if it is Kafka 4 or later: SCRAM "
         "with it needs librdkafka 2.6.1, this is " +
         ours + ")";
}

std::string meaning_of(rd_kafka_resp_err_t error, std::string_view reason,
                       const BrokerHints& hints) {
  const auto says = [&](std::string_view words) {
    return reason.find(words) != std::string_view::npos;
  };
  if (error == RD_KAFKA_RESP_ERR__AUTHENTICATION) {
    return hints.scram_of_old ? scram_words(hints)
                              : "the broker refuses the user name or the password";
  }
  if (says("certificate verify failed"))
    return "the broker's certificate is not signed by ssl.ca.location, or names another host";
  if (says("bad certificate") || says("certificate required"))
    return "the broker refuses the client certificate, or misses one (ssl.certificate.location)";
  if (error == RD_KAFKA_RESP_ERR__SSL) return "TLS fails";
  if (error == RD_KAFKA_RESP_ERR__RESOLVE) return "the broker's name is not known";
  if (says("Connection refused")) return "nobody listens there";
  if (says("ApiVersion"))
    return "the broker hangs up at the first word (does it want TLS or SASL? see "
           "security.protocol)";
  return "";
}

}  // namespace

std::string explain(rd_kafka_resp_err_t error, std::string_view reason, const BrokerHints& hints) {
  const std::string meaning = meaning_of(error, reason, hints);
  reason =
      reason.substr(0, reason.find(" (after "));  // "0ms in state CONNECT": never the same twice
  if (meaning.empty()) return std::string(reason);
  return meaning + " [" + std::string(reason) + "]";
}

}  // namespace auweave::deliver

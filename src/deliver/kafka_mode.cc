#include "deliver/kafka_mode.h"

#include <array>
#include <optional>

namespace auweave::deliver {
namespace {

struct SendingRow {
  Sending from;
  Trigger trigger;
  Sending to;
};

constexpr std::array kSendingRows = {
    SendingRow{Sending::looking, Trigger::refused, Sending::refused},
    SendingRow{Sending::looking, Trigger::topics_fit, Sending::sending},
    SendingRow{Sending::sending, Trigger::refused, Sending::refused},
    SendingRow{Sending::sending, Trigger::came_back, Sending::looking},
    // Another document that was under way: the refusal is over, but the topics are not looked at yet.
    SendingRow{Sending::refused, Trigger::delivered, Sending::looking},
    SendingRow{Sending::refused, Trigger::topics_fit, Sending::probing},
    SendingRow{Sending::probing, Trigger::delivered, Sending::sending},
    SendingRow{Sending::probing, Trigger::refused, Sending::refused},
    SendingRow{Sending::probing, Trigger::came_back, Sending::refused},
};

struct SightRow {
  BrokerSight from;
  Trigger trigger;
  std::optional<bool> may_send;  // nothing: the row holds for both
  BrokerSight to;
};

constexpr std::array kSightRows = {
    // One broker of several may be meant, or a connection that nobody needs: silence has to follow.
    SightRow{BrokerSight::seen, Trigger::complained, true, BrokerSight::suspect},
    SightRow{BrokerSight::seen, Trigger::complained, false, BrokerSight::lost},
    SightRow{BrokerSight::suspect, Trigger::complained, false, BrokerSight::lost},
    SightRow{BrokerSight::suspect, Trigger::fell_silent, std::nullopt, BrokerSight::lost},
    SightRow{BrokerSight::suspect, Trigger::delivered, std::nullopt, BrokerSight::seen},
    SightRow{BrokerSight::suspect, Trigger::answered, std::nullopt, BrokerSight::seen},
    SightRow{BrokerSight::lost, Trigger::delivered, std::nullopt, BrokerSight::seen},
    SightRow{BrokerSight::lost, Trigger::answered, std::nullopt, BrokerSight::seen},
};

}  // namespace

KafkaMode after(const KafkaMode& mode, Trigger trigger) {
  KafkaMode next = mode;
  for (const SendingRow& row : kSendingRows) {
    if (row.from == mode.sending && row.trigger == trigger) next.sending = row.to;
  }
  for (const SightRow& row : kSightRows) {
    const bool holds = row.may_send.value_or(mode.may_send()) == mode.may_send();
    if (row.from == mode.sight && row.trigger == trigger && holds) next.sight = row.to;
  }
  return next;
}

}  // namespace auweave::deliver

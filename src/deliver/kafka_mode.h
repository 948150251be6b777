// KafkaMode: two states, whether documents go to Kafka and whether a broker is in sight, with a
// transition table for each. A KafkaMode is a value with pure functions, without a broker, a clock
// or a lock: any thread may call the functions, and no function fails. A KafkaCarrier owns a
// KafkaMode, and keeps counters and timers apart. Only deliver/ uses kafka_mode.h.
//
// A cell of the two tables names the next state; at an empty cell the state stays.
//
//  Sending  | delivered | refused | came_back | topics_fit |
//  ---------|-----------|---------|-----------|------------|
//  looking  |           | refused |           | sending    |
//  sending  |           | refused | looking   |            |
//  refused  | looking   |         |           | probing    |
//  probing  | sending   | refused | refused   |            |
//
//  Sight    | delivered | answered | complained | fell_silent |
//  ---------|-----------|----------|------------|-------------|
//  seen     |           |          | 1)         |             |
//  suspect  | seen      | seen     | 2)         | lost        |
//  lost     | seen      | seen     |            |             |
//
//  1) The next state is suspect if documents go (sending, probing), otherwise lost.
//  2) The state stays suspect if documents go, otherwise the next state is lost.
#pragma once

namespace auweave::deliver {

enum class Sending {
  looking,  // no document goes until a look finds the topics fit
  sending,  // documents go
  refused,  // as looking, after the broker refused a document; no document was delivered since
  probing,  // as sending, after a refusal; the next delivered document ends the state
};

enum class BrokerSight {
  seen,
  suspect,  // librdkafka complained, and no broker has answered or taken a document since
  lost,     // no broker answers
};

enum class Trigger {
  delivered,    // a document was delivered
  refused,      // the broker refused a document
  came_back,    // a document came back that no broker refused, or a producer failed
  complained,   // librdkafka reported an error of its own
  answered,     // a broker answered a look at the topics
  topics_fit,   // a look found no problem of the topics
  fell_silent,  // no document was delivered for too long after a complaint
};

struct KafkaMode {
  Sending sending = Sending::looking;
  BrokerSight sight = BrokerSight::seen;

  [[nodiscard]] bool may_send() const {
    return sending == Sending::sending || sending == Sending::probing;
  }
  [[nodiscard]] bool was_refused() const {
    return sending == Sending::refused || sending == Sending::probing;
  }
  // True if the mode shows no trouble.
  [[nodiscard]] bool is_well() const {
    return sending == Sending::sending && sight != BrokerSight::lost;
  }
  bool operator==(const KafkaMode&) const = default;
};

// Returns the mode after a trigger; both tables start from the mode as it was before the trigger.
[[nodiscard]] KafkaMode after(const KafkaMode& mode, Trigger trigger);

}  // namespace auweave::deliver

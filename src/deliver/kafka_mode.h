// KafkaMode: whether documents go to Kafka, and whether a broker is in sight; with the transition tables of
// both. A value and pure functions, without a broker, a clock or a lock: any thread, and nothing fails.
// A KafkaCarrier owns one, and keeps its counters and timers apart from it. Only for deliver's own sources.
//
// A cell of a table names the next state. An empty cell is a transition that the table does not have: the
// state stays.
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
//  1) suspect where documents go (sending, probing), else lost. 2) stays where documents go, else lost.
#pragma once

namespace auweave::deliver {

enum class Sending {
  looking,  // no document goes before a look finds the topics fit
  sending,  // documents go
  refused,  // looking, after the broker refused a document; none was delivered since
  probing,  // sending, after a refusal; a document that is delivered ends it
};

enum class BrokerSight {
  seen,
  suspect,  // librdkafka complained, and no broker was heard of since
  lost,     // no broker answers
};

enum class Trigger {
  delivered,    // a document was
  refused,      // the broker refused a document
  came_back,    // a document came back that no broker refused, or a producer failed
  complained,   // librdkafka reported an error of its own
  answered,     // a broker answered a look at the topics
  topics_fit,   // a look found nothing to put right
  fell_silent,  // nothing was delivered for too long after a complaint
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
  // All trouble is over, as far as the mode tells.
  [[nodiscard]] bool is_well() const {
    return sending == Sending::sending && sight != BrokerSight::lost;
  }
  bool operator==(const KafkaMode&) const = default;
};

// The next mode. Both tables see the mode as it was before the trigger.
[[nodiscard]] KafkaMode after(const KafkaMode& mode, Trigger trigger);

}  // namespace auweave::deliver

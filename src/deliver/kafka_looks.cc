// KafkaCarrier's looks at the topics, and what it says of trouble.
#include <algorithm>
#include <utility>

#include "deliver/kafka_carrier_state.h"
#include "deliver/kafka_topics.h"

namespace auweave::deliver {
namespace {

constexpr std::chrono::seconds kLongestLookAgain{60};  // while documents are refused
constexpr int kMostSilentLooks = 5;
constexpr int kMostProblemLooks = 2;

}  // namespace

void KafkaCarrier::State::in_trouble(const std::string& what) {
  trouble = what;
  log.trouble(name, name + ": " + what);
}

void KafkaCarrier::State::no_trouble() {
  log.over(name, name + ": delivers again");
  trouble.clear();
}

// Why comes by on_error, sooner or later; until then nothing is known to be wrong.
void KafkaCarrier::State::unanswered() {
  producer.poll(0);
  if (mode.sight == BrokerSight::lost) return;  // said already
  if (!last_error.empty()) return in_trouble(last_error);
  if (++looks.silent >= kMostSilentLooks) in_trouble("no broker answers");
}

void KafkaCarrier::State::look() {
  const TopicsFound found = look_at_topics(producer.get(), settings);
  timers.next_look = Clock::now() + (found.answered ? timers.look_again : kLookAgain);
  if (!found.answered) return unanswered();
  if (mode.was_refused()) timers.look_again = std::min(2 * timers.look_again, kLongestLookAgain);
  on(Trigger::answered);
  looks.silent = 0;
  if (!found.problems.empty()) {
    // Brokers learn of a topic that was just made one after the other.
    if (++looks.with_problems < kMostProblemLooks) return;
    return in_trouble(found.problems);
  }
  for (const std::string& warning : found.warnings) {
    if (!looks.warned) log.say(base::Log::Level::warning, name + ": " + warning);
  }
  looks.warned = true;
  looks.with_problems = 0;
  // A batch above the topic's limit would be refused whole, however small its documents.
  std::size_t most =
      found.most_message_bytes > 0 ? found.most_message_bytes : producer.most_bytes();
  // The broker does not tell its limit, or tells another one than it keeps.
  const std::size_t now = producer.most_bytes();
  if (std::exchange(too_large, false) && most >= now && now > kLeastMessage)
    most = std::max(now / 2, kLeastMessage);
  if (most < now) replace_producer(most);
  on(Trigger::topics_fit);
  if (!mode.was_refused()) no_trouble();
}

}  // namespace auweave::deliver

// What a test does with a broker from outside: makes topics and reads all that is in them.
// Failures throw std::runtime_error. An address is of a listener that wants no credentials:
// Broker::inside().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/message.h"

namespace auweave::support {

// Each setting is "name=value". Waits for a broker that is not ready.
void create_topics(const std::string& address, const std::vector<std::string>& names,
                   int partitions, const std::vector<std::string>& settings = {});

// Returns when they are gone.
void delete_topics(const std::string& address, const std::vector<std::string>& names);

// Everything from the beginning to what is the end now; each partition in its order.
std::vector<Message> read_topics(const std::string& address, const std::vector<std::string>& names);

// Changes the metadata of the offset that a group has committed of partition 0.
void change_metadata(const std::string& address, const std::string& group, const std::string& topic,
                     const std::function<std::string(const std::string&)>& change);

struct Received {
  Message message;
  std::int64_t received_ns = 0;  // wall clock, when poll() had it
};

// Reads topics from their beginning, and on. A broker that goes away and comes back is waited for.
class TopicReader {
 public:
  // Waits until the topics are there.
  TopicReader(const std::string& address, const std::vector<std::string>& names);
  ~TopicReader();
  TopicReader(const TopicReader&) = delete;
  TopicReader& operator=(const TopicReader&) = delete;

  // Nothing: none came in that time. Throws when messages are lost: those at the place where it
  // reads are no more.
  std::optional<Received> poll(int timeout_ms);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace auweave::support

// A plain producer, for tests of brokers and of what reads from them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/message.h"

namespace auweave::support {

struct Produced {
  std::size_t delivered = 0;
  std::string failure;  // why the last message that failed did
  std::string trouble;  // what librdkafka told of its connections, a line each
};

// Sends them in their order and waits for what becomes of each. The properties are librdkafka's;
// "message.timeout.ms", when a message that got no answer fails, is 30 s unless given. Throws
// std::runtime_error when librdkafka does not take the properties or a message.
Produced produce(const std::map<std::string, std::string>& properties,
                 const std::vector<Message>& messages);

// n messages: "0", "1", …
Produced produce(const std::map<std::string, std::string>& properties, const std::string& topic,
                 int n);

}  // namespace auweave::support

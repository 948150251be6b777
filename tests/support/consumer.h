// What a test does with a broker from outside: makes topics and reads all that is in them.
// Failures throw std::runtime_error.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace auweave::support {

struct Message {
  std::string topic;
  std::int32_t partition = 0;
  std::string key;
  std::string value;
};

void create_topics(const std::string& address, const std::vector<std::string>& names,
                   int partitions);

// Everything from the beginning to what is the end now; each partition in its order.
std::vector<Message> read_topics(const std::string& address, const std::vector<std::string>& names);

}  // namespace auweave::support

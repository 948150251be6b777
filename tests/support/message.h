// Message: what a topic holds, as a producer sends it and a consumer gets it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace auweave::support {

struct Message {
  std::string topic;
  std::int32_t partition = 0;  // when sent: chosen by the key
  std::string key = {};
  std::string value = {};
  std::vector<std::pair<std::string, std::string>> headers = {};  // in their order
  std::int64_t timestamp_ms = 0;                                  // when sent: 0 is now
};

}  // namespace auweave::support

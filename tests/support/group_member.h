// Reading topics as what takes documents to a SIEM does: subscribed, as one of a consumer group.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace auweave::support {

struct Consumed {
  std::vector<std::string> values;
  std::string refusal;  // why the broker gave no more; "": it did not refuse
};

// From where the group is, or the beginning, until there are `count` of them, or the broker refuses,
// or nothing comes for 30 s. What came is committed. The properties are librdkafka's, "group.id" among
// them. Other failures throw std::runtime_error.
Consumed consume(const std::map<std::string, std::string>& properties,
                 const std::vector<std::string>& topics, std::size_t count);

}  // namespace auweave::support

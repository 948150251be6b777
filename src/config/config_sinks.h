// Reads and checks the `sinks` of a configuration.
#pragma once

#include <vector>

#include "config/config.h"
#include "config/value_reader.h"

namespace auweave::config {

void read_sinks(const yaml::Node& node, ValueReader& reader, std::vector<SinkConfig>& sinks);
// Adds a problem for each exactly-once sink that has no spool or shares its `id` with another sink.
// `sinks` is the node that `read` was read from.
void check_exactly_once(const yaml::Node& sinks, bool spool, const std::vector<SinkConfig>& read,
                        ValueReader& reader);

}  // namespace auweave::config

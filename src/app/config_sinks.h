// The `sinks` of a configuration.
#pragma once

#include <vector>

#include "app/config.h"
#include "app/config_reader.h"

namespace auweave::app {

void read_sinks(const yaml::Node& node, ConfigReader& reader, std::vector<SinkConfig>& sinks);

}  // namespace auweave::app

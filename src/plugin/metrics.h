// Metrics: a status in Prometheus' text format 0.0.4, for node_exporter's textfile collector.
#pragma once

#include <string>

#include "plugin/status.h"

namespace auweave::plugin {

// Returns the whole content of the metrics file.
std::string metrics_of(const Status& status);

}  // namespace auweave::plugin

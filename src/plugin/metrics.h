// Metrics: a status as node_exporter's textfile collector reads it (Prometheus' text format 0.0.4).
#pragma once

#include <string>

#include "plugin/status.h"

namespace auweave::plugin {

std::string metrics_of(const Status& status);

}  // namespace auweave::plugin

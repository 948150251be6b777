// Metrics: a status as node_exporter's textfile collector reads it (Prometheus' text format 0.0.4).
#pragma once

#include <string>

#include "app/status.h"

namespace auweave::app {

std::string metrics_of(const Status& status);

}  // namespace auweave::app

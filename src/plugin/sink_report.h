// Reports a sink's losses and findings, as documents to that sink alone. Documents that exist
// because of one sink's outage go to no other sink.
#pragma once

#include <string>

#include "base/log.h"
#include "deliver/delivery.h"
#include "pipeline/publisher.h"

namespace auweave::plugin {

// Reports the sink's losses and findings since the last call, and logs the findings. The sink must
// be one of the publisher's. The weaver's thread.
void report_on(deliver::Delivery& sink, pipeline::Publisher& publisher, const std::string& host,
               base::Log& log);

}  // namespace auweave::plugin

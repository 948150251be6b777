// Reports a sink's losses and findings, as documents to that sink alone. Such documents exist
// because of an outage, so no other sink gets them.
#pragma once

#include <string>

#include "base/log.h"
#include "deliver/delivery.h"
#include "pipeline/publisher.h"

namespace auweave::plugin {

// Reports what is new since the last call, and logs the findings. The sink is one of the
// publisher's. The weaver's thread.
void report_on(deliver::Delivery& sink, pipeline::Publisher& publisher, const std::string& host,
               base::Log& log);

}  // namespace auweave::plugin

// What a sink has lost, or found, told to it as documents: they exist because of an outage, and nobody but that
// sink gets them.
#pragma once

#include <string>

#include "base/log.h"
#include "deliver/delivery.h"
#include "pipeline/publisher.h"

namespace auweave::plugin {

// What is new since the last call. The sink is one of the publisher's; the weaver's thread.
void report_on(deliver::Delivery& sink, pipeline::Publisher& publisher, const std::string& host,
               base::Log& log);

}  // namespace auweave::plugin

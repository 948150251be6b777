// What a configuration means for the parts of a running plugin.
#pragma once

#include <string>

#include "app/priming.h"
#include "app/setup.h"
#include "weave/weaver.h"

namespace auweave::app {

std::string host_of(const Config& config);
// What is woven is this machine's present boot.
// With what is left to the host.
deliver::KafkaSettings settings_of(const deliver::KafkaSettings& kafka, const Config& config);
bool is_this_system(const Config& config);
weave::WeaverSettings weaver_settings(const Setup& setup);
PrimingSettings priming_settings(const Config& config);

}  // namespace auweave::app

// What a configuration means for the parts of a running plugin.
#pragma once

#include <string>

#include "app/priming.h"
#include "config/setup.h"
#include "weave/weaver.h"

namespace auweave::app {

std::string host_of(const config::Config& config);
// What is woven is this machine's present boot.
// With what is left to the host.
deliver::KafkaSettings settings_of(const deliver::KafkaSettings& kafka,
                                   const config::Config& config);
bool is_this_system(const config::Config& config);
weave::WeaverSettings weaver_settings(const config::Setup& setup);
PrimingSettings priming_settings(const config::Config& config);

}  // namespace auweave::app

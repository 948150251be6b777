// What a configuration means for the parts of a running plugin.
#pragma once

#include <string>

#include "config/setup.h"
#include "plugin/priming.h"
#include "weave/weaver.h"

namespace auweave::plugin {

// The configured host name, or the machine's.
std::string host_of(const config::Config& config);

// A Kafka sink's settings, with the id that this host gives one that has none.
deliver::KafkaSettings settings_of(const deliver::KafkaSettings& kafka,
                                   const config::Config& config);

// True: the records are of this machine's present boot, so that /proc and utmp tell of their sessions.
bool is_this_system(const config::Config& config);

weave::WeaverSettings weaver_settings(const config::Setup& setup);
PrimingSettings priming_settings(const config::Config& config);

}  // namespace auweave::plugin

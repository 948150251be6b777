// Translates a configuration into the settings of a running plugin's parts.
#pragma once

#include <string>

#include "config/setup.h"
#include "plugin/group_lookup.h"
#include "plugin/priming.h"
#include "weave/weaver.h"

namespace auweave::plugin {

// Returns the configured host name, or the machine's name.
std::string host_of(const config::Config& config);

// Returns the settings of a Kafka sink. A Kafka sink without an id gets "auweave-HOST".
deliver::KafkaSettings settings_of(const deliver::KafkaSettings& kafka,
                                   const config::Config& config);

// True if the records are of this machine's present boot, so that /proc and utmp show the sessions
// of the records.
bool is_this_system(const config::Config& config);

weave::WeaverSettings weaver_settings(const config::Setup& setup);
// Returns the function that asks the system for groups, or null if the configuration names no
// groups, or if the accounts are in files or of another machine.
GroupLookup::Groups groups_asked_for(const config::Config& config);
PrimingSettings priming_settings(const config::Config& config);

}  // namespace auweave::plugin

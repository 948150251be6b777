// `auweave status`: shows the plugin's status file as text to a person, or unchanged to a program.
#pragma once

#include <string>

#include "base/wall_time.h"
#include "json/value.h"

namespace auweave::app {

// Shows the status file of the configuration at `config_path`. A terminal gets page_of() unless
// `as_json` is true; in all other cases the status file is written as it is. Returns kDone if the
// plugin runs and no sink is in trouble. Returns kSinkFailed if the plugin does not run, a sink is
// in trouble, or there is no status file.
int status_page(const std::string& config_path, bool as_json);

// Returns the status page as lines. `alive` tells that the plugin's process exists and the status
// is new.
std::string page_of(const json::Value& status, base::WallTime now, bool alive);

}  // namespace auweave::app

// `auweave status`: the status file told to a person, or as it is to a machine.
#pragma once

#include <string>

#include "base/wall_time.h"
#include "json/value.h"

namespace auweave::app {

// Reads the status file that the configuration names. The exit status: kDone when the plugin runs
// and nothing keeps it from delivering, kSinkFailed when it does not run, or something does.
int status_page(const std::string& config_path, bool as_json);

// The page, lines with newlines. `alive`: the process of the status is there, and the status is new.
std::string page_of(const json::Value& status, base::WallTime now, bool alive);

}  // namespace auweave::app

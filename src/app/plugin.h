// `auweave plugin`: the program that auditd starts. Records come on standard input, recordings from
// followed files and journals; documents go to sinks.
#pragma once

#include <string>

namespace auweave::app {

// Runs until the input ends or SIGTERM comes, and then ends the process. Returns an exit status
// only if the configuration is wrong.
int plugin(const std::string& config_path);

// `auweave check`: loads everything that the plugin would load, and writes the mistakes to stderr.
// Returns the exit status.
int check(const std::string& config_path);
// The same for a mapping alone: a preset's name, or a file.
int check_mapping(const std::string& name);

}  // namespace auweave::app

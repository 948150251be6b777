// `auweave plugin`: the program that auditd starts. The plugin reads records from standard input,
// reads recordings from followed files and journals, and gives documents to sinks.
#pragma once

#include <string>

namespace auweave::app {

// Runs the plugin until the input ends or SIGTERM comes, and then ends the process. Returns an exit
// status only if the configuration is wrong.
int plugin(const std::string& config_path, const std::string& version);

// `auweave check`: loads everything that the plugin would load, and writes the mistakes to stderr.
// Returns the exit status.
int check(const std::string& config_path);
// `auweave check` for a mapping alone: `name` is a preset's name, or a file. Returns the exit
// status.
int check_mapping(const std::string& name);

}  // namespace auweave::app

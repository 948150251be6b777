// `auweave plugin`: what auditd starts. Records on standard input, recordings in a file, documents
// to sinks.
#pragma once

#include <string>

namespace auweave::app {

// The exit status.
int plugin(const std::string& config_path);

// `auweave check`: loads all that the plugin would, and says what is wrong. kDone, or kWrongInput.
int check(const std::string& config_path);
// The same of a mapping alone: a preset's name or a file.
int check_mapping(const std::string& name);

}  // namespace auweave::app

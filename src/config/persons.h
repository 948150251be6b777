// Reads the table of persons: whose keys are whose (session/persons.h).
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "yaml/node.h"

namespace auweave::config {

// The names of persons by the fingerprints of their keys.
using PersonsByKey = std::map<std::string, std::string, std::less<>>;

// Reads a map {"SHA256:...": name}. Each wrong fingerprint and each wrong name is a problem.
void read_persons(const yaml::Node& node, yaml::Problems& problems, PersonsByKey& persons);

// Reads the file at `path`, which holds such a map. Error (config): the file cannot be read, or has
// mistakes; all mistakes are told at once.
base::Result<PersonsByKey> load_persons(const std::string& path);

}  // namespace auweave::config

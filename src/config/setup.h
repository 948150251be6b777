// Setup: a configuration with what it names, loaded and judged: what a plugin starts with, and what
// SIGHUP loads anew. A value.
#pragma once

#include <memory>
#include <string>

#include "audit/accounts.h"
#include "config/config.h"
#include "mapping/mapping.h"

namespace auweave::config {

struct Setup {
  Config config;
  std::unique_ptr<mapping::Mapping> mapping;  // at a place that stays when the Setup moves
  std::unique_ptr<audit::AccountNames> accounts;
};

// What is wrong with where documents go, a line each; "" for nothing. A name in a sink's topics is a kind,
// or one that the mapping gives; and what that gives, each Kafka sink knows.
std::string topics_problem(const Config& config, const mapping::Mapping& mapping);

// A preset's name or a file. Errors name the place.
base::Result<mapping::Mapping> load_mapping(const std::string& name);

// The Error has every mistake of the configuration, the mapping and the account files, a line each.
base::Result<Setup> load_setup(const std::string& config_path);

}  // namespace auweave::config

// Setup: a configuration together with the mapping and the account names that it refers to, loaded
// and judged. A plugin starts with a Setup, and SIGHUP loads another Setup. A Setup is a value.
#pragma once

#include <memory>
#include <string>

#include "audit/accounts.h"
#include "config/config.h"
#include "mapping/mapping.h"
#include "model/account_groups.h"

namespace auweave::config {

struct Setup {
  Config config;
  std::unique_ptr<mapping::Mapping> mapping;  // its address survives a move of the Setup
  std::unique_ptr<audit::AccountNames> accounts;
  // The groups of accounts in the files of `accounts`, if `must_record` names groups.
  model::GroupsByUser groups;
  // Hash of the configuration's and the mapping's YAML files without passwords, 32 hex digits.
  std::string hash;
  // Warnings of inputs and sinks that are weak, and are used all the same (weak_inputs(), weak_sinks()).
  std::vector<std::string> warnings;
};

// Compares the sinks' `topics` with the mapping and returns the mistakes, a line each, or "". Each
// name in `topics` must be a kind of document or a topic of the mapping, and each Kafka sink must
// name every topic of the mapping.
std::string topics_problem(const Config& config, const mapping::Mapping& mapping);

// Loads a preset or a mapping file by its name (mapping_path). The Error names file, line and
// column.
base::Result<mapping::Mapping> load_mapping(const std::string& name);

// Loads the configuration at `config_path`, its mapping and its account names. Only their owners
// may write the configuration and the mapping's files, and others may not read a configuration with a
// password. The Error lists the mistakes of the
// configuration, or, of a configuration without mistakes, the mistakes of the mapping (or the
// topics) and of the account files, a line each.
base::Result<Setup> load_setup(const std::string& config_path);

}  // namespace auweave::config

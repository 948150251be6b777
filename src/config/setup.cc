#include "config/setup.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <utility>
#include <vector>

#include "audit/groups.h"
#include "base/digest.h"
#include "config/accounts_choice.h"
#include "config/folder_modes.h"
#include "config/machine.h"
#include "config/weak_sinks.h"

namespace auweave::config {
namespace {

base::Result<std::string> safe_path(const std::string& name) {
  auto path = mapping_path(name);
  if (!path.ok()) return path.error();
  if (auto safe = only_owner_writes(*path); !safe.ok()) return safe.error();
  return path;
}

// The mapping files that this mapping extends, and its key files, get the same owner check. `files` gets
// their paths.
base::Result<mapping::Mapping> load_safe_mapping(const std::string& name,
                                                 std::vector<std::string>& files) {
  const auto find = [&files](const std::string& wanted) {
    auto path = safe_path(wanted);
    if (path.ok()) files.push_back(*path);
    return path;
  };
  auto path = find(name);
  if (!path.ok()) return path.error();
  return mapping::Mapping::load(*path, find);
}

// Of a hash that everybody may read a weak password could be guessed: lines with one, and key files, are
// left out.
std::string hash_of(const std::vector<std::string>& files) {
  base::Digester digester;
  for (const std::string& path : files) {
    if (!path.ends_with(".yaml") && !path.ends_with(".yml")) continue;
    digester.add(path);
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      const bool secret = line.find("password") != line.npos || line.find("secret") != line.npos;
      if (!secret) digester.add(line);
    }
  }
  return base::hex(digester.finish());
}

std::string names_of(const std::set<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "'" : ", '") + name + "'";
  return all;
}

}  // namespace

base::Result<mapping::Mapping> load_mapping(const std::string& name) {
  auto path = mapping_path(name);
  if (!path.ok()) return path.error();
  return mapping::Mapping::load(*path, mapping_path);
}

std::string topics_problem(const Config& config, const mapping::Mapping& mapping) {
  const std::set<std::string> given = mapping.topics();
  std::set<std::string> unknown, unused;
  for (const SinkConfig& sink : config.sinks) {
    const auto* kafka = std::get_if<deliver::KafkaSettings>(&sink.target);
    if (kafka == nullptr) continue;
    for (const std::string& name : given) {
      if (!kafka->topics.contains(name)) unknown.insert(name);
    }
    for (const auto& [name, topic] : kafka->topics) {
      const bool kind =
          std::find(model::kKinds.begin(), model::kKinds.end(), name) != model::kKinds.end();
      if (!kind && !given.contains(name)) unused.insert(name);
    }
  }
  std::string wrong;
  if (!unknown.empty())
    wrong = "the mapping sends documents to " + names_of(unknown) +
            ", which a sink's `topics` do not name";
  if (!unused.empty())
    wrong += (wrong.empty() ? "" : "\n") +
             ("`topics` name " + names_of(unused) +
              ", which is neither a kind of document nor a `topic` of the mapping");
  return wrong;
}

namespace {

// Returns the groups in the files of `accounts`. The system's groups are asked for at each LOGIN.
base::Result<model::GroupsByUser> groups_for(const Config& config) {
  const std::size_t comma = config.accounts.find(',');
  if (config.must_record.groups.empty() || comma == std::string::npos) return model::GroupsByUser();
  return audit::load_groups(config.accounts.substr(comma + 1), config.accounts.substr(0, comma),
                            config.must_record.groups);
}

}  // namespace

base::Result<Setup> load_setup(const std::string& config_path) {
  auto config = load_config(config_path);
  if (!config.ok()) return config.error();
  std::vector<std::string> files = {config_path};
  auto mapping = load_safe_mapping(config->mapping, files);
  auto accounts = accounts_from(config->accounts);
  std::string wrong;
  wrong = mapping.ok() ? topics_problem(*config, *mapping) : mapping.error().message;
  if (holds_a_password(*config) && others_may_read(config_path)) {
    wrong += (wrong.empty() ? "" : "\n") + config_path +
             ": holds a password, and every user may read it (chmod o-r " + config_path + ")";
  }
  auto groups = groups_for(*config);
  if (accounts.ok() && !groups.ok()) wrong += (wrong.empty() ? "" : "\n") + groups.error().message;
  if (!accounts.ok()) wrong += (wrong.empty() ? "" : "\n") + accounts.error().message;
  if (!wrong.empty()) return base::Error{base::ErrorKind::config, wrong};
  Setup setup;
  setup.config = std::move(*config);
  setup.mapping = std::make_unique<mapping::Mapping>(std::move(*mapping));
  setup.accounts = std::move(*accounts);
  setup.groups = std::move(*groups);
  setup.hash = hash_of(files);
  setup.warnings = weak_inputs(setup.config);
  for (std::string& warning : weak_sinks(setup.config))
    setup.warnings.push_back(std::move(warning));
  return setup;
}

}  // namespace auweave::config

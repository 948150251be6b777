#include "app/setup.h"

#include <utility>

#include "app/accounts_choice.h"
#include "app/machine.h"

namespace auweave::app {
namespace {

base::Result<std::string> safe_path(const std::string& name) {
  auto path = mapping_path(name);
  if (!path.ok()) return path.error();
  if (auto safe = only_owner_writes(*path); !safe.ok()) return safe.error();
  return path;
}

// So with what it extends, and the keys it names.
base::Result<mapping::Mapping> load_safe_mapping(const std::string& name) {
  auto path = safe_path(name);
  if (!path.ok()) return path.error();
  return mapping::Mapping::load(*path, safe_path);
}

}  // namespace

base::Result<Setup> load_setup(const std::string& config_path) {
  auto config = load_config(config_path);
  if (!config.ok()) return config.error();
  auto mapping = load_safe_mapping(config->mapping);
  auto accounts = accounts_from(config->accounts);
  std::string wrong;
  if (!mapping.ok()) wrong = mapping.error().message;
  if (!accounts.ok()) wrong += (wrong.empty() ? "" : "\n") + accounts.error().message;
  if (!wrong.empty()) return base::Error{base::ErrorKind::config, wrong};
  Setup setup;
  setup.config = std::move(*config);
  setup.mapping = std::make_unique<mapping::Mapping>(std::move(*mapping));
  setup.accounts = std::move(*accounts);
  return setup;
}

}  // namespace auweave::app

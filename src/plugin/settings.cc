#include "plugin/settings.h"

#include "audit/groups.h"
#include "config/machine.h"
#include "plugin/live_system.h"

namespace auweave::plugin {

std::string host_of(const config::Config& config) {
  return config.host.empty() ? config::host_name() : config.host;
}

weave::WeaverSettings weaver_settings(const config::Setup& setup) {
  const config::Config& config = setup.config;
  weave::WeaverSettings settings;
  settings.host = host_of(config);
  settings.boots.set_live(config.boot_id.empty() ? config::kernel_boot_id() : config.boot_id);
  settings.terminal_input = config.terminal_input;
  settings.lateness_ms = config.lateness.count();
  settings.flood_limit = config.flood_limit;
  settings.holds_messages = false;
  settings.persons = config.persons;
  settings.extended = setup.mapping->writes_extended();
  settings.recordings = !config.tlog.empty();
  settings.terminals_recorded = settings.recordings || config.script.has_value();
  settings.must_record = config.must_record;
  settings.groups = setup.groups;
  return settings;
}

deliver::KafkaSettings settings_of(const deliver::KafkaSettings& kafka,
                                   const config::Config& config) {
  deliver::KafkaSettings settings = kafka;
  if (settings.id.empty()) settings.id = "auweave-" + host_of(config);
  return settings;
}

bool is_this_system(const config::Config& config) {
  return config.boot_id.empty() || config.boot_id == config::kernel_boot_id();
}

GroupLookup::Groups groups_asked_for(const config::Config& config) {
  const session::MustRecord::Names& wanted = config.must_record.groups;
  if (wanted.empty() || config.accounts != "system" || !is_this_system(config)) return nullptr;
  return [wanted](model::Uid uid) { return audit::kept_groups(audit::system_groups(uid), wanted); };
}

PrimingSettings priming_settings(const config::Config& config) {
  PrimingSettings settings;
  settings.audit_log = config.audit_log;
  settings.host = host_of(config);
  settings.live_system = is_this_system(config);
  if (settings.live_system) settings.boot_began = config::boot_began();
  return settings;
}

}  // namespace auweave::plugin

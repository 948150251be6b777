#include "plugin/settings.h"

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
  settings.holds_messages = false;
  settings.persons = config.persons;
  settings.extended = setup.mapping->writes_extended();
  settings.recordings = !config.tlog.empty();
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

PrimingSettings priming_settings(const config::Config& config) {
  PrimingSettings settings;
  settings.audit_log = config.audit_log;
  settings.host = host_of(config);
  settings.live_system = is_this_system(config);
  if (settings.live_system) settings.boot_began = config::boot_began();
  return settings;
}

}  // namespace auweave::plugin

#include "app/live_settings.h"

#include "app/live_system.h"
#include "app/machine.h"

namespace auweave::app {

std::string host_of(const Config& config) {
  return config.host.empty() ? host_name() : config.host;
}

weave::WeaverSettings weaver_settings(const Setup& setup) {
  const Config& config = setup.config;
  weave::WeaverSettings settings;
  settings.host = host_of(config);
  settings.boots.set_live(config.boot_id.empty() ? kernel_boot_id() : config.boot_id);
  settings.terminal_input = config.terminal_input;
  settings.lateness_ms = config.lateness.count();
  settings.whole_events = setup.mapping->whole_events();
  settings.recordings = !config.tlog.empty();
  return settings;
}

deliver::KafkaSettings settings_of(const deliver::KafkaSettings& kafka, const Config& config) {
  deliver::KafkaSettings settings = kafka;
  if (settings.id.empty()) settings.id = "auweave-" + host_of(config);
  return settings;
}

bool is_this_system(const Config& config) {
  return config.boot_id.empty() || config.boot_id == kernel_boot_id();
}

PrimingSettings priming_settings(const Config& config) {
  PrimingSettings settings;
  settings.audit_log = config.audit_log;
  settings.host = host_of(config);
  settings.live_system = is_this_system(config);
  if (settings.live_system) settings.boot_began = boot_began();
  return settings;
}

}  // namespace auweave::app

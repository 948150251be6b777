#include "plugin/life.h"

#include <cstdint>

#include "base/digest.h"

namespace auweave::plugin {

namespace {

std::string text_of(Signals::Sender by) {
  return "pid " + std::to_string(by.pid) + " of uid " + std::to_string(by.uid);
}

}  // namespace

model::PluginNote Life::started(base::WallTime now, const std::string& mapping,
                                const std::string& hash) const {
  return {now, "started",
          "auweave " + version_ + " started with mapping " + mapping +
              "; configuration and mapping have the hash " + hash};
}

model::PluginNote Life::stopped(base::WallTime now, std::optional<Signals::Sender> by) {
  return {now, "stopped",
          by.has_value() ? text_of(*by) + " asked the plugin to end"
                         : "the plugin's input was closed, as auditd does when it ends"};
}

void Life::tell(const Reload& reload, const std::vector<deliver::Delivery*>& sinks,
                pipeline::Publisher& publisher) const {
  base::Digester digester;
  const std::string id = base::hex(
      digester.add("reloaded").add(host_).add(static_cast<std::uint64_t>(reload.now.ns)).finish());
  const std::string detail = text_of(reload.by) + " sent SIGHUP: mapping " + reload.mapping +
                             " is in force; configuration and mapping have the hash " +
                             reload.hash + " (auweave " + version_ + ")";
  model::PipelineDocument document;
  document.stamp.event_id = id;
  document.stamp.time = reload.now;
  document.stamp.host = host_;
  document.what = "reloaded";
  document.detail = detail;
  for (deliver::Delivery* sink : sinks) publisher.take_for(document, *sink);
}

}  // namespace auweave::plugin

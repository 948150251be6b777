#include "plugin/life.h"

#include <cstdint>

#include "base/digest.h"

namespace auweave::plugin {

void Life::tell(const Reload& reload, const std::vector<deliver::Delivery*>& sinks,
                pipeline::Publisher& publisher) const {
  base::Digester digester;
  const std::string id = base::hex(
      digester.add("reloaded").add(host_).add(static_cast<std::uint64_t>(reload.now.ns)).finish());
  const std::string detail = "pid " + std::to_string(reload.by.pid) + " of uid " +
                             std::to_string(reload.by.uid) + " sent SIGHUP: mapping " +
                             reload.mapping +
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

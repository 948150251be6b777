// Life: makes the documents that tell that the plugin started or stopped, or took over another mapping or
// other accounts. A document says what is in force from then on and who asked, so that a SIEM that hears
// less knows why. A Life has no state that changes, so any thread may use it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/wall_time.h"
#include "deliver/delivery.h"
#include "model/plugin_note.h"
#include "pipeline/publisher.h"
#include "plugin/signals.h"

namespace auweave::plugin {

class Life {
 public:
  Life(std::string host, std::string version)
      : host_(std::move(host)), version_(std::move(version)) {}

  // Returns what tells that the plugin started with a mapping and the hash of its configuration.
  [[nodiscard]] model::PluginNote started(base::WallTime now, const std::string& mapping,
                                          const std::string& hash) const;
  // Returns what tells that the plugin ends, because `by` asked or auditd closed its input.
  [[nodiscard]] static model::PluginNote stopped(base::WallTime now,
                                                 std::optional<Signals::Sender> by);

  // Reload: what comes into force. `hash` is that of the configuration and the mapping
  // (config::Setup::hash).
  struct Reload {
    base::WallTime now;
    std::string mapping, hash;
    Signals::Sender by;
  };
  // Puts a document into each sink, through the publisher's mapping: it is told before the new mapping,
  // which may leave it out, is in force.
  void tell(const Reload& reload, const std::vector<deliver::Delivery*>& sinks,
            pipeline::Publisher& publisher) const;

 private:
  std::string host_, version_;
};

}  // namespace auweave::plugin

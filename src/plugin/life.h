// Life: makes the document that tells that the plugin took over another mapping or other accounts. The
// document says what is in force from then on and who asked, so that a SIEM that hears less knows why.
// The weaver's thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/wall_time.h"
#include "deliver/delivery.h"
#include "pipeline/publisher.h"
#include "plugin/signals.h"

namespace auweave::plugin {

class Life {
 public:
  Life(std::string host, std::string version)
      : host_(std::move(host)), version_(std::move(version)) {}

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

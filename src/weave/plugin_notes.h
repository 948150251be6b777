// PluginNotes: puts a document for what the plugin tells of itself or of its host, and for a clock
// that was set back by the records of its node.
#pragma once

#include <optional>
#include <string_view>

#include "audit/event_clock.h"
#include "model/plugin_note.h"
#include "weave/context.h"

namespace auweave::weave {

class PluginNotes {
 public:
  // `context` must outlive the PluginNotes.
  explicit PluginNotes(Context& context) : context_(context) {}

  void tell(const model::PluginNote& note);
  // Tells a step of a node's clock, unless the plugin told the same step of its own host.
  void step(const audit::ClockStep& step);

  template <typename Archive>
  void state(Archive& archive) {
    archive(own_step_);
  }

 private:
  void put(std::string_view host, const model::PluginNote& note, model::Number serial);

  Context& context_;
  std::optional<base::WallTime> own_step_;  // the end of the last step that the plugin told
};

}  // namespace auweave::weave

#include "weave/plugin_notes.h"

#include <cstdlib>
#include <string>

namespace auweave::weave {
namespace {

constexpr std::string_view kStepped = "clock-stepped";
// The records show a step a few events later than the plugin does.
constexpr std::int64_t kSameStepMs = 600'000;

}  // namespace

void PluginNotes::tell(const model::PluginNote& note) {
  if (note.what == kStepped) own_step_ = note.at;
  put(context_.settings.host, note, std::nullopt);
}

void PluginNotes::step(const audit::ClockStep& step) {
  const std::string_view host = step.node.empty() ? context_.settings.host : step.node;
  const bool told = host == context_.settings.host && own_step_.has_value() &&
                    std::abs(own_step_->ms() - step.to.ms()) < kSameStepMs;
  if (told) return;
  put(host,
      {step.to, std::string(kStepped),
       "the clock was set back: the events up to this one are of an earlier time than events that "
       "came before them",
       step.from, step.to},
      static_cast<std::int64_t>(step.serial));
}

void PluginNotes::put(std::string_view host, const model::PluginNote& note, model::Number serial) {
  model::PipelineDocument document;
  document.stamp.host = host;
  document.stamp.time = note.at;
  const std::string id = context_.ids.of_note(host, note);
  document.stamp.event_id = id;
  document.what = note.what;
  document.last_serial = serial;
  document.first_time = note.first_time;
  document.last_time = note.last_time;
  document.detail = note.detail;
  context_.outlet.put(document);
}

}  // namespace auweave::weave

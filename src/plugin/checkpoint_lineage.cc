#include "plugin/checkpoint_lineage.h"

#include "deliver/kafka_checkpoint.h"
#include "plugin/settings.h"

namespace auweave::plugin {
namespace {

constexpr int kAnswerMs = 3000;  // meanwhile the inbox collects the records

}  // namespace

std::optional<pipeline::StartNote> begins_anew(const config::Config& config,
                                               const deliver::Lineage& lineage, base::Log& log) {
  using base::Log;
  for (const config::SinkConfig& sink : config.sinks) {
    const auto* kafka = std::get_if<deliver::KafkaSettings>(&sink.target);
    if (kafka == nullptr || !kafka->exactly_once) continue;
    const auto found = deliver::read_checkpoint(settings_of(*kafka, config), false, kAnswerMs);
    if (!found.ok()) {
      log.say(Log::Level::warning, found.error().message + "; the spool is believed");
      continue;
    }
    if (deliver::standing_of(*found, lineage) != deliver::Standing::foreign) continue;
    if (auto note = pipeline::start_note_of((*found)->note); note.has_value()) return note;
    log.say(Log::Level::warning,
            "the checkpoint in Kafka is of another spool, and does not tell where inputs were");
  }
  return std::nullopt;
}

}  // namespace auweave::plugin

// Compares the spool with the checkpoints in Kafka, at a start and before the first document is
// woven. A plugin whose spool is lost, or is an old copy, resumes from a checkpoint's start note.
#pragma once

#include <optional>

#include "base/log.h"
#include "config/config.h"
#include "deliver/checkpoint.h"
#include "pipeline/start_note.h"

namespace auweave::plugin {

// Returns the start note of the first checkpoint that belongs to another spool. Returns no note if
// every checkpoint fits the spool, no sink keeps checkpoints, the foreign checkpoint has no note,
// or no broker answers within 3 s. Without a broker's answer the spool is believed, and
// KafkaCarrier compares again when the broker answers. A missing answer and a missing note are
// logged. The caller's thread waits for brokers.
std::optional<pipeline::StartNote> begins_anew(const config::Config& config,
                                               const deliver::Lineage& lineage, base::Log& log);

}  // namespace auweave::plugin

// Compares the spool with the checkpoints in Kafka, at a start and before the first document is
// woven. A plugin whose spool is lost, or is an old copy, resumes from a checkpoint's start note.
#pragma once

#include <optional>

#include "base/log.h"
#include "config/config.h"
#include "deliver/checkpoint.h"
#include "pipeline/start_note.h"

namespace auweave::plugin {

// Returns the start note of the first checkpoint that belongs to another spool. Returns nothing if
// every checkpoint fits the spool, no sink keeps checkpoints, the foreign checkpoint has no note,
// or no broker answers within 3 s. Without an answer the spool is believed, and the carrier
// compares again when the broker answers. Both of the last two cases are logged. The caller's
// thread waits.
std::optional<pipeline::StartNote> begins_anew(const config::Config& config,
                                               const deliver::Lineage& lineage, base::Log& log);

}  // namespace auweave::plugin

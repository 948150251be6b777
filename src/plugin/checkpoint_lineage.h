// Start: what Kafka tells of the documents that are there, before anything is woven: a plugin whose spool is
// lost, or an old copy, goes on from there.
#pragma once

#include <optional>

#include "base/log.h"
#include "config/config.h"
#include "deliver/checkpoint.h"
#include "pipeline/start_note.h"

namespace auweave::plugin {

// Where to begin anew; nothing: the spool goes with what is in Kafka, or no sink keeps checkpoints, or no
// broker answers within kAnswer (a spool is believed then: the carrier looks again when one does).
std::optional<pipeline::StartNote> begins_anew(const config::Config& config,
                                               const deliver::Lineage& lineage, base::Log& log);

}  // namespace auweave::plugin

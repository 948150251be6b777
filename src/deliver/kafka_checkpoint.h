// A sink's checkpoint as the broker has it: the offset of a consumer group that is called as the producer's
// transactional.id, on partition 0 of the topic of events; its metadata tells the rest (checkpoint.h). It
// is committed in the transaction of the documents that it counts (KIP-98), so both are there, or neither.
// Only for deliver's own sources, and for a start.
#pragma once

#include <optional>

#include "base/result.h"
#include "deliver/checkpoint.h"
#include "deliver/kafka_settings.h"

namespace auweave::deliver {

// `stable`: one that a transaction is about to change is waited for; else it is as it was before.
// The Error (io): no broker answers within that time, or it may not be read; in words for a person.
base::Result<std::optional<Checkpoint>> read_checkpoint(const KafkaSettings& settings, bool stable,
                                                        int timeout_ms);

// The topic of the offset.
[[nodiscard]] const std::string& checkpoint_topic(const KafkaSettings& settings);

}  // namespace auweave::deliver

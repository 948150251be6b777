// A sink's checkpoint in Kafka is an offset of a consumer group on partition 0 of the topic of
// events. The consumer group has the name of the producer's transactional.id. The offset is
// Checkpoint::next, and the offset's metadata holds the rest of the checkpoint (checkpoint.h). A
// checkpoint is committed in the transaction of the documents that it counts (KIP-98), so Kafka has
// the checkpoint and these documents, or none of them. Only deliver/ and the plugin's start use
// kafka_checkpoint.h.
#pragma once

#include <optional>

#include "base/result.h"
#include "deliver/checkpoint.h"
#include "deliver/kafka_settings.h"

namespace auweave::deliver {

// Returns the checkpoint in Kafka, or nothing if Kafka has no checkpoint. If a transaction is about
// to change the checkpoint, a `stable` read waits for the end of the transaction, and a read that
// is not `stable` returns the checkpoint from before the transaction. Error (io): within
// `timeout_ms` no broker answered, or the checkpoint could not be read; the message is for a
// person. Error (config): the settings are wrong.
base::Result<std::optional<Checkpoint>> read_checkpoint(const KafkaSettings& settings, bool stable,
                                                        int timeout_ms);

// Returns the topic of the checkpoint's offset, which is the topic of events.
[[nodiscard]] const std::string& checkpoint_topic(const KafkaSettings& settings);

}  // namespace auweave::deliver

// Checkpoint: the spool entry below which all documents are in Kafka. A checkpoint is kept in Kafka
// together with the documents. A Lineage tells whether a checkpoint belongs to the spool of this
// machine. Checkpoint and Lineage are values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deliver/leaf.h"

namespace auweave::deliver {

struct Checkpoint {
  std::string host;
  std::string spool, instance;  // ids of the spool and of its instance (spool::Spool)
  std::uint64_t next = 0;       // all documents of entries below `next` are in Kafka
  std::string note;             // a note of Sink::reached that came with `next` or before
  // Leaf of the last document in Kafka. `log` empty: a version that numbered no documents wrote the
  // checkpoint.
  Leaf last = {};

  bool operator==(const Checkpoint&) const = default;
};

// Returns a checkpoint as the metadata of an offset, in ASCII, without `next`, which is the offset
// itself. Brokers take 4,096 bytes of metadata (offset.metadata.max.bytes), so metadata_of() leaves
// out a note that is too long.
std::string metadata_of(const Checkpoint& checkpoint);
// Returns the checkpoint of an offset and its metadata, also of a version of auweave that numbered no
// documents. Returns nothing if another program, or a later version of auweave, wrote the metadata.
std::optional<Checkpoint> checkpoint_of(std::uint64_t next, std::string_view metadata);

// Lineage: the identity of this machine's spool, and the plugin's instances that wrote into it.
struct Lineage {
  // Past: an earlier instance of the plugin that wrote into the spool, and the number of the entry
  // that was next when the instance ended.
  struct Past {
    std::string instance;
    std::uint64_t end = 0;
  };
  std::string host;
  std::string spool, instance;
  std::vector<Past> past;  // the instances without the present instance
  // Checkpoint::next (the number of the first entry that is not in Kafka) of the last checkpoint
  // that the spool knows to be in Kafka, or 0.
  std::uint64_t confirmed = 0;
};

// Standing: the relation between a checkpoint and this machine's spool.
enum class Standing {
  none,  // there is no checkpoint
  ours,  // the checkpoint belongs to this spool
  // Standing of a checkpoint of this machine's spool that is below Lineage::confirmed, as after a
  // restore of the broker.
  older,
  // Standing of a checkpoint of a spool that is lost, damaged or here only as an older copy, or of
  // a copy of this machine's spool that was used elsewhere.
  foreign,
  other_host,  // another host uses the same transactional.id
};
// Returns the standing of a checkpoint with the spool of `lineage`.
Standing standing_of(const std::optional<Checkpoint>& checkpoint, const Lineage& lineage);

}  // namespace auweave::deliver

// Checkpoint: the spool entry below which all documents are in Kafka. A checkpoint is kept in Kafka
// together with the documents. A Lineage tells whether a checkpoint belongs to the spool of this
// machine. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::deliver {

struct Checkpoint {
  std::string host;
  std::string spool, instance;  // ids of the spool and of its instance (spool::Spool)
  std::uint64_t next = 0;       // all documents of entries below `next` are in Kafka
  std::string note;             // a note of Sink::reached that came with `next` or before

  bool operator==(const Checkpoint&) const = default;
};

// Returns a checkpoint as the metadata of an offset, in ASCII, without `next`, which is the offset
// itself. Brokers take 4,096 bytes of metadata (offset.metadata.max.bytes), so a note that is too
// long is left out.
std::string metadata_of(const Checkpoint& checkpoint);
// Returns the checkpoint of an offset and its metadata. Returns nothing if another program or
// another version wrote the metadata.
std::optional<Checkpoint> checkpoint_of(std::uint64_t next, std::string_view metadata);

// Lineage: the identity of this machine's spool, and the instances of the plugin that wrote into it.
struct Lineage {
  // Past: an instance that wrote into the spool before, and the number of the entry that was next
  // when the instance ended.
  struct Past {
    std::string instance;
    std::uint64_t end = 0;
  };
  std::string host;
  std::string spool, instance;
  std::vector<Past> past;  // the instances without the present instance
  // `next` of the last checkpoint that the spool knows to be in Kafka; 0: the spool knows none.
  std::uint64_t confirmed = 0;
};

// Standing: the relation between a checkpoint and this machine's spool.
enum class Standing {
  none,  // there is no checkpoint
  ours,  // the checkpoint belongs to this spool
  // The checkpoint belongs to this spool, but is below Lineage::confirmed, as after a restore of the
  // broker.
  older,
  // The checkpoint belongs to a spool that is lost, damaged or here only as an older copy, or to a
  // copy of this spool that was used elsewhere.
  foreign,
  other_host,  // another host uses the same transactional.id
};
// Returns the standing of a checkpoint with the spool of `lineage`.
Standing standing_of(const std::optional<Checkpoint>& checkpoint, const Lineage& lineage);

}  // namespace auweave::deliver

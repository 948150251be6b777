// Checkpoint: how far what is in a topic goes, kept in Kafka together with it; and whether it is of the
// spool that is here. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::deliver {

struct Checkpoint {
  std::string host;
  std::string spool, instance;  // spool::Spool's
  std::uint64_t next = 0;       // all documents of entries below it are there
  std::string note;             // of Sink::reached, that came with `next` or before

  bool operator==(const Checkpoint&) const = default;
};

// As metadata of an offset, in ASCII; brokers take 4,096 bytes of it (offset.metadata.max.bytes). A note
// that is too long for that is left out. The offset itself is `next`.
std::string metadata_of(const Checkpoint& checkpoint);
// Nothing: somebody else wrote it, or another version.
std::optional<Checkpoint> checkpoint_of(std::uint64_t next, std::string_view metadata);

// Whose spool is here. `past`: each instance that wrote into it, and the number that was the next one when
// it had.
struct Lineage {
  struct Past {
    std::string instance;
    std::uint64_t end = 0;
  };
  std::string host;
  std::string spool, instance;
  std::vector<Past> past;  // without the present one
  std::uint64_t confirmed =
      0;  // of the last checkpoint that is known here to be in Kafka; 0: of none
};

enum class Standing {
  none,   // there is no checkpoint
  ours,   // it is of this spool
  older,  // so, but of less than is known to be there: a broker that was restored
  foreign,  // of a spool that is not here: lost, damaged, or here in an older copy; or of a copy of this one
  other_host,  // that goes by the same id
};
Standing standing_of(const std::optional<Checkpoint>& checkpoint, const Lineage& lineage);

}  // namespace auweave::deliver

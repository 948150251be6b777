// ProgramFiles: which files the programs are whose names the weaver relies on, as the plugin sees
// them in its own mount namespace. A value, and an entry of the spool.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/wall_time.h"

namespace auweave::model {

// Refused: why a recorder that was executed vouches for no recording.
enum class Refused : std::uint8_t {
  no,
  other_file,      // another file lies under its name
  own_namespaces,  // it runs in a user or mount namespace that its session made
};

struct ProgramFile {
  std::string path;         // as the kernel writes it into exe=
  std::uint64_t inode = 0;  // 0: there is no such file
  // Devices as the kernel writes them into dev=: the one that stat(2) tells, and the one of the
  // mounted filesystem if it is another one (of btrfs and overlayfs).
  std::vector<std::string> devices;
  bool operator==(const ProgramFile&) const = default;

  template <typename Archive>
  void state(Archive& archive) {
    archive(path, inode, devices);
  }
};

struct ProgramFiles {
  base::WallTime at;                    // when the plugin looked
  base::WallTime since;                 // when it had looked before; 0: it had not in this life
  std::vector<ProgramFile> files = {};  // those that changed since

  template <typename Archive>
  void state(Archive& archive) {
    archive(at, since, files);
  }
};

}  // namespace auweave::model

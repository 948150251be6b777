// ProgramWatch: looks which files the programs are that the weaver relies on, in the plugin's own
// mount namespace. The weaver's thread calls look(); each answer is an input of the weaver like
// records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/wall_time.h"
#include "model/program_files.h"

namespace auweave::plugin {

class ProgramWatch {
 public:
  // `paths`: where the programs may be.
  explicit ProgramWatch(std::vector<std::string> paths);

  // Looks if kEveryMs have passed since the last look. Returns all programs at the first look, then
  // those whose files changed, or nothing if none did.
  [[nodiscard]] std::optional<model::ProgramFiles> look(base::WallTime now);

  // A program may be executed right after its file was replaced, so a look is no older than this when
  // a record is taken.
  static constexpr std::int64_t kEveryMs = 100;

 private:
  struct Seen {
    std::string path;
    std::uint64_t device = 0, inode = 0;
  };
  std::vector<Seen> programs_;
  std::optional<base::WallTime> looked_;
};

// Returns the device as the kernel writes it into audit records: "fe:00".
[[nodiscard]] std::string device_text(std::uint64_t device);

}  // namespace auweave::plugin

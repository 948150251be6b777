// Makes the inputs of a configuration ready for the thread that follows files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/config.h"
#include "intake/follower.h"
#include "pipeline/feed.h"
#include "weave/weaver.h"

namespace auweave::plugin {

// Returns the name by which a person knows the input: the file, the folder, or "journal".
std::string name_of(const config::FollowedConfig& input);

// FollowedSources: the weaver's numbers of the followed sources.
struct FollowedSources {
  std::uint32_t sshd_log = 0;
  std::vector<std::uint32_t> tlog;  // in the configuration's order
  std::uint32_t sudo_io = 0, script = 0;
};
// Adds every followed input of the configuration to the weaver's sources.
FollowedSources add_sources(const config::Config& config, weave::Weaver& weaver);

// FollowFrom: where the following of inputs begins.
struct FollowFrom {
  // A recording in a file of its own (sudo's, script's) is followed if it begins at `started` or
  // later.
  base::WallTime started;
  const pipeline::SourcePlaces& places;  // where the files and journals of earlier runs are read on
};
// Gives the configuration's inputs to the follower.
void follow_inputs(const config::Config& config, const FollowedSources& sources,
                   const FollowFrom& from, intake::Follower& follower);

}  // namespace auweave::plugin

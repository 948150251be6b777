// What a configuration's inputs are for the thread that follows files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/config.h"
#include "intake/follower.h"
#include "pipeline/feed.h"
#include "weave/weaver.h"

namespace auweave::plugin {

// As a person knows it: the file, the folder, or "journal".
std::string name_of(const config::FollowedConfig& input);

// The weaver's numbers of them.
struct FollowedSources {
  std::uint32_t sshd_log = 0;
  std::vector<std::uint32_t> tlog;  // as in the configuration
  std::uint32_t sudo_io = 0, script = 0;
};
FollowedSources add_sources(const config::Config& config, weave::Weaver& weaver);

// `started`: recordings in files of their own are those that begin from then on. `places`: where others are
// to be read on.
void follow_inputs(const config::Config& config, base::WallTime started,
                   const FollowedSources& sources, const pipeline::SourcePlaces& places,
                   intake::Follower& follower);

}  // namespace auweave::plugin

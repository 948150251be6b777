// What a configuration's inputs are for the thread that follows files.
#pragma once

#include "app/config.h"
#include "intake/follower.h"
#include "pipeline/weaver.h"

namespace auweave::app {

// As a person knows it: the file, the folder, or "journal".
std::string name_of(const FollowedConfig& input);

// `started`: recordings in files of their own are those that begin from then on. `sshd_source` is the
// weaver's already.
void follow_inputs(const Config& config, base::WallTime started, pipeline::Weaver& weaver,
                   std::uint32_t sshd_source, intake::Follower& follower);

}  // namespace auweave::app

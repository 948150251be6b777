#include "app/followed_inputs.h"

#include <memory>
#include <utility>

#include "app/machine.h"
#include "app/wiring.h"
#include "intake/script_log_finder.h"
#include "intake/sudo_log_finder.h"

namespace auweave::app {
namespace {

void follow(const TlogConfig& input, std::uint32_t source, intake::Follower& follower) {
  using From = intake::FollowedFile::From;
  const From from = input.from == "start" ? From::start : From::end;
  follower.add({input.file, from, kLongestTlogLine}, source);
}

void follow(std::unique_ptr<intake::LogFinder> finder, pipeline::Weaver& weaver,
            intake::Follower& follower) {
  const std::uint32_t source = weaver.add_source(finder->name());
  follower.add(intake::FollowedLogs(std::move(finder), wall_time_now), source);
}

}  // namespace

void follow_inputs(const Config& config, base::WallTime started, pipeline::Weaver& weaver,
                   std::uint32_t sshd_source, intake::Follower& follower) {
  for (const TlogConfig& tlog : config.tlog) {
    follow(tlog, weaver.add_source(tlog.file), follower);
  }
  if (config.sshd_log.has_value()) follow(*config.sshd_log, sshd_source, follower);
  if (!config.sudo_io.empty()) {
    follow(std::make_unique<intake::SudoLogFinder>(config.sudo_io, config.terminal_input, started),
           weaver, follower);
  }
  if (!config.script.has_value()) return;
  const intake::ScriptLogFinder::Patterns patterns{*intake::one_star(config.script->data),
                                                   *intake::one_star(config.script->timing)};
  follow(std::make_unique<intake::ScriptLogFinder>(patterns, config.terminal_input, started),
         weaver, follower);
}

}  // namespace auweave::app

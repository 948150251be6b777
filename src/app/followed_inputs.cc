#include "app/followed_inputs.h"

#include <memory>
#include <utility>

#include "app/machine.h"
#include "app/wiring.h"
#include "intake/script_log_finder.h"
#include "intake/sudo_log_finder.h"
#include "sshd/log_line.h"
#include "tty/tlog.h"

namespace auweave::app {
namespace {

// `matches`: of the journal's entries, those that are wanted.
void follow(const FollowedConfig& input, std::uint32_t source,
            const std::vector<std::string>& matches, intake::Follower& follower) {
  const bool start = input.from == "start";
  if (input.journal.empty()) {
    using From = intake::FollowedFile::From;
    follower.add(intake::followed(
        intake::FollowedFile(input.file, start ? From::start : From::end, kLongestTlogLine),
        source));
    return;
  }
  using From = intake::FollowedJournal::From;
  follower.add(
      intake::followed(intake::FollowedJournal(input.journal == "system" ? "" : input.journal,
                                               matches, start ? From::start : From::end),
                       source));
}

void follow(std::unique_ptr<intake::LogFinder> finder, pipeline::Weaver& weaver,
            intake::Follower& follower) {
  const std::uint32_t source = weaver.add_source(finder->name());
  follower.add(intake::followed(intake::FollowedLogs(std::move(finder), wall_time_now), source));
}

}  // namespace

std::string name_of(const FollowedConfig& input) {
  if (input.journal.empty()) return input.file;
  return input.journal == "system" ? "journal" : input.journal;
}

void follow_inputs(const Config& config, base::WallTime started, pipeline::Weaver& weaver,
                   std::uint32_t sshd_source, intake::Follower& follower) {
  for (const FollowedConfig& tlog : config.tlog) {
    follow(tlog, weaver.add_source(name_of(tlog)), tty::journal_matches(), follower);
  }
  if (config.sshd_log.has_value()) {
    follow(*config.sshd_log, sshd_source, sshd::journal_matches(), follower);
  }
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

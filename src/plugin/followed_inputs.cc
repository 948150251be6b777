#include "plugin/followed_inputs.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <memory>
#include <utility>

#include "base/text.h"
#include "config/machine.h"
#include "intake/script_log_finder.h"
#include "intake/sudo_log_finder.h"
#include "sshd/log_line.h"
#include "tty/tlog.h"

namespace auweave::plugin {
namespace {

// A followed source, and how to follow it.
struct Following {
  std::uint32_t source = 0;
  const std::vector<std::string>& matches;  // the wanted entries of a journal
  const pipeline::SourcePlaces& places;
};

void follow(const config::FollowedConfig& input, const Following& how, intake::Follower& follower) {
  const bool start = input.from == "start";
  const auto place = how.places.find(how.source);
  if (input.journal.empty()) {
    using From = intake::FollowedFile::From;
    intake::FollowedFile file(input.file, start ? From::start : From::end, tty::kLongestTlogLine);
    file.trust(config::recorder_accounts());
    if (place != how.places.end()) file.resume(place->second.file);
    return follower.add(intake::followed(std::move(file), how.source));
  }
  using From = intake::FollowedJournal::From;
  intake::FollowedJournal journal(input.journal == "system" ? "" : input.journal, how.matches,
                                  start ? From::start : From::end);
  if (place != how.places.end()) journal.resume(place->second.cursor);
  follower.add(intake::followed(std::move(journal), how.source));
}

void follow(intake::FollowedLogs logs, std::uint32_t source, intake::Follower& follower) {
  follower.add(intake::followed(std::move(logs), source));
}

// Returns the sub uids of this machine's accounts, as subuid(5) has them.
std::vector<intake::SubUids> sub_uids() {
  constexpr std::size_t kMost = 4096;
  std::vector<intake::SubUids> all;
  std::ifstream file("/etc/subuid");
  for (std::string line; all.size() < kMost && std::getline(file, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', std::min(first, line.size() - 1) + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const auto account = config::uid_of(line.substr(0, first));
    const auto from = base::parse_unsigned(line.substr(first + 1, second - first - 1));
    const auto count = base::parse_unsigned(line.substr(second + 1));
    if (!account.has_value() || !from.has_value() || !count.has_value()) continue;
    if (*from <= UINT32_MAX && *count <= UINT32_MAX)
      all.push_back(
          {*account, static_cast<std::uint32_t>(*from), static_cast<std::uint32_t>(*count)});
  }
  return all;
}

intake::FollowedLogs logs_of(std::unique_ptr<intake::LogFinder> finder,
                             const config::Config& config) {
  return {std::move(finder), config::wall_time_now, config.quotas, sub_uids()};
}

intake::ScriptLogFinder::Patterns patterns_of(const config::ScriptConfig& script) {
  return {*intake::one_star(script.data), *intake::one_star(script.timing)};
}

}  // namespace

std::string name_of(const config::FollowedConfig& input) {
  if (input.journal.empty()) return input.file;
  return input.journal == "system" ? "journal" : input.journal;
}

FollowedSources add_sources(const config::Config& config, weave::Weaver& weaver) {
  FollowedSources sources;
  sources.sshd_log =
      weaver.sources().add(name_of(config.sshd_log.value_or(config::FollowedConfig{})));
  for (const config::FollowedConfig& tlog : config.tlog) {
    sources.tlog.push_back(weaver.sources().add(name_of(tlog)));
  }
  if (!config.sudo_io.empty()) sources.sudo_io = weaver.sources().add(config.sudo_io);
  if (config.script.has_value()) {
    sources.script = weaver.sources().add(patterns_of(*config.script).timing.folder);
  }
  return sources;
}

void follow_inputs(const config::Config& config, const FollowedSources& sources,
                   const FollowFrom& from, intake::Follower& follower) {
  const std::vector<std::string> of_tlog = tty::journal_matches();
  const std::vector<std::string> of_sshd = sshd::journal_matches();
  for (std::size_t i = 0; i < config.tlog.size(); ++i) {
    follow(config.tlog[i], {sources.tlog.at(i), of_tlog, from.places}, follower);
  }
  if (config.sshd_log.has_value()) {
    follow(*config.sshd_log, {sources.sshd_log, of_sshd, from.places}, follower);
  }
  if (!config.sudo_io.empty()) {
    follow(logs_of(std::make_unique<intake::SudoLogFinder>(config.sudo_io, config.terminal_input,
                                                           from.started),
                   config),
           sources.sudo_io, follower);
  }
  if (!config.script.has_value()) return;
  const intake::ScriptLogFinder::Reading reading{config.terminal_input, config.quotas.of_log()};
  follow(logs_of(std::make_unique<intake::ScriptLogFinder>(patterns_of(*config.script), reading,
                                                           from.started),
                 config),
         sources.script, follower);
}

}  // namespace auweave::plugin

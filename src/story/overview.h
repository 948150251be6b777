// Writes the rows that take one line each: a session in the overview, and a series of failed
// logins. All functions of overview.h are pure.
#pragma once

#include <string>
#include <vector>

#include "story/entries.h"
#include "story/login_tries.h"
#include "story/session_story.h"
#include "story/settings.h"

namespace auweave::story {

// Totals: sums over the sessions, for the story's last line.
struct Totals {
  std::uint64_t programs = 0;
  std::uint64_t warnings = 0;

  void add(std::uint64_t more_programs, std::uint64_t more_warnings) {
    programs += more_programs;
    warnings += more_warnings;
  }
};

std::string overview_of(const SessionStory& session, const std::vector<Entry>& entries,
                        const Totals& totals, const Settings& settings);

// Returns in words what a value of a session's `integrity` says is missing.
std::string in_words(const std::string& missing);

std::string plural(std::uint64_t count, const std::string& what);

// Returns a time with its date. In the overview stamp_of() leaves out the date, which stands above
// the rows.
std::string stamp_of(base::WallTime time, const View& view);

std::string tell_failed(const FailedLogins& failed, const View& view);

}  // namespace auweave::story

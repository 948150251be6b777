// What tests that kill a plugin in mid-work have in common: a log to feed, and what must have come of it.
#pragma once

#include <random>
#include <string>
#include <vector>

namespace auweave::e2e {

// Lines that make something happen on the host of this log for a minute more, so that nothing of before waits.
std::string beats(const std::string& log);

// Ends of events, at random places of a log; the last is its end.
std::vector<std::size_t> cuts_of(const std::string& log, int count, std::mt19937& random);

std::size_t events_in(const std::string& log);

struct Compared {
  std::vector<std::string> missing, unwanted;
  std::size_t repeated = 0;
};
// `expected`: all that one gives that was never killed. What the end of input alone tells (session documents
// that are not closed) need not be there.
Compared compare(const std::vector<std::string>& documents,
                 const std::vector<std::string>& expected);

}  // namespace auweave::e2e

// A capture's audit log several times over, as a host that goes on: later, with the next serials and other sessions.
#pragma once

#include <string>

namespace auweave::e2e {

// What a round moves a line by.
struct RoundStep {
  long long ms = 0;
  unsigned long serials = 0;
  long sessions = 0;
};

// An audit line of that much later; sessions stay.
std::string later(const std::string& line, long long by_ms, unsigned long by_serials);

// An audit line moved on by `round` steps. A session that is unset stays so.
std::string moved(const std::string& line, long round, const RoundStep& step);

// So that the next round begins a second behind the end of this log, and no serial is left out.
RoundStep step_behind(const std::string& log);

// All of it, so many times. The log's first line has its lowest serial, its last one the highest.
std::string repeated(const std::string& log, long rounds);

}  // namespace auweave::e2e

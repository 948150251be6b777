// A driven session as auditd and tlog-rec-session would have written it, and what is true of it.
#pragma once

#include <string>

#include "driven.h"

namespace auweave::sessions {

struct Written {
  std::string audit, tlog, truth;
};

inline constexpr const char* kBootId = "c8c537ed-cb15-49fb-aac8-d6e9b1b719fc";

Written write(const Driven& driven);

std::string audit_log(const Driven& driven);
std::string tlog_lines(const Driven& driven);
std::string truth_of(const Driven& driven);

}  // namespace auweave::sessions

// A session that was driven: what was planned, what its terminal got, which programs ran.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plan.h"
#include "terminal.h"

namespace auweave::sessions {

// A program that noted itself.
struct Ran {
  std::int64_t at_ns = 0;
  std::int64_t pid = 0, ppid = 0;
  std::string folder;
  std::vector<std::string> argv;
  int line = -1;  // of the plan; -1: none asked for it
};

struct Driven {
  Plan plan;
  std::vector<Shown> shown;
  std::vector<Ran> ran;  // in the order of time
  std::int64_t shell_pid = 0;
  std::int64_t started_ns = 0, ended_ns = 0;
  std::string stuck;  // where no prompt came any more; empty: nowhere
  // Lines that did not execute what they should: the driver's failure, and nobody else's.
  std::vector<bool> unplanned;
};

// `probe` is the program of tests/sessions/probe.cc, linked beside the shell as each name that lines use.
Driven drive(const Plan& plan, const std::string& probe);

}  // namespace auweave::sessions

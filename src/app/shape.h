// `auweave shape`: audit logs and recordings in, JSON lines out.
#pragma once

#include <string>
#include <vector>

namespace auweave::app {

struct ShapeOptions {
  std::vector<std::string> audit_logs;  // "-": standard input
  std::vector<std::string> tlog;
  std::string mapping = "flat";
  std::string kinds;  // comma-separated; empty: all
  std::string host;
  std::string boot_id;
  std::string accounts = "system";
  std::string output;  // empty: standard output
  bool with_raw = false;
  bool terminal_input = false;
};

// The exit status.
int shape(const ShapeOptions& options);

}  // namespace auweave::app

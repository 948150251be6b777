// Replay: a capture laid out in a folder of its own for the plugin to read.
#pragma once

#include <string>
#include <vector>

#include "support/capture.h"
#include "support/text_file.h"

namespace auweave::e2e {

inline constexpr const char* kHost = "bastion01";  // of records without node=

struct Replay {
  explicit Replay(const std::string& name);

  // What `shape` prints for the same input: what the plugin must send.
  [[nodiscard]] std::vector<std::string> shaped(const std::string& preset = "flat") const;
  // A configuration with these sinks, each an item of YAML's ("- …"). `audit_log`: what is read for
  // sessions of before; empty: nothing is.
  [[nodiscard]] std::string config(const std::vector<std::string>& sinks,
                                   const std::string& audit_log = "") const;

  support::Capture capture;
  support::TemporaryFolder folder;
  std::string tlog_path;
  std::string sshd_path;  // sshd's log, read by both; empty: it is not
  std::string journal;    // folder of journal files, in place of the two before; empty: none
  std::string sudo_io;    // folder of sudo's I/O logs; empty: none
  std::uint64_t flood_limit =
      0;  // bytes of output a recording and second, whole KiB; 0: the default
};

std::string file_sink(const std::string& path);

// True for a document that tells of the plugin's own start or end, which `shape` has none of.
bool is_of_own_life(const std::string& document);
// Returns the documents in order, without those of the plugin's own life.
std::vector<std::string> sorted(std::vector<std::string> documents);

}  // namespace auweave::e2e

// Weaving in the test's own process, as `auweave shape` does it, from texts instead of files.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "audit/accounts.h"
#include "base/layout.h"
#include "mapping/mapping.h"
#include "pipeline/merged_inputs.h"
#include "session/must_record.h"
#include "weave/weaver.h"

namespace auweave::support {

struct WeaveInput {
  std::vector<std::string> audit = {};  // whole logs
  std::vector<std::string> tlog = {};
  std::vector<std::string> sshd_log = {};
  std::vector<std::string> journals = {};  // folders of journal files
  std::string past = {};                   // a log of before: for the session table alone
  std::vector<std::string> sudo_io = {};   // folders
  // Other recordings that are no lines: their source, and what its option takes.
  std::vector<std::pair<std::string, std::string>> recordings = {};
  std::string mapping = "flat";
  std::string host = "bastion01";
  std::string boot_id = {};
  bool learn_boots = false;  // from the recordings, as `shape` does
  bool with_raw = false;
  bool terminal_input = false;
  std::uint64_t flood_limit = 0;  // 0: no limit
  bool trust_files = false;       // only root or the recorder's account could write `tlog`
  // Before the input's pieces of these numbers (from 0, rising) another weaver takes over.
  std::vector<std::size_t> handovers = {};
  base::Layout* layout = nullptr;  // of what is saved at a handover; null: nobody asks
  // After all of it: the system is looked at then, and these sessions have a process (`plugin`).
  std::optional<base::WallTime> looked_at = {};
  std::unordered_set<std::uint32_t> with_process = {};
  audit::AccountNames* accounts = nullptr;  // null: none
  session::MustRecord must_record = {};
  model::GroupsByUser groups = {};  // of files
  // What the machine says of an account's groups, before the input's piece of the number.
  std::map<std::size_t, model::AccountGroups> answers = {};
};

// mappings/NAME.yaml, loaded once a process. Ends the program when it is wrong.
const mapping::Mapping& preset(const std::string& name);

struct Woven {
  std::vector<std::string> documents;  // JSON, as they came out
  weave::Counts counts;
};

Woven weave(const WeaveInput& input);

// A line of the one audit log, or of the one recording; or what is of a log of sudo's.
struct FedLine {
  pipeline::MergedInputs::Kind kind;
  std::string_view text;
  const model::TtyChunk* chunk = nullptr;
};

// The same from lines as they are given, in place of the input's logs and recordings.
Woven weave_in_order(const WeaveInput& input, const std::vector<FedLine>& lines);

// RAW of an ENRICHED log: each line up to its 0x1D.
std::string raw_of(const std::string& enriched);

}  // namespace auweave::support

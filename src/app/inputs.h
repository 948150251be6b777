// The inputs of the subcommands: audit logs, recordings and sshd's logs, merged by time and given
// to a weaver.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/line_file.h"
#include "base/result.h"
#include "pipeline/merged_inputs.h"
#include "tty/recorders.h"
#include "weave/weaver.h"

namespace auweave::app {

// MustRecordOptions: names as they were given, not checked yet.
struct MustRecordOptions {
  std::vector<std::string> users, groups, services;
};

struct InputOptions {
  std::vector<std::string> audit_logs;  // "-": standard input
  std::vector<std::string> tlog;
  std::vector<std::string> sshd_logs;
  // Folders of journal files, or "system". A journal gives the entries of tlog and of sshd.
  std::vector<std::string> journals;
  // Arguments of the recorders' own options, by the recorder's place in tty::recorders().
  std::vector<std::vector<std::string>> recordings =
      std::vector<std::vector<std::string>>(tty::recorders().size());
  std::string host;
  std::string boot_id;
  std::string accounts = "system";
  std::string persons;  // path of a table of persons; empty: no table
  MustRecordOptions must_record = {};
  std::string groups;  // path of a file in the form of group(5); empty: no groups are known
  bool terminal_input = false;
  std::uint64_t flood_limit = 0;  // bytes of output a recording and second; 0: no limit
  // The files of `tlog` were written by root or the recorder's account alone.
  bool trust_files = false;
};

// Returns the files that match shell patterns (glob(3)), sorted by name for each pattern. Options
// that take one word need matching(). A pattern without a match stays as a name.
std::vector<std::string> matching(const std::vector<std::string>& patterns);

// True if the options name recordings of sudo, script or asciinema.
[[nodiscard]] bool has_recordings(const InputOptions& options);
// Returns the settings of a weaver for the inputs of `options`. Reads tlog's recordings and the
// audit logs once, to learn their boots (learn_boots). The Error (usage, config) names the wrong
// option.
base::Result<weave::WeaverSettings> weaver_settings(const InputOptions& options);

// Opens all inputs, and adds them to the weaver's sources. An input that cannot be opened becomes a
// deadletter. Error (usage): an option names no input.
base::Status open_inputs(const InputOptions& options, weave::Weaver& weaver,
                         pipeline::MergedInputs& inputs);

// Gives all lines to the weaver until `go_on` returns false, then finishes the weaver. Error
// (config): inputs cannot be opened or read, each of which is a line of the message; all else is
// woven. On a terminal
// weave_all() shows a progress bar with `doing` before it.
base::Status weave_all(pipeline::MergedInputs& inputs, weave::Weaver& weaver,
                       std::string_view doing, const std::function<bool()>& go_on);

// Returns false if one of the first eight lines of a recording file does not begin with '{': the
// file has lines of syslog.
bool holds_json_lines(const std::string& path);

// Writes the number of deadletters to stderr, if there are any but those of inputs that cannot be
// opened or read.
void say_deadletters(const weave::Counts& counts, const pipeline::MergedInputs& inputs);

}  // namespace auweave::app

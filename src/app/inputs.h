// What `shape` and `story` read, and reading it: audit logs and recordings, merged by time, through a
// weaver.
#pragma once

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

struct InputOptions {
  std::vector<std::string> audit_logs;  // "-": standard input
  std::vector<std::string> tlog;
  std::vector<std::string> sshd_logs;
  std::vector<std::string>
      journals;  // folders of journal files, or "system": tlog's and sshd's entries
  // Arguments of each recorder's own option, by its place in tty::recorders().
  std::vector<std::vector<std::string>> recordings =
      std::vector<std::vector<std::string>>(tty::recorders().size());
  std::string host;
  std::string boot_id;
  std::string accounts = "system";
  bool terminal_input = false;
};

// Files that match patterns as a shell's, in the order of their names; for options that take one word.
std::vector<std::string> matching(const std::vector<std::string>& patterns);

// Some recordings that are no lines are among them.
[[nodiscard]] bool has_recordings(const InputOptions& options);
// The settings of a weaver of these inputs. Reads recordings, and the logs beside them, once before
// they are woven: they tell which boots there were. Errors (config) name the option.
base::Result<weave::WeaverSettings> weaver_settings(const InputOptions& options);

// Opens all.
base::Status open_inputs(const InputOptions& options, weave::Weaver& weaver,
                         pipeline::MergedInputs& inputs);

// All lines through the weaver, until `go_on` says no. What was read before an input failed is kept.
// A bar shows on a terminal, with `doing` before it.
base::Status weave_all(pipeline::MergedInputs& inputs, weave::Weaver& weaver,
                       std::string_view doing, const std::function<bool()>& go_on);

// False: some of a recording file's first lines are not JSON alone, but lines of syslog.
bool holds_json_lines(const std::string& path);

// "3 lines were not understood", on stderr; nothing when there were none.
void say_deadletters(const weave::Counts& counts);

}  // namespace auweave::app

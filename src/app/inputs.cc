#include "app/inputs.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>

#include "app/boots.h"
#include "app/exit_status.h"
#include "app/input_files.h"
#include "app/must_record.h"
#include "app/progress.h"
#include "audit/line.h"
#include "base/log.h"
#include "config/machine.h"
#include "config/persons.h"
#include "sshd/log_line.h"
#include "systemd/journal.h"
#include "tty/tlog.h"

namespace auweave::app {
namespace {

using base::Error;
using base::ErrorKind;
using Kind = pipeline::MergedInputs::Kind;

// True if the options name recordings of script or asciinema. sudo's are of single commands.
bool has_recordings_of_terminals(const InputOptions& options) {
  for (std::size_t i = 0; i < options.recordings.size(); ++i) {
    if (!options.recordings[i].empty() && tty::recorders()[i].source != "sudo") return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> matching(const std::vector<std::string>& patterns) {
  std::vector<std::string> paths;
  for (const std::string& pattern : patterns) {
    glob_t found{};
    // GLOB_NOCHECK: a pattern without a match stays as a name, and opening the name reports the
    // missing file.
    if (::glob(pattern.c_str(), GLOB_NOCHECK, nullptr, &found) == 0) {
      paths.insert(paths.end(), found.gl_pathv, found.gl_pathv + found.gl_pathc);
    }
    ::globfree(&found);
  }
  return paths;
}

bool has_recordings(const InputOptions& options) {
  return std::any_of(options.recordings.begin(), options.recordings.end(),
                     [](const auto& arguments) { return !arguments.empty(); });
}

bool holds_json_lines(const std::string& path) {
  bool json = true;
  std::size_t looked = 0;
  each_line(path, tty::kLongestTlogLine, [&](std::string_view line) {
    json = json && line.starts_with('{');
    return ++looked < 8 && json;
  });
  return json;
}

base::Result<weave::WeaverSettings> weaver_settings(const InputOptions& options) {
  if (!options.host.empty() && !config::good_host(options.host)) {
    return Error{ErrorKind::usage, "--host: a host name holds no colon, slash or blank"};
  }
  const auto piped = [](const std::string& path) {
    return path == "-" ||
           (std::filesystem::exists(path) && !std::filesystem::is_regular_file(path));
  };
  const bool pipes = std::any_of(options.tlog.begin(), options.tlog.end(), piped);
  if (pipes && options.boot_id.empty()) {
    base::say_on_stderr(
        "recordings from a pipe are not read ahead, so they cannot tell which boot they are of: "
        "give "
        "files, or --boot-id");
  }
  auto boots = boots_from(options);
  if (!boots.ok()) return boots.error();
  const bool recordings = learn_boots(options, *boots);
  weave::WeaverSettings settings;
  settings.whole_logs = true;
  if (!options.persons.empty()) {
    auto persons = config::load_persons(options.persons);
    if (!persons.ok()) return persons.error();
    settings.persons = std::move(*persons);
  }
  settings.host = options.host.empty() ? config::host_name() : options.host;
  settings.boots = std::move(*boots);
  settings.terminal_input = options.terminal_input;
  settings.flood_limit = options.flood_limit;
  settings.recordings = recordings;
  settings.terminals_recorded = recordings || has_recordings_of_terminals(options);
  if (auto set = set_must_record(options, settings); !set.ok()) return set.error();
  return settings;
}

namespace {

// Where an input comes from, and how it is to be read.
struct Place {
  weave::Weaver& weaver;
  pipeline::MergedInputs& inputs;

  // The source has the input's own name, by which its deadletter tells it.
  void failed(std::string_view source, const std::string& name, const Error& error) {
    const bool named = error.message.starts_with(name + ": ");
    std::string why = error.message.substr(named ? name.size() + 2 : 0);
    inputs.add_failed({std::string(source), "", 0, std::move(why)}, weaver.sources().add(name),
                      error.message);
  }
  void file(const std::string& path, std::size_t longest, Kind kind) {
    auto file = open_input(path, longest);
    if (!file.ok()) return failed(pipeline::name_of(kind), path, file.error());
    const std::uint32_t source = weaver.sources().add(file->name());
    inputs.add(std::move(*file), kind, source);
  }
};

void open_journals(const InputOptions& options, Place at) {
  for (const std::string& place : options.journals) {
    for (const auto& [kind, matches] : {std::pair(Kind::tlog, tty::journal_matches()),
                                        std::pair(Kind::sshd, sshd::journal_matches())}) {
      const std::string name = place == "system" ? "journal" : place;
      auto journal = open_journal(place, matches);
      if (!journal.ok()) {
        // The journal is one input, though it is read for two things.
        at.failed("tlog", name, journal.error());
        break;
      }
      at.inputs.add(std::move(*journal), kind, at.weaver.sources().add(name));
    }
  }
}

// Opens the recordings that are not lines: sudo's, script's, asciinema's.
base::Status open_logs(const InputOptions& options, Place at) {
  for (std::size_t i = 0; i < options.recordings.size(); ++i) {
    const tty::Recorder& recorder = tty::recorders()[i];
    for (const std::string& argument : options.recordings[i]) {
      auto logs = recorder.open(argument, options.terminal_input);
      if (logs.ok()) {
        at.inputs.add(std::move(*logs), at.weaver.sources().add(argument));
        continue;
      }
      const Error error{logs.error().kind,
                        std::string(recorder.option) + ": " + logs.error().message};
      if (error.kind == ErrorKind::usage) return error;
      at.failed(recorder.source, argument, error);
    }
  }
  return base::ok();
}

}  // namespace

base::Status open_inputs(const InputOptions& options, weave::Weaver& weaver,
                         pipeline::MergedInputs& inputs) {
  Place at{weaver, inputs};
  for (const std::string& path : options.audit_logs)
    at.file(path, audit::kLongestLine, Kind::audit);
  if (options.trust_files) inputs.trust_files();
  for (const std::string& path : options.tlog) at.file(path, tty::kLongestTlogLine, Kind::tlog);
  for (const std::string& path : options.sshd_logs) at.file(path, audit::kLongestLine, Kind::sshd);
  open_journals(options, at);
  return open_logs(options, at);
}

base::Status weave_all(pipeline::MergedInputs& inputs, weave::Weaver& weaver,
                       std::string_view doing, const std::function<bool()>& go_on) {
  Progress progress(doing);
  while (go_on()) {
    auto next = inputs.next();
    if (!next.has_value()) break;
    pipeline::weave(*next, weaver);
    progress.update(inputs.consumed(), inputs.size(), weaver.counts().events());
  }
  weaver.finish();
  std::string problems;
  for (const std::string& problem : inputs.problems())
    problems.append(problems.empty() ? "" : "\n").append(problem);
  if (problems.empty()) return base::ok();
  return Error{ErrorKind::config, problems};
}

void say_deadletters(const weave::Counts& counts, const pipeline::MergedInputs& inputs) {
  const std::uint64_t deadletters =
      counts.documents[model::kind_index("deadletter")] - inputs.problems().size();
  if (deadletters > 0) {
    base::say_on_stderr(std::to_string(deadletters) +
                        (deadletters == 1 ? " line was" : " lines were") +
                        " not understood (kind deadletter)");
  }
}

}  // namespace auweave::app

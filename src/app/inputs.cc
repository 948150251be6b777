#include "app/inputs.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>

#include "app/boots.h"
#include "app/exit_status.h"
#include "app/input_files.h"
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
    return !std::filesystem::is_regular_file(path);
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
  auto recordings = learn_boots(options, *boots);
  if (!recordings.ok()) return recordings.error();
  weave::WeaverSettings settings;
  if (!options.persons.empty()) {
    auto persons = config::load_persons(options.persons);
    if (!persons.ok()) return persons.error();
    settings.persons = std::move(*persons);
  }
  settings.host = options.host.empty() ? config::host_name() : options.host;
  settings.boots = std::move(*boots);
  settings.terminal_input = options.terminal_input;
  settings.recordings = *recordings;
  return settings;
}

namespace {

base::Status open_journals(const InputOptions& options, weave::Weaver& weaver,
                           pipeline::MergedInputs& inputs) {
  for (const std::string& place : options.journals) {
    for (const auto& [kind, matches] : {std::pair(Kind::tlog, tty::journal_matches()),
                                        std::pair(Kind::sshd, sshd::journal_matches())}) {
      auto journal = open_journal(place, matches);
      if (!journal.ok()) return journal.error();
      const std::string name = place == "system" ? "journal" : place;
      inputs.add(std::move(*journal), kind, weaver.sources().add(name));
    }
  }
  return base::ok();
}

// Opens the recordings that are not lines: sudo's, script's, asciinema's.
base::Status open_logs(const InputOptions& options, weave::Weaver& weaver,
                       pipeline::MergedInputs& inputs) {
  for (std::size_t i = 0; i < options.recordings.size(); ++i) {
    const tty::Recorder& recorder = tty::recorders()[i];
    for (const std::string& argument : options.recordings[i]) {
      auto logs = recorder.open(argument, options.terminal_input);
      if (!logs.ok())
        return Error{logs.error().kind, std::string(recorder.option) + ": " + logs.error().message};
      inputs.add(std::move(*logs), weaver.sources().add(argument));
    }
  }
  return base::ok();
}

}  // namespace

base::Status open_inputs(const InputOptions& options, weave::Weaver& weaver,
                         pipeline::MergedInputs& inputs) {
  for (const std::string& path : options.audit_logs) {
    auto file = open_input(path, audit::kLongestLine);
    if (!file.ok()) return file.error();
    const std::uint32_t source = weaver.sources().add(file->name());
    inputs.add(std::move(*file), Kind::audit, source);
  }
  if (options.trust_files) inputs.trust_files();
  for (const std::string& path : options.tlog) {
    auto file = open_input(path, tty::kLongestTlogLine);
    if (!file.ok()) return file.error();
    const std::uint32_t source = weaver.sources().add(file->name());
    inputs.add(std::move(*file), Kind::tlog, source);
  }
  for (const std::string& path : options.sshd_logs) {
    auto file = open_input(path, audit::kLongestLine);
    if (!file.ok()) return file.error();
    const std::uint32_t source = weaver.sources().add(file->name());
    inputs.add(std::move(*file), Kind::sshd, source);
  }
  if (auto opened = open_journals(options, weaver, inputs); !opened.ok()) return opened;
  return open_logs(options, weaver, inputs);
}

base::Status weave_all(pipeline::MergedInputs& inputs, weave::Weaver& weaver,
                       std::string_view doing, const std::function<bool()>& go_on) {
  Progress progress(doing);
  base::Status result = base::ok();
  while (go_on()) {
    auto next = inputs.next();
    if (!next.ok()) {
      result = Error{ErrorKind::config, next.error().message};
      break;
    }
    if (!next->has_value()) break;
    pipeline::weave(**next, weaver);
    progress.update(inputs.consumed(), inputs.size(), weaver.counts().events());
  }
  weaver.finish();
  return result;
}

void say_deadletters(const weave::Counts& counts) {
  const std::uint64_t deadletters = counts.documents[model::kind_index("deadletter")];
  if (deadletters > 0) {
    base::say_on_stderr(std::to_string(deadletters) +
                        (deadletters == 1 ? " line was" : " lines were") +
                        " not understood (kind deadletter)");
  }
}

}  // namespace auweave::app

#include "app/shape.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "app/accounts_choice.h"
#include "app/exit_status.h"
#include "app/machine.h"
#include "app/progress.h"
#include "app/wiring.h"
#include "deliver/file_sink.h"
#include "pipeline/boot_scan.h"
#include "pipeline/merged_inputs.h"

namespace auweave::app {
namespace {

using base::Error;
using base::ErrorKind;
using Kind = pipeline::MergedInputs::Kind;

base::Result<pipeline::Publisher::Wanted> wanted_kinds(const std::string& list) {
  pipeline::Publisher::Wanted wanted{};
  if (list.empty()) {
    wanted.fill(true);
    return wanted;
  }
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t comma = std::min(list.find(',', at), list.size());
    const std::string name = list.substr(at, comma - at);
    const auto found = std::find(model::kKinds.begin(), model::kKinds.end(), name);
    if (found == model::kKinds.end()) {
      return Error{ErrorKind::config, "--kinds: unknown kind '" + name +
                                          "'; known: event, tty, session, pipeline, deadletter"};
    }
    wanted.at(static_cast<std::size_t>(found - model::kKinds.begin())) = true;
    at = comma + 1;
  }
  return wanted;
}

base::Result<base::LineFile> open_input(const std::string& path, std::size_t longest) {
  if (path != "-") {
    auto file = base::LineFile::open(path, longest);
    if (!file.ok()) return Error{ErrorKind::config, file.error().message};
    return file;
  }
  base::UniqueFd fd(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  return base::LineFile::adopt(std::move(fd), "<stdin>", longest);
}

template <typename Take>
void each_line(const std::string& path, std::size_t longest, Take take) {
  if (!std::filesystem::is_regular_file(path)) return;
  auto file = open_input(path, longest);
  if (!file.ok()) return;
  while (true) {
    auto line = file->next();
    if (!line.ok() || !line->has_value()) return;
    take((*line)->text);
  }
}

// Reads recordings, and the logs beside them, once before they are woven; but not pipes, which give
// what they have only once. What cannot be read is told when it is woven.
void learn_boots(const ShapeOptions& options, session::BootIds& boots) {
  if (options.tlog.empty()) return;
  pipeline::BootScan scan;
  for (const std::string& path : options.tlog) {
    each_line(path, kLongestTlogLine, [&](std::string_view line) { scan.tlog_line(line); });
  }
  for (const std::string& path : options.audit_logs) {
    each_line(path, kLongestAuditLine, [&](std::string_view line) { scan.audit_line(line); });
  }
  scan.teach(boots);
}

base::Result<session::BootIds> boots_from(const ShapeOptions& options) {
  session::BootIds boots;
  if (!options.boot_id.empty()) {
    auto id = boot_id_from(options.boot_id);
    if (!id.ok()) return Error{ErrorKind::config, "--boot-id: " + id.error().message};
    boots.set_first(*id);
  }
  learn_boots(options, boots);
  return boots;
}

base::Result<std::unique_ptr<deliver::Sink>> output_of(const std::string& path) {
  if (path.empty() || path == "-") {
    base::UniqueFd fd(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3));
    return std::unique_ptr<deliver::Sink>(
        std::make_unique<deliver::FileSink>(deliver::FileSink::adopt(std::move(fd), "<stdout>")));
  }
  auto file = deliver::FileSink::open(path, deliver::FileSink::Mode::replace);
  if (!file.ok()) return file.error();
  return std::unique_ptr<deliver::Sink>(std::make_unique<deliver::FileSink>(std::move(*file)));
}

base::Status add_inputs(const ShapeOptions& options, pipeline::Weaver& weaver,
                        pipeline::MergedInputs& inputs) {
  for (const std::string& path : options.audit_logs) {
    auto file = open_input(path, kLongestAuditLine);
    if (!file.ok()) return file.error();
    const std::uint32_t source = weaver.add_source(file->name());
    inputs.add(std::move(*file), Kind::audit, source);
  }
  for (const std::string& path : options.tlog) {
    auto file = open_input(path, kLongestTlogLine);
    if (!file.ok()) return file.error();
    const std::uint32_t source = weaver.add_source(file->name());
    inputs.add(std::move(*file), Kind::tlog, source);
  }
  return base::ok();
}

// All lines through the weaver. What was read before an input failed is kept.
base::Status weave_all(pipeline::MergedInputs& inputs, pipeline::Weaver& weaver,
                       const pipeline::Publisher& publisher) {
  Progress progress("shaping");
  base::Status result = base::ok();
  while (!publisher.failed()) {
    auto next = inputs.next();
    if (!next.ok()) {
      result = Error{ErrorKind::config, next.error().message};
      break;
    }
    if (!next->has_value()) break;
    if ((*next)->kind == Kind::audit) {
      weaver.audit_line((*next)->line, (*next)->source);
    } else {
      weaver.tlog_line((*next)->line, (*next)->source);
    }
    progress.update(inputs.consumed(), inputs.size(), weaver.counts().documents[0]);
  }
  weaver.finish();
  return result;
}

void say_summary(const pipeline::Counts& counts) {
  const std::uint64_t deadletters = counts.documents[4];
  if (deadletters > 0) {
    say(std::to_string(deadletters) + (deadletters == 1 ? " line was" : " lines were") +
        " not understood (kind deadletter)");
  }
}

}  // namespace

int shape(const ShapeOptions& options) {
  auto wanted = wanted_kinds(options.kinds);
  if (!wanted.ok()) {
    say(wanted.error().message);
    return kUsage;
  }
  if (!options.host.empty() && !good_host(options.host)) {
    say("--host: a host name holds no colon, slash or blank");
    return kUsage;
  }
  auto mapping = load_mapping(options.mapping);
  if (!mapping.ok()) return fail(mapping.error());
  auto accounts = accounts_from(options.accounts);
  if (!accounts.ok()) return fail(accounts.error());
  auto boots = boots_from(options);
  if (!boots.ok()) return fail(boots.error());
  auto output = output_of(options.output);
  if (!output.ok()) return fail(output.error());

  pipeline::Publisher publisher(*mapping, {options.with_raw}, *wanted);
  publisher.add(std::move(*output));
  pipeline::WeaverSettings settings;
  settings.host = options.host.empty() ? host_name() : options.host;
  settings.boots = std::move(*boots);
  settings.terminal_input = options.terminal_input;
  settings.whole_events = mapping->whole_events();
  Line line(std::move(settings), **accounts, publisher);

  pipeline::MergedInputs inputs;
  if (auto added = add_inputs(options, line.weaver, inputs); !added.ok())
    return fail(added.error());
  const base::Status woven = weave_all(inputs, line.weaver, publisher);
  const base::Status flushed = publisher.flush(0);
  say_summary(line.weaver.counts());
  if (!flushed.ok()) return fail(flushed.error());
  return woven.ok() ? kDone : fail(woven.error());
}

}  // namespace auweave::app

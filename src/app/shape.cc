#include "app/shape.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "app/exit_status.h"
#include "config/accounts_choice.h"
#include "config/setup.h"
#include "deliver/file_sink.h"
#include "pipeline/publisher.h"
#include "weave/loom.h"

namespace auweave::app {
namespace {

using base::Error;
using base::ErrorKind;

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
      return Error{ErrorKind::usage,
                   "--kinds: unknown kind '" + name +
                       "'; known: event, tty, command, session, pipeline, deadletter"};
    }
    wanted.at(static_cast<std::size_t>(found - model::kKinds.begin())) = true;
    at = comma + 1;
  }
  return wanted;
}

base::Result<std::unique_ptr<deliver::Sink>> output_of(const std::string& path) {
  if (path.empty() || path == "-") {
    base::UniqueFd fd(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3));
    return std::unique_ptr<deliver::Sink>(
        std::make_unique<deliver::FileSink>(deliver::FileSink::adopt(std::move(fd), "<stdout>")));
  }
  auto file = deliver::FileSink::open(path);
  if (!file.ok()) return file.error();
  return std::unique_ptr<deliver::Sink>(std::make_unique<deliver::FileSink>(std::move(*file)));
}

}  // namespace

int shape(const ShapeOptions& options) {
  auto wanted = wanted_kinds(options.kinds);
  if (!wanted.ok()) return fail(wanted.error());
  auto mapping = config::load_mapping(options.mapping);
  if (!mapping.ok()) return fail(mapping.error());
  auto accounts = config::accounts_from(options.inputs.accounts);
  if (!accounts.ok()) return fail(accounts.error());
  auto settings = weaver_settings(options.inputs);
  if (!settings.ok()) return fail(settings.error());
  auto output = output_of(options.output);
  if (!output.ok()) return fail(output.error());

  pipeline::Publisher publisher(*mapping, {options.with_raw}, *wanted);
  publisher.add(std::move(*output));
  settings->extended = mapping->writes_extended();
  weave::Loom loom(std::move(*settings), **accounts, publisher);
  pipeline::MergedInputs inputs;
  if (auto opened = open_inputs(options.inputs, loom.weaver, inputs); !opened.ok()) {
    return fail(opened.error());
  }
  const base::Status woven =
      weave_all(inputs, loom.weaver, "shaping", [&] { return !publisher.failed(); });
  const base::Status flushed = publisher.flush(0);
  say_deadletters(loom.weaver.counts(), inputs);
  if (!flushed.ok()) return fail(flushed.error());
  return woven.ok() ? kDone : fail(woven.error());
}

}  // namespace auweave::app

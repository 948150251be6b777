#include "app/story.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "app/exit_status.h"
#include "config/accounts_choice.h"
#include "config/machine.h"
#include "story/story.h"
#include "story/text.h"
#include "story/when.h"
#include "weave/loom.h"

namespace auweave::app {
namespace {

using base::Error;
using base::ErrorKind;

constexpr std::size_t kPipeColumns = 100;
constexpr std::size_t kLeastColumns = 40;

std::size_t columns_of_terminal() {
  winsize size{};
  const bool told = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return told ? size.ws_col : kPipeColumns;
}

base::Result<story::Filter> filter_of(const StoryOptions& options) {
  story::Filter filter;
  filter.session = options.session;
  filter.actor = options.actor;
  filter.command = options.command;
  std::string wrong;
  const auto complain = [&](const char* option, const Error& error) {
    wrong.append(wrong.empty() ? "" : "\n").append(option).append(": ").append(error.message);
  };
  if (!options.source.empty()) {
    auto range = base::IpRange::parse(options.source);
    if (range.ok()) filter.source = *range;
    if (!range.ok()) complain("--src", range.error());
  }
  const base::WallTime now = config::wall_time_now();
  const auto time = [&](const char* option, const std::string& text) {
    std::optional<base::WallTime> moment;
    if (text.empty()) return moment;
    auto parsed = story::moment(text, now);
    if (parsed.ok()) moment = *parsed;
    if (!parsed.ok()) complain(option, parsed.error());
    return moment;
  };
  filter.since = time("--since", options.since);
  filter.until = time("--until", options.until);
  if (!wrong.empty()) return Error{ErrorKind::usage, wrong};
  return filter;
}

story::View view_of(const StoryOptions& options, bool recordings) {
  story::View view;
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  view.columns =
      std::max(options.columns == 0 ? columns_of_terminal() : options.columns, kLeastColumns);
  view.colour = terminal;
  view.full = options.full;
  view.overview = options.overview;
  view.rows = options.rows;
  view.recordings = recordings || has_recordings(options.inputs);
  for (const std::string& place : options.inputs.journals) {
    if (place == "system") view.journals["journal"] = "";
    if (place != "system") view.journals[place] = " -D " + story::shell_word(place);
  }
  for (const std::string& path : options.inputs.tlog) {
    if (!holds_json_lines(path)) view.syslog_files.insert(path);
  }
  return view;
}

bool write_out(std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
}

}  // namespace

int story(const StoryOptions& options) {
  auto filter = filter_of(options);
  if (!filter.ok()) return fail(filter.error());
  auto accounts = config::accounts_from(options.inputs.accounts);
  if (!accounts.ok()) return fail(accounts.error());
  auto settings = weaver_settings(options.inputs);
  if (!settings.ok()) return fail(settings.error());
  auto spill = base::SpillFile::create();
  if (!spill.ok()) return fail(spill.error());

  story::Story told(std::move(*filter), view_of(options, settings->recordings), std::move(*spill));
  weave::Loom loom(std::move(*settings), **accounts, told);
  pipeline::MergedInputs inputs;
  if (auto opened = open_inputs(options.inputs, loom.weaver, inputs); !opened.ok()) {
    return fail(opened.error());
  }
  const base::Status woven = weave_all(inputs, loom.weaver, "reading", [] { return true; });
  const weave::Counts counts = loom.weaver.counts();
  if (woven.ok() && counts.documents[model::kind_index("event")] == 0 &&
      counts.documents[model::kind_index("deadletter")] > 0) {
    return fail({ErrorKind::config,
                 "no line of the input is an audit record (recordings are given with --tlog)"});
  }
  const base::Status done = told.finish(write_out);
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    return fail({ErrorKind::io, "<stdout>: cannot be written"});
  if (!done.ok()) return fail(done.error());
  return woven.ok() ? kDone : fail(woven.error());
}

}  // namespace auweave::app

#include "tty/recorders.h"

#include <algorithm>
#include <array>

#include "tty/cast.h"
#include "tty/script_log.h"
#include "tty/sudo_log.h"

namespace auweave::tty {
namespace {

using base::Error;
using base::ErrorKind;

// "DATA,TIMING".
base::Result<TimedLogs> open_script(const std::string& argument, bool terminal_input) {
  const std::size_t comma = argument.rfind(',');
  if (comma == std::string::npos)
    return Error{ErrorKind::usage, "DATA,TIMING is expected, not " + argument};
  const ScriptFiles files{argument.substr(0, comma), argument.substr(comma + 1)};
  return TimedLogs::of_one("script", files.timing,
                           [=] { return open_script_log(files, terminal_input, false); });
}

base::Result<TimedLogs> open_asciicast(const std::string& argument, bool terminal_input) {
  return TimedLogs::of_one("asciinema", argument,
                           [=] { return open_cast(argument, terminal_input); });
}

constexpr std::array kRecorders = {
    Recorder{.source = "tlog", .vouched = Vouched::by_pid},
    Recorder{.source = "sudo",
             .vouched = Vouched::by_command,
             .voucher = model::Voucher::sudo_log,
             .most_apart_ns = 50'000'000,
             .unvouched = "sudo ran this without an audit record",
             .option = "--sudo-io",
             .help = "sudo's I/O logs: the folder they are in",
             .open = TimedLogs::of_sudo,
             .replay = "sudoreplay -d {file} {rec}   # {command}"},
    Recorder{.source = "script",
             .vouched = Vouched::by_recorder,
             .most_apart_ns = 2'000'000'000,
             .default_file = "typescript",
             .unvouched = "no audited script(1) was told to write a file of this name",
             .option = "--script",
             .help = "a recording of script(1): DATA,TIMING",
             .open = open_script,
             .replay = "scriptreplay -T {behind} -O {before}"},
    // The header has whole seconds, of the time at which it is written. asciinema 2 is Python, and
    // on a slow machine needs a second or two from its execve to the header.
    Recorder{.source = "asciinema",
             .vouched = Vouched::by_recorder,
             .most_apart_ns = 5'000'000'000,
             .tells_terminal = false,
             .verb = "rec",
             .unvouched = "no audited `asciinema rec` was told to write a file of this name",
             .option = "--cast",
             .help = "a recording of asciinema(1), an asciicast of version 2 or 3",
             .open = open_asciicast,
             .replay = "asciinema play {file}"},
};

}  // namespace

std::span<const Recorder> recorders() { return kRecorders; }

const Recorder* recorder_of(std::string_view source) {
  const auto* const found = std::find_if(kRecorders.begin(), kRecorders.end(),
                                         [&](const Recorder& row) { return row.source == source; });
  return found == kRecorders.end() ? nullptr : found;
}

}  // namespace auweave::tty

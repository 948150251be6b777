#include "tty/script_header.h"

#include <algorithm>

#include "base/text.h"
#include "tty/malformed.h"
#include "tty/script_time.h"
#include "tty/sudo_timing.h"

namespace auweave::tty {
namespace {

using What = TimedStep::What;

constexpr std::uint64_t kMostScriptBytes = 1ULL << 40U;

// Returns VALUE of NAME="VALUE". The last one counts, because the command comes first and may hold
// anything.
std::string_view value_of(std::string_view line, std::string_view name) {
  const std::size_t at = line.rfind(name);
  if (at == std::string_view::npos) return "";
  const std::string_view rest = line.substr(at + name.size());
  return rest.substr(0, rest.find('"'));
}

std::string_view terminal_in(std::string_view line) {
  std::string_view tty = value_of(line, "\" TTY=\"");
  if (tty.starts_with("/dev/")) tty.remove_prefix(5);
  return tty;
}

std::string_view command_in(std::string_view line) {
  constexpr std::string_view name = "[COMMAND=\"";
  const std::size_t at = line.find(name);
  if (at == std::string_view::npos) return "";
  const std::string_view rest = line.substr(at + name.size());
  std::size_t end = rest.rfind("\" TERM=\"");
  if (end == std::string_view::npos) end = rest.rfind("\" <not executed");
  if (end == std::string_view::npos) end = rest.rfind("\" TTY=\"");
  if (end == std::string_view::npos) end = rest.rfind("\"]");
  return rest.substr(0, std::min(end, rest.size()));
}

base::Status read_sigwinch(std::string_view line, TimedStep& step) {
  while (!line.empty()) {
    const std::string_view word = base::take_word(line);
    if (word.starts_with("ROWS="))
      step.rows = cells(base::parse_signed(word.substr(5))).value_or(0);
    if (word.starts_with("COLS="))
      step.columns = cells(base::parse_signed(word.substr(5))).value_or(0);
  }
  if (step.rows == 0 || step.columns == 0) return wrong("a window size without rows and columns");
  step.what = What::window;
  return base::ok();
}

// EXIT_CODE is the last thing that script writes.
void learn(std::string_view line, TimingWords& words) {
  const std::string_view name = base::take_word(line);
  const std::string_view value = line.substr(std::min<std::size_t>(1, line.size()));
  if (name == "OUTPUT_LOG") words.output_log = value;
  if (name == "INPUT_LOG") words.input_log = value;
  words.ended = words.ended || name == "EXIT_CODE";
}

base::Status read_step(char type, std::string_view rest, TimingWords& words, TimedStep& step) {
  if (type == 'H') {
    learn(rest, words);
    return base::ok();
  }
  if (type == 'S')
    return base::take_word(rest) == "SIGWINCH" ? read_sigwinch(rest, step) : base::ok();
  const auto bytes = base::parse_unsigned(base::take_word(rest));
  if (!bytes.has_value() || *bytes > kMostScriptBytes)
    return wrong("its size is no number of bytes");
  const bool elsewhere = !words.output_log.empty() && words.output_log != words.input_log;
  if (type == 'I' && elsewhere) return base::ok();
  step.what = type == 'I' ? What::input : What::output;
  step.bytes = *bytes;
  return base::ok();
}

}  // namespace

base::Result<ScriptHeader> parse_script_header(std::string_view line) {
  const std::size_t open = std::min(line.find(" ["), line.size());
  const auto seconds = script_started(line.substr(0, open));
  if (!seconds.has_value() || *seconds < 0) {
    return wrong(
        "its first line tells no certain time: neither one like 2026-11-21 06:42:30+00:00, nor one "
        "of UTC");
  }
  ScriptHeader header;
  header.ran.time = {*seconds * 1'000'000'000};
  header.ran.whole_seconds = true;
  header.ran.command = command_in(line);
  // Before util-linux 2.35 the line ends with its time.
  header.ran.tty = open == line.size() ? model::kUnknownTerminal : terminal_in(line);
  header.columns = cells(base::parse_signed(value_of(line, "\" COLUMNS=\"")));
  header.rows = cells(base::parse_signed(value_of(line, "\" LINES=\"")));
  return header;
}

base::Result<TimedStep> parse_script_step(std::string_view line, TimingWords& words) {
  constexpr std::string_view types = "OISH";
  char type = 'O';
  if (!line.empty() && types.find(line.front()) != std::string_view::npos) {
    type = line.front();
    line.remove_prefix(1);
  }
  const auto delay = parse_delay(base::take_word(line));
  if (!delay.has_value()) return wrong("its delay is no number of seconds");
  TimedStep step;
  step.delay_ns = *delay;
  if (auto read = read_step(type, line, words, step); !read.ok()) return read.error();
  return step;
}

}  // namespace auweave::tty

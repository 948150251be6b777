#include "tty/script_header.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/text.h"
#include "tty/malformed.h"
#include "tty/sudo_timing.h"

namespace auweave::tty {
namespace {

using What = TimedStep::What;

constexpr std::uint64_t kMostScriptBytes = 1ULL << 40U;

std::optional<std::int64_t> number_in(std::string_view text, std::size_t at, std::size_t size) {
  if (at + size > text.size()) return std::nullopt;
  const auto value = base::parse_unsigned(text.substr(at, size));
  if (!value.has_value()) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

// Returns the seconds since 1970 of "2026-11-21 06:42:30+01:00".
std::optional<std::int64_t> seconds_of(std::string_view text) {
  constexpr std::string_view form = "0000-00-00 00:00:00+00:00";
  if (text.size() < form.size()) return std::nullopt;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool sign = i == 19 && (text[i] == '+' || text[i] == '-');
    if (form[i] != '0' && text[i] != form[i] && !sign) return std::nullopt;
  }
  const auto part = [&](std::size_t at, std::size_t size) {
    return number_in(text, at, size).value_or(-1);
  };
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(part(0, 4))),
                                         std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(part(8, 2))));
  const std::int64_t hours = part(11, 2);
  const std::int64_t minutes = part(14, 2);
  const std::int64_t seconds = part(17, 2);
  const std::int64_t zone_hours = part(20, 2);
  const std::int64_t zone_minutes = part(23, 2);
  if (std::min({hours, minutes, seconds, zone_hours, zone_minutes}) < 0 || !date.ok()) {
    return std::nullopt;
  }
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t zone = (zone_hours * 60 + zone_minutes) * 60 * (text[19] == '-' ? -1 : 1);
  return days * 86'400 + hours * 3600 + minutes * 60 + seconds - zone;
}

// Returns VALUE of NAME="VALUE". The last one counts, because the command comes first and may hold
// anything.
std::string_view value_of(std::string_view line, std::string_view name) {
  const std::size_t at = line.rfind(name);
  if (at == std::string_view::npos) return "";
  const std::string_view rest = line.substr(at + name.size());
  return rest.substr(0, rest.find('"'));
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
  constexpr std::string_view begin = "Script started on ";
  if (!line.starts_with(begin)) return wrong("it does not begin with `Script started on`");
  const auto seconds = seconds_of(line.substr(begin.size()));
  if (!seconds.has_value() || *seconds < 0) {
    return wrong("its first line tells no time like 2026-11-21 06:42:30+00:00");
  }
  ScriptHeader header;
  header.ran.time = {*seconds * 1'000'000'000};
  header.ran.whole_seconds = true;
  header.ran.command = command_in(line);
  std::string_view tty = value_of(line, "\" TTY=\"");
  if (tty.starts_with("/dev/")) tty.remove_prefix(5);
  header.ran.tty = tty;
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

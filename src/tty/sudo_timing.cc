#include "tty/sudo_timing.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "tty/malformed.h"

namespace auweave::tty {
namespace {

using What = TimedStep::What;

constexpr std::uint64_t kLongestDelay = 100'000'000;  // 3 years
constexpr std::uint64_t kMostStepBytes = 1ULL << 40U;

base::Status read_window(std::string_view line, TimedStep& step) {
  const auto rows = base::parse_unsigned(base::take_word(line));
  const auto columns = base::parse_unsigned(base::take_word(line));
  constexpr auto most = static_cast<std::uint64_t>(kMostCells);
  if (!rows.has_value() || !columns.has_value() || *rows > most || *columns > most) {
    return wrong("a window size without rows and columns");
  }
  step.what = What::window;
  step.rows = static_cast<int>(*rows);
  step.columns = static_cast<int>(*columns);
  return base::ok();
}

}  // namespace

std::optional<std::int64_t> parse_delay(std::string_view text) {
  const std::size_t point = std::min(text.find_first_of(".,"), text.size());
  const auto seconds = base::parse_unsigned(text.substr(0, point));
  if (!seconds.has_value() || *seconds > kLongestDelay) return std::nullopt;
  std::int64_t rest = 0;
  std::int64_t unit = 100'000'000;
  for (const char digit : text.substr(std::min(point + 1, text.size()))) {
    if (digit < '0' || digit > '9') return std::nullopt;
    rest += unit * (digit - '0');
    unit /= 10;
  }
  return static_cast<std::int64_t>(*seconds) * 1'000'000'000 + rest;
}

base::Result<TimedStep> parse_sudo_step(std::string_view line, TimingWords& /*words*/) {
  const auto type = base::parse_unsigned(base::take_word(line));
  if (!type.has_value() || *type > 7) return wrong("an unknown type of event");
  const auto delay = parse_delay(base::take_word(line));
  if (!delay.has_value()) return wrong("its delay is no number of seconds");
  TimedStep step;
  step.delay_ns = *delay;
  if (*type == 7) return step;
  if (*type == 5) {
    if (auto window = read_window(line, step); !window.ok()) return window.error();
    return step;
  }
  const auto bytes = base::parse_unsigned(base::take_word(line));
  if (!bytes.has_value() || *bytes > kMostStepBytes) return wrong("its size is no number of bytes");
  // sudo 1.8.7 wrote 6 for ttyout.
  step.stream = *type == 6 ? 4 : static_cast<std::size_t>(*type);
  step.what = step.stream == 0 || step.stream == 3 ? What::input : What::output;
  step.piped = step.stream != kSudoStreams.size() - 1;
  step.bytes = *bytes;
  return step;
}

}  // namespace auweave::tty

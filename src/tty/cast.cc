#include "tty/cast.h"

#include <cmath>
#include <utility>

#include "base/text.h"
#include "json/value.h"
#include "tty/first_line.h"
#include "tty/malformed.h"

namespace auweave::tty {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using What = TimedStep::What;

// An event has the bytes of one read of the terminal, and each byte has at most six in JSON
// ("\u001b").
constexpr std::size_t kLongestEvent = 4UL << 20U;
constexpr double kLastCastSecond = 1e8;  // of one recording: three years

struct Header {
  std::int64_t version = 0;
  model::RecordedCommand ran;
  std::optional<int> columns, rows;
};

// https://docs.asciinema.org/manual/asciicast/: version 2 has width and height, version 3 term.cols
// and term.rows.
Result<Header> read_header(std::string_view line) {
  auto object = json::Value::parse_object(line);
  if (!object.ok()) return wrong("its first line is no header: " + object.error().message);
  Header header;
  header.version = object->integer("version").value_or(0);
  if (header.version != 2 && header.version != 3)
    return wrong("its first line tells no version 2 or 3 of asciicast");
  const auto time = object->number("timestamp");
  if (!time.has_value() || !(*time >= 0) || *time > 1e11)
    return wrong("its first line tells no time (timestamp)");
  header.ran.whole_seconds = *time == std::floor(*time);
  header.ran.time = base::WallTime::from_ms(std::llround(*time * 1000));
  header.ran.command = std::string(object->string("command").value_or(""));
  const auto term = object->object("term");
  const bool old = header.version == 2;
  header.columns = cells(old    ? object->integer("width")
                         : term ? term->integer("cols")
                                : std::nullopt);
  header.rows = cells(old    ? object->integer("height")
                      : term ? term->integer("rows")
                             : std::nullopt);
  return header;
}

// "80x24"
base::Status read_resize(std::string_view text, TimedStep& step) {
  const std::size_t by = text.find('x');
  const auto columns = cells(base::parse_signed(text.substr(0, by)));
  const auto rows =
      cells(by == std::string_view::npos ? std::nullopt : base::parse_signed(text.substr(by + 1)));
  if (!columns.has_value() || !rows.has_value()) return wrong("a window size that is none");
  step.what = What::window;
  step.columns = *columns;
  step.rows = *rows;
  return base::ok();
}

// In version 3 the time counts from the event before; in version 2 from the start. The time never
// goes back, though two writers' clocks may differ by a moment.
std::int64_t delay_of(double seconds, TimingWords& words) {
  const auto ns = static_cast<std::int64_t>(seconds * 1e9);
  if (words.delays) return ns;
  const std::int64_t delay = std::max<std::int64_t>(0, ns - words.elapsed_ns);
  words.elapsed_ns += delay;
  return delay;
}

Result<TimedStep> parse_event(std::string_view line, TimingWords& words) {
  TimedStep step;
  // Version 3 has comments.
  if (line.empty() || line.front() == '#') return step;
  auto event = json::Value::parse_array(line);
  if (!event.ok()) return event.error();
  const auto time = event->number_at(0);
  const auto code = event->string_at(1);
  const auto text = event->string_at(2);
  if (!time.has_value() || !(*time >= 0) || *time > kLastCastSecond)
    return wrong("its time is no number of seconds");
  if (!code.has_value() || !text.has_value()) return wrong("it is no event [TIME, CODE, TEXT]");
  step.delay_ns = delay_of(*time, words);
  if (*code == "r") {
    if (auto read = read_resize(*text, step); !read.ok()) return read.error();
    return step;
  }
  if (*code == "x") words.ended = true;
  if (*code != "o" && *code != "i") return step;
  step.what = *code == "o" ? What::output : What::input;
  step.bytes = text->size();
  step.stream = TimedStep::kInLine;
  step.text = *text;
  return step;
}

}  // namespace

Result<TimedLog> open_cast(const std::string& path, bool terminal_input) {
  LogFile file(path);
  auto first = first_line(file, base::open_regular);
  if (!first.ok()) return first.error();
  auto header = read_header(*first);
  if (!header.ok()) return Error{ErrorKind::parse, path + ":1: " + header.error().message};
  model::TtyChunk blank;
  blank.source = "asciinema";
  blank.rec = base::basename(path);
  blank.time = header->ran.time;
  blank.ran = std::move(header->ran);
  blank.ran->file = blank.rec;
  TimedFormat format;
  format.timing = std::move(file);
  format.parse = parse_event;
  format.longest_line = kLongestEvent;
  format.terminal_input = terminal_input;
  format.grows = false;
  TimedLog log(std::move(format), std::move(blank));
  TimedPlace place = log.place();
  place.timing = first->size() + 1;
  place.line = 1;
  place.words.delays = header->version == 3;
  log.resume(std::move(place));
  if (header->columns.has_value() && header->rows.has_value()) {
    log.first_window(*header->columns, *header->rows);
  }
  return log;
}

}  // namespace auweave::tty

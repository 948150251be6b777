#include "tty/timed_log.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace auweave::tty {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using model::TtyChunk;
using What = TimedStep::What;

constexpr std::int64_t kMostElapsedNs = 1LL << 57;  // 4 years

// A compressed file of less is never large enough to matter.
constexpr std::uint64_t kLeastInflated = 16UL * 1024 * 1024;

}  // namespace

TimedLog::TimedLog(TimedFormat format, TtyChunk blank)
    : format_(std::move(format)),
      place_(std::move(blank), format_.streams.size()),
      streams_(format_.streams.size()) {
  lines_ = base::LineCutter(format_.longest_line);
}

Error TimedLog::at_line(const std::string& what) const {
  const std::uint64_t line = std::max<std::uint64_t>(place_.line, 1);
  return {ErrorKind::parse, format_.timing.path() + ":" + std::to_string(line) + ": " + what};
}

base::Status TimedLog::open_timing() {
  if (timing_.has_value()) return base::ok();
  auto there = format_.timing.open(format_.access.open);
  if (!there.ok()) return there.error();
  auto file = format_.timing.bytes(place_.timing, kBlock);
  if (!file.ok()) return file.error();
  if (!file->has_value()) return base::ok();
  bytes_read_ += (*file)->inflated();
  timing_ = std::move(*file);
  lines_ = base::LineCutter(format_.longest_line, place_.timing);
  return base::ok();
}

Error TimedLog::exceeds(std::string_view limit, const std::string& what) {
  excess_ = limit;
  return at_line(what + ": the rest is not read");
}

Result<bool> TimedLog::read(base::ByteFile& file, std::string& out) {
  const std::size_t before = out.size();
  auto more = file.read(out);
  bytes_read_ += out.size() - before;
  const LogLimits& limits = format_.access.limits;
  if (limits.inflated > 0 && file.inflated() > limits.inflated)
    return exceeds("inflated", "a compressed file holds more than " +
                                   std::to_string(limits.inflated) + " bytes");
  const bool large = file.inflated() > kLeastInflated;
  if (large && limits.ratio > 0 && file.inflated() / file.consumed() >= limits.ratio)
    return exceeds("ratio", "a compressed file holds more than " + std::to_string(limits.ratio) +
                                " times its size");
  return more;
}

Result<std::optional<base::Line>> TimedLog::timing_line() {
  if (auto opened = open_timing(); !opened.ok()) return opened.error();
  while (timing_.has_value()) {
    if (auto line = lines_.next()) return line;
    auto more = read(*timing_, lines_.room());
    if (!more.ok()) return more.error();
    if (!*more) break;
  }
  return std::optional<base::Line>();
}

// Returns false if there is no further step now.
Result<bool> TimedLog::begin_step() {
  auto line = timing_line();
  if (!line.ok()) return line.error();
  if (!line->has_value()) return false;
  place_.timing = (*line)->offset + (*line)->text.size() + (*line)->cut + 1;
  ++place_.line;
  if ((*line)->cut > 0) return at_line("the line is too long");
  auto step = format_.parse((*line)->text, place_.words);
  if (!step.ok()) return at_line(step.error().message);
  place_.elapsed_ns += step->delay_ns;
  if (place_.elapsed_ns > kMostElapsedNs)
    return at_line("its delays are longer than any recording");
  place_.step = *step;
  return true;
}

// True if this many bytes of the stream are there.
Result<bool> TimedLog::fill(std::size_t number, std::size_t bytes) {
  Stream& stream = streams_.at(number);
  if (!stream.file.has_value()) {
    LogFile& log = format_.streams.at(number);
    auto there = log.open(format_.access.open);
    if (!there.ok() || !*there) return there;
    auto file = log.bytes(place_.taken.at(number), kBlock);
    if (!file.ok()) return file.error();
    if (!file->has_value()) return false;
    stream.bytes.clear();
    bytes_read_ += (*file)->inflated();
    stream.file = std::move(*file);
  }
  while (stream.bytes.size() < bytes) {
    auto more = read(*stream.file, stream.bytes);
    if (!more.ok() || !*more) return more;
  }
  return true;
}

// Returns the bytes of the step that were read and are not taken yet.
std::string& TimedLog::bytes_of(TimedStep& step) {
  return step.stream == TimedStep::kInLine ? step.text : streams_.at(step.stream).bytes;
}

// Takes the part of the step that fits into the chunk. Returns false if its bytes are not there
// yet.
Result<bool> TimedLog::take_bytes(TimedStep& step) {
  const std::size_t now = std::min<std::uint64_t>(step.bytes, place_.chunks.room());
  if (step.stream != TimedStep::kInLine) {
    auto there = fill(step.stream, now);
    if (!there.ok() || !*there) return there;
    place_.taken.at(step.stream) += now;
  }
  std::string& bytes = bytes_of(step);
  const std::string_view taken = std::string_view(bytes).substr(0, now);
  if (step.what == What::output) {
    place_.chunks.output(place_.elapsed_ns, taken, step.piped);
  } else if (format_.terminal_input) {
    place_.chunks.input(place_.elapsed_ns, taken);
  }
  bytes.erase(0, now);
  step.bytes -= now;
  return true;
}

bool TimedLog::shows(const TimedStep& step) const {
  if (step.what == What::input) return format_.terminal_input || !format_.input_apart;
  return step.what == What::output || step.what == What::window;
}

Result<TimedLog::Done> TimedLog::show(TimedStep& step) {
  if (!shows(step)) return Done::whole;
  if (step.what == What::window) {
    const std::uint64_t most = format_.access.limits.windows;
    if (++place_.windows > most && most > 0)
      return exceeds("windows", "the window changes more than " + std::to_string(most) + " times");
    place_.chunks.window(place_.elapsed_ns, step.columns, step.rows);
    return Done::whole;
  }
  if (step.bytes == 0) return Done::whole;
  auto taken = take_bytes(step);
  if (!taken.ok()) return taken.error();
  if (!*taken) return Done::waits;
  return step.bytes > 0 ? Done::part : Done::whole;
}

// Returns false if there is no step to do now.
Result<bool> TimedLog::have_step() {
  if (place_.step.has_value()) return true;
  return place_.stopped ? Result<bool>(false) : begin_step();
}

Result<std::optional<TtyChunk>> TimedLog::advance() {
  while (true) {
    auto there = have_step();
    if (!there.ok()) return there.error();
    if (!*there) return std::optional<TtyChunk>();
    TimedStep& step = *place_.step;
    if (auto chunk = shows(step) ? place_.chunks.take_ended(place_.elapsed_ns) : std::nullopt) {
      return chunk;
    }
    more_ = --steps_left_ < 0;
    if (more_) return std::optional<TtyChunk>();
    auto done = show(step);
    if (!done.ok()) return done.error();
    if (*done == Done::waits) return std::optional<TtyChunk>();
    if (*done == Done::whole) place_.step.reset();
  }
}

// Stops the reading. The bytes of the present step that are there are still given.
void TimedLog::stop(std::optional<Error> why) {
  place_.stopped = true;
  damage_ = std::move(why);
  if (!place_.step.has_value()) return;
  TimedStep& step = *place_.step;
  step.bytes = std::min<std::uint64_t>(step.bytes, bytes_of(step).size());
  if (step.bytes == 0) place_.step.reset();
}

Result<std::optional<TtyChunk>> TimedLog::next() {
  steps_left_ = kMostSteps;
  more_ = false;
  if (!place_.stopped) {
    auto chunk = advance();
    if (chunk.ok()) return chunk;
    stop(chunk.error());
  }
  steps_left_ = kMostSteps;
  more_ = false;
  if (auto left = advance(); !left.ok() || left->has_value()) return left;
  if (auto chunk = place_.chunks.take_rest()) return chunk;
  if (damage_.has_value()) return *std::exchange(damage_, std::nullopt);
  return std::optional<TtyChunk>();
}

Result<std::optional<TtyChunk>> TimedLog::rest() {
  bool over = ended() || !format_.grows;
  auto chunk = next();
  if (!chunk.ok() || chunk->has_value() || place_.stopped || more_) return chunk;
  over = over || ended();
  stop(over ? missing() : std::nullopt);
  return next();
}

std::optional<TtyChunk> TimedLog::take_begun_before(base::WallTime time) {
  const auto began = place_.chunks.began();
  return began.has_value() && *began < time ? place_.chunks.take_rest() : std::nullopt;
}

bool TimedLog::over() const {
  return place_.stopped && !place_.step.has_value() && !place_.chunks.began().has_value() &&
         !damage_.has_value();
}

// Returns what is missing in a log that has ended.
std::optional<Error> TimedLog::missing() {
  if (!timing_.has_value()) return Error{ErrorKind::io, format_.timing.path() + ": is not there"};
  if (place_.step.has_value()) {
    const TimedStep& step = *place_.step;
    const std::uint64_t there = streams_.at(step.stream).bytes.size();
    return at_line(std::to_string(step.bytes - std::min(there, step.bytes)) + " bytes of " +
                   std::string(base::basename(format_.streams.at(step.stream).path())) +
                   " are missing");
  }
  if (timing_->inside_gzip()) return at_line("the gzip data end too early");
  if (!lines_.rest().has_value()) return std::nullopt;
  ++place_.line;
  return at_line("the line has no end");
}

bool TimedLog::ended() const {
  if (place_.words.ended) return true;
  const auto facts = timing_facts();
  if (format_.sealed && facts.has_value() && (facts->mode & 0222U) == 0) return true;
  return timing_.has_value() && timing_->gzip_ended();
}

void TimedLog::resume(TimedPlace place) {
  close_files();
  place_ = std::move(place);
}

void TimedLog::close_files() {
  timing_.reset();
  lines_ = base::LineCutter(format_.longest_line);
  for (Stream& stream : streams_) stream = {};
}

}  // namespace auweave::tty

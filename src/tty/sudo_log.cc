#include "tty/sudo_log.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

namespace auweave::tty {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using model::TtyChunk;
using What = SudoStep::What;

// ARG_MAX of Linux is 2 MiB for arguments and environment, and JSON may write a byte as six.
constexpr std::size_t kLongestHeader = 16UL * 1024 * 1024;
constexpr std::int64_t kMostElapsedNs = 1LL << 57;  // 4 years

// Whatever else has that name, a pipe say, would be waited for.
bool is_file(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

Result<std::string> whole_file(const std::string& path) {
  if (!is_file(path)) return Error{ErrorKind::io, path + ": is not there"};
  auto file = base::ByteFile::open(path);
  if (!file.ok()) return file.error();
  std::string text;
  while (text.size() < kLongestHeader) {
    auto more = file->read(text);
    if (!more.ok()) return more.error();
    if (!*more) return text;
  }
  return Error{ErrorKind::parse, path + ": too long"};
}

Result<SudoHeader> read_header(const std::string& folder) {
  const std::string json = folder + "/log.json";
  const bool lines = !is_file(json);
  const std::string path = lines ? folder + "/log" : json;
  auto text = whole_file(path);
  if (!text.ok()) return text.error();
  auto header = lines ? parse_sudo_lines(*text) : parse_sudo_json(*text);
  if (!header.ok()) return Error{header.error().kind, path + ": " + header.error().message};
  return header;
}

// Reads over what was taken before. False: it is not there yet.
Result<bool> skip(base::ByteFile& file, std::uint64_t bytes, std::string& rest) {
  while (bytes > 0) {
    auto more = file.read(rest);
    if (!more.ok() || !*more) return more;
    const std::size_t over = std::min<std::uint64_t>(bytes, rest.size());
    rest.erase(0, over);
    bytes -= over;
  }
  return true;
}

}  // namespace

Result<SudoLog> SudoLog::open(const std::string& root, const std::string& rec,
                              bool terminal_input) {
  const std::string folder = root + "/" + rec;
  auto header = read_header(folder);
  if (!header.ok()) return header.error();
  TtyChunk blank;
  blank.source = "sudo";
  blank.rec = rec;
  blank.recording_host = header->host;
  blank.time = header->ran.time;
  blank.ran = std::move(header->ran);
  SudoLog log(folder, terminal_input, std::move(blank));
  if (header->columns.has_value() && header->rows.has_value()) {
    log.place_.chunks.first_window(*header->columns, *header->rows);
  }
  return log;
}

Error SudoLog::at_line(const std::string& what) const {
  return {
      ErrorKind::parse,
      folder_ + "/timing:" + std::to_string(std::max<std::uint64_t>(place_.line, 1)) + ": " + what};
}

base::Status SudoLog::open_timing() {
  if (timing_.has_value()) return base::ok();
  if (!is_file(folder_ + "/timing")) return base::ok();
  auto file = base::ByteFile::open(folder_ + "/timing", kBlock);
  if (!file.ok()) return file.error();
  std::string rest;
  auto there = skip(*file, place_.timing, rest);
  if (!there.ok()) return there.error();
  if (!*there) return base::ok();
  timing_ = std::move(*file);
  lines_ = base::LineCutter(kLongestLine, place_.timing);
  lines_.add(rest);
  return base::ok();
}

Result<std::optional<base::Line>> SudoLog::timing_line() {
  if (auto opened = open_timing(); !opened.ok()) return opened.error();
  while (timing_.has_value()) {
    if (auto line = lines_.next()) return line;
    auto more = timing_->read(lines_.room());
    if (!more.ok()) return more.error();
    if (!*more) break;
  }
  return std::optional<base::Line>();
}

// False: there is no further step now.
Result<bool> SudoLog::begin_step() {
  auto line = timing_line();
  if (!line.ok()) return line.error();
  if (!line->has_value()) return false;
  place_.timing = (*line)->offset + (*line)->text.size() + (*line)->cut + 1;
  ++place_.line;
  if ((*line)->cut > 0) return at_line("the line is too long");
  auto step = parse_sudo_step((*line)->text);
  if (!step.ok()) return at_line(step.error().message);
  place_.elapsed_ns += step->delay_ns;
  if (place_.elapsed_ns > kMostElapsedNs) return at_line("its delays are longer than any log");
  place_.step = *step;
  return true;
}

// True when so many bytes of the stream are there.
Result<bool> SudoLog::fill(std::size_t number, std::size_t bytes) {
  Stream& stream = streams_.at(number);
  if (!stream.file.has_value()) {
    const std::string path = folder_ + "/" + std::string(kSudoStreams.at(number));
    if (!is_file(path)) return false;
    auto file = base::ByteFile::open(path, kBlock);
    if (!file.ok()) return file.error();
    stream.bytes.clear();
    auto there = skip(*file, place_.taken.at(number), stream.bytes);
    if (!there.ok() || !*there) return there;
    stream.file = std::move(*file);
  }
  while (stream.bytes.size() < bytes) {
    auto more = stream.file->read(stream.bytes);
    if (!more.ok() || !*more) return more;
  }
  return true;
}

// Of the step in work, what fits into the chunk. False: it is not there yet.
Result<bool> SudoLog::take_bytes(SudoStep& step) {
  const std::size_t now = std::min<std::uint64_t>(step.bytes, place_.chunks.room());
  auto there = fill(step.stream, now);
  if (!there.ok() || !*there) return there;
  std::string& bytes = streams_.at(step.stream).bytes;
  const std::string_view taken = std::string_view(bytes).substr(0, now);
  if (step.what == What::output) {
    const bool piped = step.stream != kSudoStreams.size() - 1;
    place_.chunks.output(place_.elapsed_ns, taken, piped);
  } else {
    place_.chunks.input(place_.elapsed_ns, taken);
  }
  bytes.erase(0, now);
  place_.taken.at(step.stream) += now;
  step.bytes -= now;
  return true;
}

bool SudoLog::shows(const SudoStep& step) const {
  if (step.what == What::input) return terminal_input_;
  return step.what == What::output || step.what == What::window;
}

Result<SudoLog::Done> SudoLog::show(SudoStep& step) {
  if (!shows(step)) return Done::whole;
  if (step.what == What::window) {
    place_.chunks.window(place_.elapsed_ns, step.columns, step.rows);
    return Done::whole;
  }
  if (step.bytes == 0) return Done::whole;
  auto taken = take_bytes(step);
  if (!taken.ok()) return taken.error();
  if (!*taken) return Done::waits;
  return step.bytes > 0 ? Done::part : Done::whole;
}

// False: there is no step to do now.
Result<bool> SudoLog::have_step() {
  if (place_.step.has_value()) return true;
  return place_.stopped ? Result<bool>(false) : begin_step();
}

Result<std::optional<TtyChunk>> SudoLog::advance() {
  while (true) {
    auto there = have_step();
    if (!there.ok()) return there.error();
    if (!*there) return std::optional<TtyChunk>();
    SudoStep& step = *place_.step;
    if (auto chunk = shows(step) ? place_.chunks.take_ended(place_.elapsed_ns) : std::nullopt) {
      return chunk;
    }
    auto done = show(step);
    if (!done.ok()) return done.error();
    if (*done == Done::waits) return std::optional<TtyChunk>();
    if (*done == Done::whole) place_.step.reset();
  }
}

// Nothing is read further; of the step in work, what is there is given.
void SudoLog::stop(std::optional<Error> why) {
  place_.stopped = true;
  damage_ = std::move(why);
  if (!place_.step.has_value()) return;
  SudoStep& step = *place_.step;
  step.bytes = std::min<std::uint64_t>(step.bytes, streams_.at(step.stream).bytes.size());
  if (step.bytes == 0) place_.step.reset();
}

Result<std::optional<TtyChunk>> SudoLog::next() {
  if (!place_.stopped) {
    auto chunk = advance();
    if (chunk.ok()) return chunk;
    stop(chunk.error());
  }
  if (auto left = advance(); !left.ok() || left->has_value()) return left;
  if (auto chunk = place_.chunks.take_rest()) return chunk;
  if (damage_.has_value()) return *std::exchange(damage_, std::nullopt);
  return std::optional<TtyChunk>();
}

Result<std::optional<TtyChunk>> SudoLog::rest() {
  bool over = ended();
  auto chunk = next();
  if (!chunk.ok() || chunk->has_value() || place_.stopped) return chunk;
  over = over || ended();
  stop(over ? missing() : std::nullopt);
  return next();
}

std::optional<TtyChunk> SudoLog::take_begun_before(base::WallTime time) {
  const auto began = place_.chunks.began();
  return began.has_value() && *began < time ? place_.chunks.take_rest() : std::nullopt;
}

bool SudoLog::over() const {
  return place_.stopped && !place_.step.has_value() && !place_.chunks.began().has_value() &&
         !damage_.has_value();
}

// What is not there of a log that sudo has ended.
std::optional<Error> SudoLog::missing() {
  if (!timing_.has_value()) return Error{ErrorKind::io, folder_ + "/timing: is not there"};
  if (place_.step.has_value()) {
    const SudoStep& step = *place_.step;
    const std::uint64_t there = streams_.at(step.stream).bytes.size();
    return at_line(std::to_string(step.bytes - std::min(there, step.bytes)) + " bytes of " +
                   std::string(kSudoStreams.at(step.stream)) + " are missing");
  }
  if (timing_->inside_gzip()) return at_line("the gzip data end too early");
  if (!lines_.rest().has_value()) return std::nullopt;
  ++place_.line;
  return at_line("the line has no end");
}

bool SudoLog::ended() const {
  struct stat info {};
  const std::string path = folder_ + "/timing";
  if (::stat(path.c_str(), &info) != 0) return false;
  if ((info.st_mode & 0222U) == 0) return true;
  return timing_.has_value() && timing_->gzip_ended();
}

void SudoLog::resume(SudoPlace place) {
  close_files();
  place_ = std::move(place);
}

void SudoLog::close_files() {
  timing_.reset();
  for (Stream& stream : streams_) stream = {};
}

}  // namespace auweave::tty

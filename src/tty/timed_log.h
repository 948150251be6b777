// TimedLog: a recording that is a timing and the files it counts bytes of (sudo's I/O logs, script's), or a timing
// that holds the bytes itself (an asciicast), decoded to chunks. It may still grow: what is there is read, and the rest later, also by another TimedLog
// from a saved place. Files are gzip or plain, told by their first bytes. One owner, one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_file.h"
#include "base/line_cutter.h"
#include "base/result.h"
#include "tty/chunk_maker.h"
#include "tty/timed_step.h"

namespace auweave::tty {

// How a program writes its recordings.
struct TimedFormat {
  std::string timing;                // path
  std::vector<std::string> streams;  // paths, by TimedStep::stream
  base::Result<TimedStep> (*parse)(std::string_view line, TimingWords& words) = nullptr;
  bool terminal_input = false;  // else what was typed is dropped
  bool input_apart = false;     // in files of its own: these are not even opened then
  bool sealed = false;          // its end is told by taking away the right to write `timing`
  bool grows = true;            // false: what is missing now is missing
  std::size_t longest_line = 4096;
};

// Where reading has come to. A value: a log is read on from a saved one.
struct TimedPlace {
  TimedPlace(model::TtyChunk blank, std::size_t streams)
      : chunks(std::move(blank)), taken(streams) {}

  ChunkMaker chunks;
  TimingWords words;
  std::uint64_t timing = 0;          // bytes of its whole lines, inflated
  std::uint64_t line = 0;            // the last one
  std::vector<std::uint64_t> taken;  // bytes of each stream, inflated
  std::optional<TimedStep> step;     // begun: its bytes are still to come
  std::int64_t elapsed_ns = 0;       // up to that
  bool stopped = false;              // nothing is read further
};

class TimedLog {
 public:
  // `blank`: what all its chunks have in common; its time is the recording's start.
  TimedLog(TimedFormat format, model::TtyChunk blank);

  // What tells that the log began: chunk 0.
  [[nodiscard]] model::TtyChunk opening() const { return place_.chunks.blank(); }
  // The next whole chunk. Nothing: no more is there now. Errors (parse, io) name the file and the line
  // of the timing; what came before is given first, and nothing comes after.
  base::Result<std::optional<model::TtyChunk>> next();
  // Of a log that will not be read further: what is left, however short; then nothing. The Error: it has
  // its end, and something of it is missing.
  base::Result<std::optional<model::TtyChunk>> rest();
  // The chunk in work, when it began before then: for a caller who knows that nothing which comes later
  // can be of it.
  std::optional<model::TtyChunk> take_begun_before(base::WallTime time);
  // Nothing comes any more: what was there is given.
  [[nodiscard]] bool over() const;
  // It has its end. To be asked before next(), for what came at last.
  [[nodiscard]] bool ended() const;

  [[nodiscard]] const TimedPlace& place() const { return place_; }
  void resume(TimedPlace place);
  void first_window(int columns, int rows) { place_.chunks.first_window(columns, rows); }
  // Opened again by next(), and read to the place.
  void close_files();
  [[nodiscard]] const std::string& timing() const { return format_.timing; }

 private:
  struct Stream {
    std::optional<base::ByteFile> file;
    std::string bytes;  // inflated, not yet taken
  };

  base::Result<std::optional<model::TtyChunk>> advance();
  base::Result<bool> have_step();
  base::Result<bool> begin_step();
  // Of a step: all, what fits into the chunk, or nothing since its bytes have not come.
  enum class Done { whole, part, waits };
  base::Result<Done> show(TimedStep& step);
  [[nodiscard]] bool shows(const TimedStep& step) const;
  std::string& bytes_of(TimedStep& step);
  base::Result<bool> take_bytes(TimedStep& step);
  base::Result<bool> fill(std::size_t stream, std::size_t bytes);
  base::Result<std::optional<base::Line>> timing_line();
  base::Status open_timing();
  void stop(std::optional<base::Error> why);
  [[nodiscard]] std::optional<base::Error> missing();
  [[nodiscard]] base::Error at_line(const std::string& what) const;

  static constexpr std::size_t kBlock = 16UL * 1024;
  TimedFormat format_;
  TimedPlace place_;
  std::optional<base::ByteFile> timing_;
  base::LineCutter lines_{0};
  std::vector<Stream> streams_;
  std::optional<base::Error> damage_;  // to be told when what came before is given
};

// Whatever else has that name, a pipe say, would be waited for.
[[nodiscard]] bool is_file(const std::string& path);

}  // namespace auweave::tty

// TimedLog: decodes a recording with timing into chunks. The timing counts the bytes of stream
// files (sudo's I/O logs, script's), or holds the bytes itself (an asciicast). A recording may
// still grow: a TimedLog reads the part that is there, and later the rest, also from another
// TimedLog's place. A recording's files are gzip or plain, told apart by their first bytes. One
// owner, one thread.
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
#include "tty/log_file.h"
#include "tty/timed_step.h"

namespace auweave::tty {

// TimedFormat: the form in which a program writes its recordings.
struct TimedFormat {
  LogFile timing;
  std::vector<LogFile> streams;  // by TimedStep::stream
  LogAccess access;
  base::Result<TimedStep> (*parse)(std::string_view line, TimingWords& words) = nullptr;
  bool terminal_input = false;  // false: typed text is dropped
  bool input_apart = false;     // typed text has files of its own, not opened if dropped
  bool sealed = false;          // the log has ended when nobody may write `timing`
  bool grows = true;            // false: a missing part will not come
  std::size_t longest_line = 4096;
};

// TimedPlace: a value that says up to where a log was read, and from where it is read on.
struct TimedPlace {
  TimedPlace(model::TtyChunk blank, std::size_t streams)
      : chunks(std::move(blank)), taken(streams) {}

  ChunkMaker chunks;
  TimingWords words;
  std::uint64_t timing = 0;          // bytes of its whole lines, inflated
  std::uint64_t line = 0;            // number of the last line
  std::vector<std::uint64_t> taken;  // bytes of each stream, inflated
  std::optional<TimedStep> step;     // a step whose bytes have not all come
  std::int64_t elapsed_ns = 0;       // up to that step
  bool stopped = false;              // nothing more is read
  std::uint64_t windows = 0;         // changes of the window
};

class TimedLog {
 public:
  // The chunk `blank` has the fields that all chunks share; its time is the recording's start.
  TimedLog(TimedFormat format, model::TtyChunk blank);

  // Returns chunk 0, which marks the beginning of the log.
  [[nodiscard]] model::TtyChunk opening() const { return place_.chunks.blank(); }
  // Returns the next whole chunk, or no chunk if no whole chunk is there yet. An Error (parse, io)
  // names the file; an Error (parse) also names the line of the timing. The chunks before a fault
  // are returned before the Error, and no chunk after it.
  base::Result<std::optional<model::TtyChunk>> next();
  // Returns the next chunk of a log that will not be read further, the last chunk however short,
  // and no chunk at the end. Error: as of next(), or the log has ended and a part of it is missing.
  base::Result<std::optional<model::TtyChunk>> rest();
  // Returns the chunk in work if it began before `time`, or no chunk. The caller must know that no
  // later bytes can belong to a chunk that began before `time`.
  std::optional<model::TtyChunk> take_begun_before(base::WallTime time);
  // True if the last call of next() or rest() returned no chunk because it had read enough for one
  // call (kMostSteps), so that the next call may return one at once.
  [[nodiscard]] bool more() const { return more_; }
  // True if no more chunks and no Error come.
  [[nodiscard]] bool over() const;
  // True if the recorder has ended the log. The caller asks ended() before next(), so that next()
  // reads the last part.
  [[nodiscard]] bool ended() const;

  [[nodiscard]] const TimedPlace& place() const { return place_; }
  void resume(TimedPlace place);
  void first_window(int columns, int rows) { place_.chunks.first_window(columns, rows); }
  // Frees the memory that reading needs. The files stay open, and next() reads on in them.
  void close_files();
  [[nodiscard]] const std::string& timing() const { return format_.timing.path(); }
  // Returns what the kernel tells of the timing's file, or nothing if it is not open.
  [[nodiscard]] std::optional<base::FileFacts> timing_facts() const {
    return format_.timing.facts();
  }
  // Returns how many bytes were read, inflated, by this TimedLog.
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
  // Returns the limit that the recording exceeded ("inflated", "ratio" or "windows"), or "".
  [[nodiscard]] std::string_view excess() const { return excess_; }

  static constexpr int kMostSteps = 1024;  // lines and pieces that one call reads at most

 private:
  struct Stream {
    std::optional<base::ByteFile> file;
    std::string bytes;  // inflated, not yet taken
  };

  base::Result<std::optional<model::TtyChunk>> advance();
  base::Result<bool> have_step();
  base::Result<bool> begin_step();
  // Done: what was taken of a step: all, what fits into the chunk, or nothing as its bytes are
  // late.
  enum class Done { whole, part, waits };
  base::Result<Done> show(TimedStep& step);
  [[nodiscard]] bool shows(const TimedStep& step) const;
  std::string& bytes_of(TimedStep& step);
  base::Result<bool> take_bytes(TimedStep& step);
  base::Result<bool> fill(std::size_t stream, std::size_t bytes);
  base::Result<std::optional<base::Line>> timing_line();
  base::Status open_timing();
  base::Result<bool> read(base::ByteFile& file, std::string& out);
  base::Error exceeds(std::string_view limit, const std::string& what);
  void stop(std::optional<base::Error> why);
  [[nodiscard]] std::optional<base::Error> missing();
  [[nodiscard]] base::Error at_line(const std::string& what) const;

  static constexpr std::size_t kBlock = 16UL * 1024;
  TimedFormat format_;
  TimedPlace place_;
  std::optional<base::ByteFile> timing_;
  base::LineCutter lines_{0};
  std::vector<Stream> streams_;
  std::optional<base::Error> damage_;  // reported after the chunks before it
  int steps_left_ = 0;                 // of this call of next()
  bool more_ = false;
  std::uint64_t bytes_read_ = 0;
  std::string_view excess_;
};

}  // namespace auweave::tty

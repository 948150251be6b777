// SudoLog: the I/O log of one command that sudo ran, a folder of files (sudoreplay(8)), decoded to
// chunks. It may still grow: what is there is read, and the rest later, also by another SudoLog from a
// saved place. Files are gzip or plain, told by their first bytes. One owner, one thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/byte_file.h"
#include "base/line_cutter.h"
#include "base/result.h"
#include "tty/chunk_maker.h"
#include "tty/sudo_header.h"
#include "tty/sudo_timing.h"

namespace auweave::tty {

// Where reading has come to. A value: a log is read on from a saved one.
struct SudoPlace {
  explicit SudoPlace(model::TtyChunk blank) : chunks(std::move(blank)) {}

  ChunkMaker chunks;
  std::uint64_t timing = 0;                                // bytes of its whole lines, inflated
  std::uint64_t line = 0;                                  // the last one
  std::array<std::uint64_t, kSudoStreams.size()> taken{};  // bytes of each stream, inflated
  std::optional<SudoStep> step;                            // begun: its bytes are still to come
  std::int64_t elapsed_ns = 0;                             // up to that
  bool stopped = false;                                    // nothing is read further
};

class SudoLog {
 public:
  // `rec`: the log's folder, as sudoreplay finds it below `root`. `terminal_input` false: what was
  // typed is not even opened. Errors (io, parse) name the file.
  static base::Result<SudoLog> open(const std::string& root, const std::string& rec,
                                    bool terminal_input);

  // What tells that the log began: chunk 0.
  [[nodiscard]] model::TtyChunk opening() const { return place_.chunks.blank(); }
  // The next whole chunk. Nothing: no more is there now. Errors (parse, io) name the file and the line
  // of `timing`; what came before is given first, and nothing comes after.
  base::Result<std::optional<model::TtyChunk>> next();
  // Of a log that will not be read further: what is left, however short; then nothing. The Error: sudo
  // has ended it, and something of it is missing.
  base::Result<std::optional<model::TtyChunk>> rest();
  // The chunk in work, when it began before then: for a caller who knows that nothing which comes later
  // can be of it.
  std::optional<model::TtyChunk> take_begun_before(base::WallTime time);
  // Nothing comes any more: what was there is given.
  [[nodiscard]] bool over() const;
  // sudo has ended it: nobody may write `timing` any more, or its gzip data have their end. To be asked
  // before next(), for what came at last.
  [[nodiscard]] bool ended() const;

  [[nodiscard]] const SudoPlace& place() const { return place_; }
  void resume(SudoPlace place);
  // Opened again by next(), and read to the place.
  void close_files();
  [[nodiscard]] const std::string& folder() const { return folder_; }

 private:
  struct Stream {
    std::optional<base::ByteFile> file;
    std::string bytes;  // inflated, not yet taken
  };
  SudoLog(std::string folder, bool terminal_input, model::TtyChunk blank)
      : folder_(std::move(folder)), terminal_input_(terminal_input), place_(std::move(blank)) {}

  base::Result<std::optional<model::TtyChunk>> advance();
  base::Result<bool> have_step();
  base::Result<bool> begin_step();
  // Of a step: all, what fits into the chunk, or nothing since its bytes have not come.
  enum class Done { whole, part, waits };
  base::Result<Done> show(SudoStep& step);
  [[nodiscard]] bool shows(const SudoStep& step) const;
  base::Result<bool> take_bytes(SudoStep& step);
  base::Result<bool> fill(std::size_t stream, std::size_t bytes);
  base::Result<std::optional<base::Line>> timing_line();
  base::Status open_timing();
  void stop(std::optional<base::Error> why);
  [[nodiscard]] std::optional<base::Error> missing();
  [[nodiscard]] base::Error at_line(const std::string& what) const;

  static constexpr std::size_t kBlock = 16UL * 1024;
  static constexpr std::size_t kLongestLine = 256;

  std::string folder_;
  bool terminal_input_;
  SudoPlace place_;
  std::optional<base::ByteFile> timing_;
  base::LineCutter lines_{kLongestLine};
  std::array<Stream, kSudoStreams.size()> streams_;
  std::optional<base::Error> damage_;  // to be told when what came before is given
};

}  // namespace auweave::tty

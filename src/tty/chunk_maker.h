// ChunkMaker: cuts the stream of a recording into chunks, for recordings that are one stream of
// bytes with times (sudo's, script's). Where a recording is cut depends on its content alone, not
// on how much of it was there at each reading. A ChunkMaker is a value, for one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/tty_chunk.h"

namespace auweave::tty {

class ChunkMaker {
 public:
  static constexpr std::size_t kMostBytes = 16UL * 1024;     // bytes of a chunk, output and input
  static constexpr std::size_t kMostPieces = 4096;           // pieces of a chunk
  static constexpr std::int64_t kLongestNs = 5'000'000'000;  // from first byte to last byte

  // The chunk `blank` has the fields that all chunks share; its time is the recording's start.
  explicit ChunkMaker(model::TtyChunk blank) : blank_(std::move(blank)) {}

  // The functions output(), input() and window() add to the chunk in work what came `after_ns`
  // after the recording's start; `after_ns` never goes back. Before each output(), input() or
  // window() the caller calls take_ended(). Output that is `piped` did not go to the terminal.
  void output(std::int64_t after_ns, std::string_view bytes, bool piped = false);
  void input(std::int64_t after_ns, std::string_view bytes);
  void window(std::int64_t after_ns, int columns, int rows);

  // Returns how many more bytes fit into the chunk in work.
  [[nodiscard]] std::size_t room() const;
  // Returns the chunk in work if it is full, of bytes or of pieces, or too old for an addition at `after_ns`, or no chunk.
  std::optional<model::TtyChunk> take_ended(std::int64_t after_ns);
  // Returns the chunk in work, whatever its size, or no chunk if none is in work.
  std::optional<model::TtyChunk> take_rest();

  // Returns when the chunk in work began, or no time if no chunk is in work.
  [[nodiscard]] std::optional<base::WallTime> began() const;
  // Sets the window of the recording's first chunk.
  void first_window(int columns, int rows);
  [[nodiscard]] const model::TtyChunk& blank() const { return blank_; }

 private:
  void begin(std::int64_t after_ns);
  model::TtyChunk take(bool all);

  model::TtyChunk blank_;
  std::optional<model::TtyChunk> now_;  // the chunk in work
  std::int64_t began_ns_ = 0;           // of the chunk in work
  std::int64_t last_ns_ = 0;            // of the last addition
  std::uint64_t number_ = 0;            // of the last chunk
  int first_columns_ = 0, first_rows_ = 0;
};

}  // namespace auweave::tty

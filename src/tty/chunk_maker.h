// ChunkMaker: cuts the stream of a recording into chunks, for recordings that are one stream of
// bytes with times (sudo's, script's). The cuts depend on the recording's content alone, not on how
// much of it was there at each reading. A value that can be saved; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/tty_chunk.h"

namespace auweave::tty {

class ChunkMaker {
 public:
  static constexpr std::size_t kMostBytes = 16UL * 1024;     // bytes of a chunk, output and input
  static constexpr std::int64_t kLongestNs = 5'000'000'000;  // from its first byte to its last

  // `blank`: the fields that all chunks share. Its time is the recording's start.
  explicit ChunkMaker(model::TtyChunk blank) : blank_(std::move(blank)) {}

  // Add to the chunk in work, `after_ns` after the recording's start; time never goes back. Each
  // call comes after take_ended(). `piped`: the output did not go to the terminal.
  void output(std::int64_t after_ns, std::string_view bytes, bool piped = false);
  void input(std::int64_t after_ns, std::string_view bytes);
  void window(std::int64_t after_ns, int columns, int rows);

  // Returns how many more bytes fit into the chunk in work.
  [[nodiscard]] std::size_t room() const;
  // Returns the chunk in work if it is full, or too old for something at `after_ns`; else nothing.
  std::optional<model::TtyChunk> take_ended(std::int64_t after_ns);
  // Returns the chunk in work, whatever its size; nothing if there is none.
  std::optional<model::TtyChunk> take_rest();

  // Returns when the chunk in work began, or nothing if there is none.
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

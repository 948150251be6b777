// ChunkMaker: what a recording shows, cut into chunks. For recordings that are one stream of bytes with
// times (sudo's, script's): where they are cut depends on what they hold alone, not on how much of them
// was there when they were read. A value that can be saved; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/tty_chunk.h"

namespace auweave::tty {

class ChunkMaker {
 public:
  static constexpr std::size_t kMostBytes = 16UL * 1024;     // of a chunk, both ways
  static constexpr std::int64_t kLongestNs = 5'000'000'000;  // from its first byte to its last

  // `blank`: what all chunks have in common; its time is the recording's start.
  explicit ChunkMaker(model::TtyChunk blank) : blank_(std::move(blank)) {}

  // Each is `after_ns` after the recording's start; never back. Before any of them take_ended().
  // `piped`: it did not go to the terminal.
  void output(std::int64_t after_ns, std::string_view bytes, bool piped = false);
  void input(std::int64_t after_ns, std::string_view bytes);
  void window(std::int64_t after_ns, int columns, int rows);

  // How many more bytes fit into the chunk in work.
  [[nodiscard]] std::size_t room() const;
  // The chunk in work, when it is full or too old for something at `after_ns`.
  std::optional<model::TtyChunk> take_ended(std::int64_t after_ns);
  // The chunk in work, whatever it holds; nothing: there is none.
  std::optional<model::TtyChunk> take_rest();

  // When the chunk in work began; nothing: there is none.
  [[nodiscard]] std::optional<base::WallTime> began() const;
  // The recording's first chunk has this window.
  void first_window(int columns, int rows);
  [[nodiscard]] const model::TtyChunk& blank() const { return blank_; }

 private:
  void begin(std::int64_t after_ns);
  model::TtyChunk take(bool all);

  model::TtyChunk blank_;
  std::optional<model::TtyChunk> now_;  // the chunk in work
  std::int64_t began_ns_ = 0;           // of it
  std::int64_t last_ns_ = 0;            // what came last
  std::uint64_t number_ = 0;            // of the last chunk
  int first_columns_ = 0, first_rows_ = 0;
};

}  // namespace auweave::tty

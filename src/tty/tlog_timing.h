// Reads tlog's `timing`: how the text of a chunk came, piece by piece.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/tty_chunk.h"

namespace auweave::tty {

// Played: the content of a chunk. The program tlog replaces each run of bytes that is no UTF-8 by
// U+FFFD in the text, and keeps the bytes in out_bin / in_bin; a Played has all bytes in place.
struct Played {
  std::int64_t duration_ms = 0;  // sum of the delays
  std::optional<int> columns;    // of the last window size
  std::optional<int> rows;
  std::string output;
  std::string input;
  std::vector<model::TtyPiece> pieces;
};

struct Streams {
  std::string_view out_text;
  const std::vector<std::int64_t>& out_bytes;
  std::string_view in_text;
  const std::vector<std::int64_t>& in_bytes;
};

// Plays the commands of `timing`: `+N` delay in ms, `=CxR` window, `>N` / `<N` N characters of
// output / input, `]A/B` and `[A/B` A characters of text standing for B bytes. Error (parse): the
// commands are wrong, or do not use up the text and the bytes exactly.
base::Result<Played> play(std::string_view timing, const Streams& streams);

}  // namespace auweave::tty

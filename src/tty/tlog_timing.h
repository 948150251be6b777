// tlog's `timing`: how a chunk's text came, piece by piece.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/tty_chunk.h"

namespace auweave::tty {

// What a chunk's timing says, with the bytes put back that are no UTF-8: tlog replaces each such
// run by U+FFFD in the text and keeps the bytes in out_bin / in_bin.
struct Played {
  std::int64_t duration_ms = 0;  // sum of its delays
  std::optional<int> columns;    // of its last window size
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

// Commands: `+N` delay in ms, `=CxR` window, `>N` / `<N` N characters of output / input, `]A/B` and
// `[A/B` A characters of text standing for B bytes. The text and the bytes must be used up exactly.
base::Result<Played> play(std::string_view timing, const Streams& streams);

}  // namespace auweave::tty

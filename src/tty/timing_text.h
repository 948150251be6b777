// The `timing` of tty documents (docs/documents.md): when each part of a chunk's output came.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "model/tty_chunk.h"

namespace auweave::tty {

// Largest number of pairs in a timing. Of a chunk with more pieces the nearest in time are merged.
inline constexpr std::size_t kMostPairs = 4096;

// Returns `MS:BYTES` for output and `MS=COLSxROWS` for a change of the window, in the order of the
// pieces, with blanks between them. MS counts from the chunk's first byte, and never falls. The
// BYTES sum to the pieces' bytes. A merged pair has the time of its first piece. Returns "" for no
// pieces.
[[nodiscard]] std::string timing_text(std::span<const model::TtyPiece> pieces);

}  // namespace auweave::tty

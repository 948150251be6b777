// Moves: what makes an emulator move or clear its whole screen, however few bytes it has: the end of a
// line, and sequences that scroll, insert or delete lines, clear the screen or change to another one
// (libvterm's state.c). Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "model/tty_chunk.h"

namespace auweave::correlate {

// Most moves at the beginning and at the end of a chunk that thinned() leaves.
inline constexpr std::size_t kThinMoves = 128;

// Returns the number of moves.
[[nodiscard]] std::size_t moves_in(std::string_view output);

// Returns the chunk without the output in its middle if it has many moves, or nothing. A recorder may
// write thousands of lines as one chunk, which begins within a limit, but is not to cost more than that.
// What is left out is counted in TtyChunk::left_out; the last sequences that set or reset private
// modes stay, because one of them leaves the alternate screen.
[[nodiscard]] std::optional<model::TtyChunk> thinned(const model::TtyChunk& chunk);

}  // namespace auweave::correlate

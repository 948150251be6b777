#include "tty/timing_text.h"

#include <algorithm>
#include <vector>

namespace auweave::tty {
namespace {

using model::TtyPiece;
using Pieces = std::vector<TtyPiece>;

bool is_window(const TtyPiece& piece) { return piece.columns > 0; }

// Merges each piece of output with the piece before if less than `apart_ms` lies between them. Of
// windows that follow each other as closely the last one stays.
Pieces merged(const Pieces& pieces, std::int64_t apart_ms) {
  Pieces kept;
  for (const TtyPiece& piece : pieces) {
    const bool same = !kept.empty() && is_window(kept.back()) == is_window(piece) &&
                      piece.after_ms - kept.back().after_ms < apart_ms;
    if (!same) {
      kept.push_back(piece);
    } else if (is_window(piece)) {
      kept.back() = piece;
    } else {
      kept.back().size += piece.size;
    }
  }
  return kept;
}

// A recorder's clock may step back, and a piece may come out of order.
Pieces in_order(std::span<const TtyPiece> pieces) {
  Pieces all(pieces.begin(), pieces.end());
  std::int64_t last = 0;
  for (TtyPiece& piece : all) last = piece.after_ms = std::max(piece.after_ms, last);
  return all;
}

// A user can make a chunk of windows and bytes in turn. Then the windows in between are left out,
// since a screen that is drawn anyway has the last size.
Pieces without_windows(Pieces pieces) {
  std::erase_if(
      pieces, [&](const TtyPiece& piece) { return is_window(piece) && &piece != &pieces.back(); });
  return merged(pieces, 1);
}

}  // namespace

std::string timing_text(std::span<const TtyPiece> pieces) {
  Pieces kept = in_order(pieces);
  for (std::int64_t apart_ms = 1; kept.size() > kMostPairs; apart_ms *= 2) {
    constexpr std::int64_t kDay = 86'400'000;
    if (apart_ms > kDay) kept = without_windows(std::move(kept));
    kept = merged(kept, apart_ms);
  }
  std::string text;
  for (const TtyPiece& piece : kept) {
    if (!text.empty()) text += ' ';
    text += std::to_string(piece.after_ms);
    if (is_window(piece)) {
      text += '=' + std::to_string(piece.columns) + 'x' + std::to_string(piece.rows);
    } else {
      text += ':' + std::to_string(piece.size);
    }
  }
  return text;
}

}  // namespace auweave::tty

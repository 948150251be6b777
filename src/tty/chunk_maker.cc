#include "tty/chunk_maker.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace auweave::tty {
namespace {

// Returns how many bytes at the end begin a UTF-8 sequence without completing it.
std::size_t begun_sequence(std::string_view bytes) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, bytes.size()); ++back) {
    const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
    if ((byte & 0xC0U) == 0x80U) continue;
    const std::size_t needs = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1;
    return byte <= 0xF4 && needs > back ? back : 0;
  }
  return 0;
}

// Removes the last bytes of the output from the pieces.
void shorten(std::vector<model::TtyPiece>& pieces, std::size_t bytes) {
  while (bytes > 0) {
    const auto last = std::find_if(pieces.rbegin(), pieces.rend(),
                                   [](const model::TtyPiece& piece) { return piece.size > 0; });
    const std::size_t now = std::min(bytes, last->size);
    last->size -= now;
    bytes -= now;
    if (last->size == 0) pieces.erase(std::next(last).base());
  }
}

}  // namespace

void ChunkMaker::first_window(int columns, int rows) {
  first_columns_ = columns;
  first_rows_ = rows;
}

std::optional<base::WallTime> ChunkMaker::began() const {
  if (!now_.has_value()) return std::nullopt;
  return now_->time;
}

std::size_t ChunkMaker::room() const {
  if (!now_.has_value()) return kMostBytes;
  return kMostBytes - std::min(kMostBytes, now_->output.size() + now_->input.size());
}

void ChunkMaker::begin(std::int64_t after_ns) {
  now_ = blank_;
  now_->number = ++number_;
  now_->time.ns += after_ns;
  now_->play_offset_ms = after_ns / 1'000'000;
  began_ns_ = after_ns;
  if (number_ == 1 && first_columns_ > 0) window(after_ns, first_columns_, first_rows_);
}

void ChunkMaker::window(std::int64_t after_ns, int columns, int rows) {
  if (!now_.has_value()) begin(after_ns);
  last_ns_ = after_ns;
  now_->columns = columns;
  now_->rows = rows;
  if (columns == 0) return;
  const model::TtyPiece piece{(after_ns - began_ns_) / 1'000'000, 0, columns, rows};
  std::vector<model::TtyPiece>& pieces = now_->pieces;
  // Of several sizes in one moment only the last one is seen.
  const bool same =
      !pieces.empty() && pieces.back().columns > 0 && pieces.back().after_ms == piece.after_ms;
  if (same) pieces.pop_back();
  pieces.push_back(piece);
}

void ChunkMaker::input(std::int64_t after_ns, std::string_view bytes) {
  if (bytes.empty()) return;
  if (!now_.has_value()) begin(after_ns);
  last_ns_ = after_ns;
  now_->input.append(bytes);
}

void ChunkMaker::output(std::int64_t after_ns, std::string_view bytes, bool piped) {
  if (bytes.empty()) return;
  if (!now_.has_value()) begin(after_ns);
  last_ns_ = after_ns;
  now_->output.append(bytes);
  const std::int64_t after_ms = (after_ns - began_ns_) / 1'000'000;
  std::vector<model::TtyPiece>& pieces = now_->pieces;
  const bool same = !pieces.empty() && pieces.back().columns == 0 &&
                    pieces.back().after_ms == after_ms && pieces.back().piped == piped;
  if (same) {
    pieces.back().size += bytes.size();
  } else {
    pieces.push_back({after_ms, bytes.size(), 0, 0, piped});
  }
}

std::optional<model::TtyChunk> ChunkMaker::take_ended(std::int64_t after_ns) {
  if (!now_.has_value()) return std::nullopt;
  const bool full = room() == 0 || now_->pieces.size() >= kMostPieces;
  if (!full && after_ns - began_ns_ <= kLongestNs) return std::nullopt;
  return take(false);
}

std::optional<model::TtyChunk> ChunkMaker::take_rest() {
  if (!now_.has_value()) return std::nullopt;
  return take(true);
}

// The beginning of a UTF-8 sequence goes into the next chunk, together with its end.
model::TtyChunk ChunkMaker::take(bool all) {
  model::TtyChunk chunk = *std::exchange(now_, std::nullopt);
  chunk.duration_ms = (last_ns_ - began_ns_) / 1'000'000;
  const std::size_t begun = all ? 0 : begun_sequence(chunk.output);
  if (begun == 0 || begun == chunk.output.size()) return chunk;
  const bool piped =
      std::find_if(chunk.pieces.rbegin(), chunk.pieces.rend(), [](const auto& piece) {
        return piece.size > 0;
      })->piped;
  const std::string rest = chunk.output.substr(chunk.output.size() - begun);
  chunk.output.erase(chunk.output.size() - begun);
  shorten(chunk.pieces, begun);
  output(last_ns_, rest, piped);
  return chunk;
}

}  // namespace auweave::tty

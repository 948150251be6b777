// A tlog chunk, alone or in a line of syslog: JSON, timing, and what is left of it as a deadletter.
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <string_view>

#include "tty/tlog.h"
#include "tty/tlog_terminal_input.h"

namespace {

void check(const auweave::model::TtyChunk& chunk) {
  static_cast<void>(auweave::tty::boot_began(chunk));
  const std::size_t size = std::accumulate(
      chunk.pieces.begin(), chunk.pieces.end(), std::size_t{0},
      [](std::size_t sum, const auweave::model::TtyPiece& piece) { return sum + piece.size; });
  if (size != chunk.output.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace auweave::tty;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const TlogLine read = read_tlog_line(line, true);
  for (const auto& chunk : read.chunks) check(chunk);
  // A line without a header is its own message.
  const auto alone = parse_tlog(line, true);
  if (alone.ok() && read.chunks.empty()) std::abort();
  static_cast<void>(peek_time_ms(line));
  static_cast<void>(cut_terminal_input(line));
  return 0;
}

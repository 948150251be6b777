// A tlog chunk: JSON, timing, and what is left of it as a deadletter.
#include <cstdint>
#include <string_view>

#include "tty/tlog.h"
#include "tty/tlog_terminal_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace auweave::tty;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const auto chunk = parse_tlog(line, true);
  if (chunk.ok()) static_cast<void>(boot_began(*chunk));
  static_cast<void>(peek_time_ms(line));
  static_cast<void>(cut_terminal_input(line));
  return 0;
}

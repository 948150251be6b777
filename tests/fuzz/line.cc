// One line of an audit log: split, and cut of terminal input.
#include "audit/line.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "audit/terminal_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace auweave::audit;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const auto header = parse_line(line);
  if (header.ok() && header->type.empty()) std::abort();
  if (cut_terminal_input(line).text.size() > size) std::abort();
  return 0;
}

#include "tty/tlog_terminal_input.h"

namespace auweave::tty {

std::string cut_terminal_input(std::string_view line) {
  constexpr std::string_view first = R"("in_txt":)";
  constexpr std::string_view after = R"(,"out_txt":)";
  const std::size_t tail = line.find(after);
  const std::string_view kept_tail = tail == std::string_view::npos ? "" : line.substr(tail);
  // tlog begins each line so; anything else may be the rest of one that was split.
  if (!line.starts_with(R"({"ver":)")) return std::string(kept_tail);
  const std::size_t typed = line.find(first);
  if (typed != std::string_view::npos) {
    return std::string(line.substr(0, typed + first.size())).append(kept_tail);
  }
  // Without that key whole, what stands behind the timing cannot be trusted.
  const std::size_t timing = line.find(R"("timing")");
  return std::string(
      line.substr(0, timing == std::string_view::npos ? line.find("\"in_") : timing));
}

}  // namespace auweave::tty

#include "correlate/prompt.h"

#include <algorithm>
#include <array>

namespace auweave::correlate {
namespace {

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string prompt_identity(std::string_view prompt) {
  // In a prompt of several rows the first row has the shell's name as often as the last row. The
  // first is taken, since typed text may be mistaken for the last.
  const std::string_view text = trimmed(prompt);
  const std::size_t end = text.find_first_of(" :~/\n(");
  const std::string_view head = end == 0 ? text.substr(0, 1) : text.substr(0, end);
  return std::string(head);
}

bool asks_for_more(std::string_view prompt) {
  constexpr std::array<std::string_view, 5> exact = {">", "...", "->", "..>", "....>"};
  const std::string_view text = trimmed(prompt);
  if (std::find(exact.begin(), exact.end(), text) != exact.end()) return true;
  // zsh names the construct that is still open.
  constexpr std::array<std::string_view, 8> open = {"quote>", "dquote>", "bquote>", "for>",
                                                    "while>", "if>",     "pipe>",   "heredoc>"};
  return std::any_of(open.begin(), open.end(),
                     [&](std::string_view word) { return text.ends_with(word); });
}

}  // namespace auweave::correlate

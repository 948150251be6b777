#include <algorithm>
#include <array>
#include <string>

#include "screen/typed_text.h"

namespace auweave::screen {
namespace {

// What people let their prompts end with: sh, root, zsh and csh, fish and Windows, themes of zsh.
constexpr std::array<std::string_view, 8> kPromptEnds = {"$", "#", "%", ">", "❯", "›", "»", "λ"};

}  // namespace

bool looks_like_prompt(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::any_of(kPromptEnds.begin(), kPromptEnds.end(),
                     [&](std::string_view end) { return text.ends_with(end); });
}

std::size_t prompt_end(std::string_view text) {
  std::size_t first = std::string_view::npos;
  for (const std::string_view end : kPromptEnds) {
    const std::size_t at = text.find(std::string(end) + ' ');
    if (at != std::string_view::npos) first = std::min(first, at + end.size() + 1);
  }
  return first == std::string_view::npos ? 0 : first;
}

}  // namespace auweave::screen

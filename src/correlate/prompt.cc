#include "correlate/prompt.h"

#include <algorithm>
#include <array>

namespace auweave::correlate {
namespace {

// zsh's words for what is open (cmdnames in its prompt.c).
constexpr std::array<std::string_view, 32> kOpen = {
    "for",      "while",     "repeat",    "select",  "until",    "if",    "then",       "else",
    "elif",     "math",      "cond",      "cmdor",   "cmdand",   "pipe",  "errpipe",    "foreach",
    "case",     "function",  "subsh",     "cursh",   "array",    "quote", "dquote",     "bquote",
    "cmdsubst", "mathsubst", "elif-then", "heredoc", "heredocd", "brace", "braceparam", "always"};

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
  std::string_view text = trimmed(prompt);
  if (std::find(exact.begin(), exact.end(), text) != exact.end()) return true;
  if (!text.ends_with('>')) return false;
  text.remove_suffix(1);
  // zsh names the constructs that are still open: "cmdand quote> ".
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (std::find(kOpen.begin(), kOpen.end(), text.substr(0, end)) == kOpen.end()) return false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return true;
}

}  // namespace auweave::correlate

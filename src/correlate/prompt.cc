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

// Where a path that begins at `at` ends.
std::size_t path_end(std::string_view text, std::size_t at) {
  return std::min(text.find_first_of(" $#%>])}", at), text.size());
}

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

std::size_t prompt_size(std::string_view text, std::string_view prompt) {
  if (prompt.empty()) return 0;
  if (text.starts_with(prompt)) return prompt.size();
  const std::size_t at = prompt.find_first_of("/~");
  if (at == prompt.npos || at >= text.size()) return 0;
  const std::string_view tail = prompt.substr(path_end(prompt, at));
  const bool path = text.starts_with(prompt.substr(0, at)) && (text[at] == '/' || text[at] == '~');
  if (!path || tail.empty()) return 0;
  const std::size_t end = path_end(text, at);
  return text.substr(end).starts_with(tail) ? end + tail.size() : 0;
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

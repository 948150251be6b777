#include "screen/typed_text.h"

#include <algorithm>
#include <vector>

namespace auweave::screen {
namespace {

constexpr std::string_view kBlanks(" \0", 2);

char blank_for_gap(char c) { return c == kGap ? ' ' : c; }

bool same(char left, char right) { return blank_for_gap(left) == blank_for_gap(right); }

// Where a line ended in a blank when the shell drew it anew, nothing was drawn. A right prompt is further away,
// or reaches the end of the row.
void fill_gaps(std::string& text) {
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == kGap && text[i - 1] != kGap && text[i + 1] != kGap) text[i] = ' ';
  }
}

}  // namespace

// A right prompt may reach the last column: what was typed does not go on behind it.
void append_typed(Row row, int columns, std::string& text) {
  if (row.used < columns - 1) fill_gaps(row.text);
  const std::size_t begin = std::min(row.text.find_first_not_of(kGap), row.text.size());
  const bool goes_on = row.full && row.text.find(kGap, begin) == row.text.npos;
  text.append(row.text).append(goes_on ? "" : "\n");
}

bool begins_with_prompt(std::string_view text, std::string_view prompt) {
  prompt = prompt.substr(0, prompt.find_last_not_of(kBlanks) + 1);
  return !prompt.empty() && text.size() >= prompt.size() &&
         std::equal(prompt.begin(), prompt.end(), text.begin(), same);
}

// The longest end of the text that begins the line (Knuth, Morris, Pratt): a suggestion behind it
// has gone, or the cursor stands in it.
std::size_t prompt_before(std::string_view text, std::string_view before) {
  std::vector<std::size_t> shorter(before.size() + 1, 0);
  const auto next = [&](std::size_t matched, char c) {
    while (matched == before.size() || (matched > 0 && before[matched] != c)) {
      if (matched == 0) return matched;
      matched = shorter[matched];
    }
    return before[matched] == c ? matched + 1 : 0;
  };
  for (std::size_t i = 1; i < before.size(); ++i) shorter[i + 1] = next(shorter[i], before[i]);
  std::size_t matched = 0;
  for (const char c : text) matched = next(matched, c);
  return text.size() - matched;
}

std::string line_of(std::string_view text, std::string_view more) {
  std::string line;
  for (bool first = true;; first = false) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view row = text.substr(0, end);
    if (!first) {
      row.remove_prefix(std::min(row.find_first_not_of(kGap), row.size()));
      if (!more.empty() && begins_with_prompt(row, more)) {
        row.remove_prefix(std::min(more.size(), row.size()));
      }
      line += '\n';
    }
    line.append(row.substr(0, row.find(kGap)));
    if (end == text.size()) break;
    text.remove_prefix(end + 1);
  }
  line.resize(line.find_last_not_of(" \n") + 1);
  return line;
}

}  // namespace auweave::screen

// Makes text from anybody fit for a person's terminal. All functions of text.h are pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/printable.h"

namespace auweave::story {

using base::printable;
using base::printable_rows;

// Returns the columns that printable text takes. A wide character takes two columns, a combining
// character none.
std::size_t width(std::string_view text);

// Cuts `text` into rows of at most `columns`, but of at least 8: at a blank in the second half of a
// row, else anywhere.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

// Returns `text` if it fits into `columns`, else the beginning of `text` that fits, followed by the
// number of missing bytes.
std::string shortened(std::string_view text, std::size_t columns);

// Returns `text` as one word for a shell: 'quoted' if necessary, and $'so' if the text has control
// characters or bytes that are no UTF-8.
std::string shell_word(std::string_view text);
// Returns the words as a person would type them, separated by blanks.
std::string shell_words(std::span<const std::string_view> words);

// True if a row of the terminal is a prompt and `command`, and nothing else. The prompt of a row
// may be any text that ends with $, #, % or > and a blank.
bool is_command(std::string_view line, std::string_view command);

// True if `text` contains `part`, with ASCII letters of either case taken as equal.
bool has_part(std::string_view text, std::string_view part);

}  // namespace auweave::story

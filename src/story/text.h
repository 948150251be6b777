// Makes text from anybody fit for a person's terminal. Pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::story {

// Returns `bytes` with control characters, bytes that are no UTF-8, and characters that reorder or
// hide text written as \xHH and \u{H}. A tab and a newline become \t and
// . The bytes of a command therefore cannot move the cursor of the person who reads about the
// command.
std::string printable(std::string_view bytes);

// Returns `text` made printable row by row; its newlines stay.
std::string printable_rows(std::string_view text);

// Returns the columns that printable text takes. A wide character takes two columns, a combining
// character none.
std::size_t width(std::string_view text);

// Cuts `text` into rows of at most `columns`, at blanks if there are any, else anywhere.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

// Returns `text` if it fits into `columns`. Otherwise returns as much of its beginning as fits,
// followed by the number of missing bytes.
std::string shortened(std::string_view text, std::size_t columns);

// Returns `text` as one word for a shell: 'quoted' if necessary, and $'so' if the text has control
// characters or bytes that are no UTF-8.
std::string shell_word(std::string_view text);
// Returns the words as a person would type them, separated by blanks.
std::string shell_words(std::span<const std::string_view> words);

// True if a row of the terminal is a prompt and this command, and nothing else. Only the end of the
// row is certain. The prompt may be any text that ends with $, #, % or > and a blank.
bool is_command(std::string_view line, std::string_view command);

// True if `text` contains `part`. ASCII letters of either case are equal.
bool has_part(std::string_view text, std::string_view part);

}  // namespace auweave::story

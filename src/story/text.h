// Text that may come from anybody, made fit for a person's terminal. Pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace auweave::story {

// Control characters, bytes that are no UTF-8 and characters that reorder or hide text come as \xHH
// and \u{H}: nothing in a command can move the cursor of whoever reads about it. A tab and a newline
// are \t and \n.
std::string printable(std::string_view bytes);

// The same row by row: newlines stay.
std::string printable_rows(std::string_view text);

// Columns that printable text takes: wide characters two, combining ones none.
std::size_t width(std::string_view text);

// Rows of at most `columns`, cut at blanks where there are any, else anywhere.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

// The text, or as much of its beginning as `columns` hold and what was left out, said.
std::string shortened(std::string_view text, std::size_t columns);

// 'quoted' for a shell, where it has to be; $'so' where control characters or bad bytes are in it.
std::string shell_word(std::string_view text);
// Words as one would type them.
std::string shell_words(std::span<const std::string_view> words);

// True when a line as it stood at a prompt is this command and nothing else. Of the line only the end is
// certain: before it stands a prompt, which may be anything; most end with one of $ # % >.
bool is_command(std::string_view line, std::string_view command);

// True when `text` has `part` in it; ASCII letters of either case are the same.
bool has_part(std::string_view text, std::string_view part);

}  // namespace auweave::story

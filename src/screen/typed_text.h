// What was typed at a prompt, from the text that stands between a prompt's beginning and Enter.
// Pure functions. A text has a newline between two rows, and kGap for each cell that was jumped
// over.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "screen/screen.h"

namespace auweave::screen {

// Appends a row of at most `columns` that was typed, and a newline if the row does not go on in the next row.
void append_typed(Row row, int columns, std::string& text);

// True if `text` begins with `prompt`, in which a gap is a blank, and blanks at the end may miss.
[[nodiscard]] bool begins_with_prompt(std::string_view text, std::string_view prompt);

// Returns the length of the prompt at the beginning of `text`, which a shell drew anew in front of
// the line `before`, or of a part of it up to the cursor.
[[nodiscard]] std::size_t prompt_before(std::string_view text, std::string_view before);

// Returns the line in the text behind a prompt: without what stands behind a gap (a right prompt),
// without indentation that was jumped over (fish), and without the prompt `more` in front of further
// rows.
[[nodiscard]] std::string line_of(std::string_view text, std::string_view more);

// Returns the length of the prompt at the beginning of `text`, up to the first `$ `, `# `, `% `, `>
// ` or the like. Returns 0 if `text` has no prompt's end.
[[nodiscard]] std::size_t prompt_end(std::string_view text);
// True if `text` ends as a prompt may end.
[[nodiscard]] bool looks_like_prompt(std::string_view text);

}  // namespace auweave::screen

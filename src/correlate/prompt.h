// Pure functions that read from the text of a prompt which shell shows the prompt, and what the
// prompt asks for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace auweave::correlate {

// Returns the part of a prompt that stays when the working directory changes: "alice@bastion01" of
// "alice@bastion01:~$ ", "[root@db1" of "[root@db1 tmp]# ", "mysql>" of "mysql> ".
[[nodiscard]] std::string prompt_identity(std::string_view prompt);

// Returns the size of `prompt` at the beginning of `text`, where it may name another directory, or 0.
// The prompt is the last row of a prompt.
[[nodiscard]] std::size_t prompt_size(std::string_view text, std::string_view prompt);

// True for a prompt that asks for the rest of a line: "> " of a POSIX shell (PS2), "quote> " of
// zsh, "... " of Python, "    -> " of mysql.
[[nodiscard]] bool asks_for_more(std::string_view prompt);

}  // namespace auweave::correlate

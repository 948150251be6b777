// A ticket: the id of the change or task that a session is for (docs/documents.md). Pure.
#pragma once

#include <string_view>

namespace auweave::model {

// True if `text` is 1 to 64 characters of A-Z a-z 0-9 . _ : / # -, and begins with a letter or a
// digit. A ticket needs no quoting in a search, a URL's path or a shell's line, so a ticket can
// smuggle nothing in.
[[nodiscard]] bool is_ticket(std::string_view text);

}  // namespace auweave::model

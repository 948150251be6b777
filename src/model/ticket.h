// A ticket: what a session may say it is for (docs/documents.md). Pure.
#pragma once

#include <string_view>

namespace auweave::model {

// 1 to 64 of A-Z a-z 0-9 . _ : / # -, the first a letter or a digit: it can stand in a search, a path of a
// web page and a shell's line as it is, and nothing else can be smuggled in.
[[nodiscard]] bool is_ticket(std::string_view text);

}  // namespace auweave::model

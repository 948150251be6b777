// Makes text from anybody (an account, a broker, a file's name) fit for a person's terminal and for a
// log. The one place where that is done. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace auweave::base {

// Returns `bytes` with control characters, bytes that are no UTF-8, and characters that reorder or
// hide text written as \xHH and \u{H}, a tab as \t and a newline as \n. What reorders or hides are the
// bidirectional controls, line separators, and Unicode's Default_Ignorable_Code_Point
// (DerivedCoreProperties.txt), of which a terminal shows nothing.
std::string printable(std::string_view bytes);

// Returns `text` made printable row by row; its newlines stay.
std::string printable_rows(std::string_view text);

}  // namespace auweave::base

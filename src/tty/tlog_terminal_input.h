// Cuts typed text out of a tlog line that cannot be parsed.
#pragma once

#include <string>
#include <string_view>

namespace auweave::tty {

// Returns a JSON object of the values in the line that cannot be typed text: the recording,
// session, chunk, position and time. Returns "" if the line has none of the five values. Text
// outside the five values is cut, because a damaged line may hold parts of several lines.
std::string cut_terminal_input(std::string_view line);

}  // namespace auweave::tty

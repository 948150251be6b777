// Cuts typed text out of a tlog line that is not understood.
#pragma once

#include <string>
#include <string_view>

namespace auweave::tty {

// In a damaged line nothing is surely where it seems: lines run together, with tails of others. So
// only values that cannot be typed text are kept: the recording, session, chunk and time.
std::string cut_terminal_input(std::string_view line);

}  // namespace auweave::tty

// What people typed, out of a tlog line that is not understood.
#pragma once

#include <string>
#include <string_view>

namespace auweave::tty {

// Of a damaged line nothing can be trusted to be where it seems: lines run together, tails of others.
// So only what cannot be words that somebody typed is kept: which recording, session, chunk and when.
std::string cut_terminal_input(std::string_view line);

}  // namespace auweave::tty

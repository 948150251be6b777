// What people typed, out of a tlog line that is not understood.
#pragma once

#include <string>
#include <string_view>

namespace auweave::tty {

// The line without what may be terminal input: the values of in_txt and in_bin, and, where the line
// is so damaged that they cannot be told from the rest, the rest. What typing does hold is escaped
// by JSON, so `,"out_txt":` cannot stand in it.
std::string cut_terminal_input(std::string_view line);

}  // namespace auweave::tty

// Of stored bytes: does what is read fit what was written?
#pragma once

#include <string>
#include <string_view>

namespace auweave::spool {

// 16 bytes. `about`: what else the bytes belong to.
std::string checksum(std::string_view about, std::string_view bytes);

}  // namespace auweave::spool

// A checksum of stored bytes shows whether the bytes read are the bytes written.
#pragma once

#include <string>
#include <string_view>

namespace auweave::spool {

// Returns the 16-byte digest of `about` and `bytes`. `about` names the place of the bytes, so that
// the bytes of another place do not pass.
std::string checksum(std::string_view about, std::string_view bytes);

}  // namespace auweave::spool

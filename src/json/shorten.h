// shorten: a JSON object made to fit, still a JSON object.
#pragma once

#include <string>
#include <string_view>

namespace auweave::json {

// The object in at most `most` bytes, as far as that is possible: first its longest strings are cut,
// then long arrays, at last everything goes but the short strings, numbers and flags of its top.
// A cut string ends in "…". `truncated` tells the bytes that are missing, added to what that field
// told already.
std::string shorten(std::string_view object, std::size_t most);

}  // namespace auweave::json

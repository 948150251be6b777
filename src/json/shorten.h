// Cuts a JSON object to a size, so that the result is still a JSON object.
#pragma once

#include <string>
#include <string_view>

namespace auweave::json {

// Returns the object in at most `most` bytes if possible. Long strings of the object are cut first,
// at 64 KiB and further down to 64 bytes. Arrays of the object are cut to 4096 elements, and
// further down to one element if short strings are not enough. As a last step all objects and
// arrays in the object are removed, and the top level's short strings, numbers and flags stay.
// Ids and the host are never cut. A cut string ends in "…", but for output with a timing, of which
// both are cut to the same bytes (json/shorten_output.h). The member `truncated` gets the number of missing bytes, added to its value before.
std::string shorten(std::string_view object, std::size_t most);

}  // namespace auweave::json

// shorten: cuts a JSON object to a size, so that the result is still a JSON object.
#pragma once

#include <string>
#include <string_view>

namespace auweave::json {

// Returns the object in at most `most` bytes if possible. Strings are cut first, from 64 KiB down
// to 64 bytes, then arrays. As a last step all nested objects and arrays are removed, and the top
// level's short strings, numbers and flags stay. session_id, recording_id and host are never cut. A
// cut string ends in "…". The field `truncated` gets the number of missing bytes, added to its
// value before.
std::string shorten(std::string_view object, std::size_t most);

}  // namespace auweave::json

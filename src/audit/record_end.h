// Tells by a record alone that its end is missing, which happens to a line that was cut, and to
// every line of a feed that cuts lines. Pure.
#pragma once

#include <string_view>

namespace auweave::audit {

// True if the record's end is missing. `body` is the record behind `msg=audit(...):`, without an
// interpretation. False proves nothing: a record that ends in hex digits or in a word may be cut
// without a sign.
bool lacks_end(int type, std::string_view body);

}  // namespace auweave::audit

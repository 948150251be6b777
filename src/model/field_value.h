// Decodes strings in audit fields without loss and without libauparse.
#pragma once

#include <string_view>

#include "base/arena.h"

namespace auweave::model {

// True if decode_string() would decode `raw`: a text in quotes, or an even number of upper-case hex
// digits.
bool is_encoded(std::string_view raw);

// Decodes a string that audit_log_untrustedstring (kernel/audit.c) wrote. The kernel writes a
// string as "..." if all its bytes are printable ASCII without a quote, else as bare upper-case hex
// digits. A value in neither form ("(null)", lower-case text) is returned unchanged. The decoded
// string is a view of `raw`, or lies in `arena`.
std::string_view decode_string(std::string_view raw, base::Arena& arena);

}  // namespace auweave::model

// Strings of audit fields, decoded natively and without loss.
#pragma once

#include <string_view>

#include "base/arena.h"

namespace auweave::model {

// True for what decode_string decodes: "..." and an even number of upper-case hex digits.
bool is_encoded(std::string_view raw);

// The rule of audit_log_untrustedstring (kernel/audit.c): "..." when all bytes are printable ASCII
// without quote, else bare upper-case hex. Anything else ("(null)", numbers) is itself. The result
// is a view of `raw` or lives in `arena`.
std::string_view decode_string(std::string_view raw, base::Arena& arena);

}  // namespace auweave::model

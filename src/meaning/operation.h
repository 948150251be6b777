// Operation: what a record's program says that it did, from op= or from the words that begin msg='...'.
// Only meaning/ uses operation.h.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "model/audit_event.h"

namespace auweave::meaning {

// Returns the operation's words as written, without quotes: "adding user to group", "pam_tally2". An
// empty text if the record has none.
std::string_view operation_text(const model::Record& record);

// Returns the words in the form of the verdict tables: lower case, dashes for blanks, "add" for
// "adding", without the "NAME failed to" of gpasswd. usermod's are preceded by "usermod-" where other
// programs say the same of something else. The text lies in `arena` or is static.
std::string_view canonical_operation(const model::Record& record, base::Arena& arena);

// Return the account and the group that the words name: "user carol added by root to group wheel",
// "adding user to group wheel". An empty text if they name none.
std::string_view account_in(std::string_view operation_text);
std::string_view group_in(std::string_view operation_text);

}  // namespace auweave::meaning

// What an event acted upon, found where its verdict says. Internal to meaning/.
#pragma once

#include <string_view>

#include "meaning/record_fields.h"
#include "meaning/verdicts.h"

namespace auweave::meaning {

// The records an event is read from: the one that decides, and the SYSCALL that tells who and how.
struct Parts {
  const model::Record* lead = nullptr;
  const model::Record* call = nullptr;
  // Where a fact stands that both may have: the SYSCALL tells more, but only the lead knows when
  // there is none.
  [[nodiscard]] const model::Record* who() const { return call != nullptr ? call : lead; }
};

std::string_view object_of(const Fields& fields, const Parts& parts, ObjectFrom from);

// The name in acct=, where it is one.
std::string_view named_account(const Fields& fields, const model::Record* record);

// A PATH that is only the folder of another.
bool is_parent(const Fields& fields, const model::Record& path);

// The first or the last PATH that is no folder on the way; of folders only, the last. Null: no
// PATH.
const model::Record* path_record(const Fields& fields, bool last);

}  // namespace auweave::meaning

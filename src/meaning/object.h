// Finds the object that an event acted upon, at the place that the event's verdict names. Only
// meaning/ uses object.h.
#pragma once

#include <string_view>

#include "meaning/record_fields.h"
#include "meaning/verdicts.h"
#include "model/document.h"

namespace auweave::meaning {

// Parts: the two records that an event is read from. `lead` decides what the event means, and the
// SYSCALL record `call` tells who acted and how.
struct Parts {
  const model::Record* lead = nullptr;
  const model::Record* call = nullptr;
  // Returns the record to read facts from that both the lead and the SYSCALL record may have. The
  // SYSCALL record tells more than the lead, which is read only if the event has no SYSCALL record.
  [[nodiscard]] const model::Record* who() const { return call != nullptr ? call : lead; }
};

// Returns the object of an event from the place that the verdict names, or an empty text if the
// place is empty. The function object2_of() does the same for Verdict::second.
std::string_view object_of(const Fields& fields, const Parts& parts, const Verdict& verdict);
std::string_view object2_of(const Fields& fields, const Parts& parts, const Verdict& verdict);

// Fills object_pid, object_user and object_actor of an event whose object is a process that a call
// acted upon.
void fill_process_object(const Fields& fields, const Parts& parts, model::EventDocument& out);

// Fills object_uid or object_gid of an event whose object is an account or a group, if the record
// has its number.
void fill_object_number(const Fields& fields, const model::Record* lead, const Verdict& verdict,
                        model::EventDocument& out);

// Returns the account name in acct=. A value that begins with '(' is no name and gives an empty
// text.
std::string_view named_account(const Fields& fields, const model::Record* record);

// True if the PATH record is only the parent folder of another PATH (nametype=PARENT).
bool is_parent(const Fields& fields, const model::Record& path);

// Returns the first or the last PATH record that is no parent folder. If all PATH records are
// parent folders, the last of them is returned. Returns null if the event has no PATH record.
const model::Record* path_record(const Fields& fields, bool last);

}  // namespace auweave::meaning

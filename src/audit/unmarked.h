// Splits a record from auditd's interpretation where the mark between them (kEnrichedMark) was lost
// on the way: shippers drop control characters, or write them as text. Pure functions.
//
// A name in an interpretation is believed, so the interpretation must be auditd's. What stands at
// the end of a record is an interpretation if it is nothing but pairs NAME=VALUE, if each NAME is
// the upper-case name of a field that auditd interprets and that the record has, in the record's
// order, and if no quote is open before the pairs. No program can write such an end: the kernel
// closes the quote of msg='...' itself, and hex-encodes a string with a blank or a quote in it.
#pragma once

#include <string_view>

namespace auweave::audit {

struct Unmarked {
  std::string_view body;      // the record
  std::string_view enriched;  // the interpretation; empty if there is none that can be believed
};

// True if the record may end with an interpretation, by its last name alone. Cheap, and false for
// nearly all records without an interpretation.
bool may_end_interpreted(std::string_view text);

// Splits what stands behind `msg=audit(...):`. Returns the whole text as the body if it has no
// interpretation. An interpretation behind the closing quote of msg='...' that cannot be believed
// is in neither part.
Unmarked split_unmarked(std::string_view text);

// Returns the interpretation without a last pair whose end is missing.
std::string_view whole_pairs(std::string_view enriched);

}  // namespace auweave::audit

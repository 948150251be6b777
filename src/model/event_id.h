// The names of documents (event_id) that are made of an audit event: of the event itself, of the
// session that began with the event, and of the session's commands (docs/decisions/0003).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/ids.h"

namespace auweave::model {

// Largest number of bytes of an event_id. OpenSearch takes 512 bytes for an `_id`.
inline constexpr std::size_t kLongestId = 200;

// Returns `text` with each byte other than a letter, a digit, `-`, `.`, `_` and `~` as `%HH`, so
// that `text` has no `/`. Two texts never have the same escaped text.
[[nodiscard]] std::string escaped_in_id(std::string_view text);

// Appends `SEC.MS/SERIAL`.
void append_key(const EventKey& key, std::string& id);

// Returns `host/SEC.MS/SERIAL` without regard to kLongestId, as the beginning of longer ids.
[[nodiscard]] std::string key_text(std::string_view host, const EventKey& key);

// Returns the id itself, or the 32 hex digits of the id's hash if the id is longer than kLongestId.
[[nodiscard]] std::string bounded_id(std::string id);

}  // namespace auweave::model

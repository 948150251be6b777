// Text: UTF-8, the escaped form of strings that hold bad bytes, hex, numbers. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace auweave::base {

// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool valid_utf8(std::string_view bytes);

// Length in bytes of the well-formed UTF-8 sequence that `bytes` begins with; 0 when it is none.
[[nodiscard]] std::size_t utf8_sequence(std::string_view bytes);

// Printable ASCII without `"` and `\`: what stands in JSON, and in the escaped form, as it is.
[[nodiscard]] bool is_plain(std::string_view bytes);

// The escaped form (docs/documents.md): a string with a byte that is not UTF-8, or with the text
// `\xHH`, has each backslash doubled and each bad byte written `\xHH` (upper-case digits). Any
// other string is itself. So a string is in escaped form exactly when it contains `\xHH`.
[[nodiscard]] bool needs_escape(std::string_view bytes);
void append_escaped(std::string_view bytes, std::string& out);
[[nodiscard]] std::string escaped(std::string_view bytes);

// The inverse of escaped().
[[nodiscard]] std::string unescaped(std::string_view text);

// Digits of either case.
[[nodiscard]] bool is_hex(std::string_view text);
[[nodiscard]] int hex_value(char c);  // -1 when c is no hex digit
[[nodiscard]] std::string to_hex(std::string_view bytes);

// Two digits to a byte, as many bytes as there are whole pairs, into `out`, which must have room
// for size/2. The digits must be hex.
void decode_hex(std::string_view digits, char* out);

// The whole of `text` as a number, or nothing.
[[nodiscard]] std::optional<std::uint64_t> parse_unsigned(std::string_view text, int base = 10);
[[nodiscard]] std::optional<std::int64_t> parse_signed(std::string_view text);

// An id of 32 hex digits as /proc/sys/kernel/random/boot_id has it: lower case, with dashes.
[[nodiscard]] std::string dashed_id(std::string_view digits);

// The first word of a line whose words blanks part, taken from it; empty: there is none.
std::string_view take_word(std::string_view& line);

// A host as an address with a port has it: IPv6 in brackets, anything else as it is.
[[nodiscard]] std::string bracketed(std::string_view host);

// The part of a path behind its last slash.
[[nodiscard]] std::string_view basename(std::string_view path);

}  // namespace auweave::base

// Text: UTF-8, the escaped form of strings with bytes that are not UTF-8, hex digits, numbers. Pure
// functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace auweave::base {

// True if `bytes` are strict UTF-8 (RFC 3629): no overlong forms, no surrogates, no character above
// U+10FFFF.
[[nodiscard]] bool valid_utf8(std::string_view bytes);

// Returns the length in bytes of the well-formed UTF-8 sequence at the beginning of `bytes`, or 0
// if `bytes` begin with no well-formed sequence.
[[nodiscard]] std::size_t utf8_sequence(std::string_view bytes);
// Returns the code point of a well-formed UTF-8 sequence.
[[nodiscard]] std::uint32_t code_point(std::string_view sequence);

// True if all bytes are 0x20 to 0x7F without `"` and `\`. A plain string needs no escape in JSON,
// and is its own escaped form.
[[nodiscard]] bool is_plain(std::string_view bytes);

// The escaped form (docs/documents.md) makes any bytes UTF-8. The escaped form of a string with a
// byte that is not UTF-8, or with the text `\xHH`, has each backslash doubled and each bad byte
// written as `\xHH` (upper-case digits). A string of UTF-8 without `\xHH` is its own escaped form.
// A document's text was escaped exactly if the text contains `\xHH`.
[[nodiscard]] bool needs_escape(std::string_view bytes);
void append_escaped(std::string_view bytes, std::string& out);
[[nodiscard]] std::string escaped(std::string_view bytes);

// Returns the bytes whose escaped form is `text`.
[[nodiscard]] std::string unescaped(std::string_view text);

// True if `text` is not empty and all its characters are hex digits, of either case.
[[nodiscard]] bool is_hex(std::string_view text);
[[nodiscard]] int hex_value(char c);  // -1: c is no hex digit
[[nodiscard]] std::string to_hex(std::string_view bytes);

// Writes one byte to `out` for each pair of hex digits, and ignores an odd last digit. The buffer
// `out` must have room for digits.size()/2 bytes. All characters of `digits` must be hex digits.
void decode_hex(std::string_view digits, char* out);

// Returns the number that `text` is from its first to its last character. Returns no number if
// `text` is anything but one number.
[[nodiscard]] std::optional<std::uint64_t> parse_unsigned(std::string_view text, int base = 10);
[[nodiscard]] std::optional<std::int64_t> parse_signed(std::string_view text);

// Returns an id of 32 hex digits in the form of /proc/sys/kernel/random/boot_id: in lower case,
// with dashes.
[[nodiscard]] std::string dashed_id(std::string_view digits);

// Removes the first word from a line of words separated by blanks, and returns the word. Returns an
// empty word if the line has no more words.
std::string_view take_word(std::string_view& line);

// Returns a host as it stands before a port: an IPv6 address in brackets, any other host unchanged.
[[nodiscard]] std::string bracketed(std::string_view host);

// Returns the part of a path behind its last slash.
[[nodiscard]] std::string_view basename(std::string_view path);

}  // namespace auweave::base

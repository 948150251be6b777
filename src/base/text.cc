#include "base/text.h"

#include <array>
#include <charconv>
#include <cstring>

namespace auweave::base {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEF";

bool continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// The bounds of the second byte are what rules out overlong forms, surrogates and > U+10FFFF
// (Unicode 15, table 3-7).
std::size_t sequence_of(unsigned char first, unsigned char second) {
  if (first < 0xC2) return 0;
  if (first < 0xE0) return 2;
  if (first == 0xE0) return second >= 0xA0 ? 3 : 0;
  if (first == 0xED) return second <= 0x9F ? 3 : 0;
  if (first < 0xF0) return 3;
  if (first == 0xF0) return second >= 0x90 ? 4 : 0;
  if (first < 0xF4) return 4;
  if (first == 0xF4) return second <= 0x8F ? 4 : 0;
  return 0;
}

bool looks_escaped(std::string_view text, std::size_t at) {
  return text.size() - at >= 4 && text[at] == '\\' && text[at + 1] == 'x' &&
         hex_value(text[at + 2]) >= 0 && hex_value(text[at + 3]) >= 0;
}

// Eight bytes at a time: nearly all text of a log is ASCII.
std::size_t ascii_prefix(std::string_view bytes) {
  std::size_t at = 0;
  while (bytes.size() - at >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    if ((word & 0x8080808080808080ULL) != 0) break;
    at += 8;
  }
  while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
  return at;
}

template <typename T>
std::optional<T> parse_number(std::string_view text, int base) {
  T value{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, base);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace

std::size_t utf8_sequence(std::string_view bytes) {
  if (bytes.empty()) return 0;
  const auto first = static_cast<unsigned char>(bytes[0]);
  if (first < 0x80) return 1;
  if (bytes.size() < 2 || !continuation(bytes[1])) return 0;
  const std::size_t size = sequence_of(first, static_cast<unsigned char>(bytes[1]));
  if (size > bytes.size()) return 0;
  for (std::size_t i = 2; i < size; ++i) {
    if (!continuation(bytes[i])) return 0;
  }
  return size;
}

std::uint32_t code_point(std::string_view sequence) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
  if (sequence.size() == 1) return byte(0);
  std::uint32_t code = byte(0) & (0xFFU >> (sequence.size() + 1));
  for (std::size_t i = 1; i < sequence.size(); ++i) code = code << 6U | (byte(i) & 0x3FU);
  return code;
}

bool valid_utf8(std::string_view bytes) {
  while (true) {
    bytes.remove_prefix(ascii_prefix(bytes));
    if (bytes.empty()) return true;
    const std::size_t size = utf8_sequence(bytes);
    if (size == 0) return false;
    bytes.remove_prefix(size);
  }
}

bool is_plain(std::string_view bytes) {
  if (bytes.empty()) return true;  // it may have no data, which memcpy(3) must not be given
  // Eight at a time: nearly all strings of all documents are asked. A byte's top bit is set in `odd`
  // when it is one of those (or stands before one: a borrow cannot make a wrong yes).
  constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
  constexpr std::uint64_t kTops = 0x80 * kOnes;
  std::uint64_t odd = 0;
  const auto look = [&odd](std::uint64_t eight) {
    const std::uint64_t quotes = eight ^ ('"' * kOnes);
    const std::uint64_t slashes = eight ^ ('\\' * kOnes);
    odd |= eight | (eight - ' ' * kOnes) | (quotes - kOnes) | (slashes - kOnes);
  };
  std::uint64_t eight = 0;
  for (; bytes.size() >= sizeof eight; bytes.remove_prefix(sizeof eight)) {
    std::memcpy(&eight, bytes.data(), sizeof eight);
    look(eight);
  }
  eight = ' ' * kOnes;
  std::memcpy(&eight, bytes.data(), bytes.size());
  look(eight);
  return (odd & kTops) == 0;
}

bool needs_escape(std::string_view bytes) {
  const char* at = bytes.data();
  const char* end = at + bytes.size();
  while (at < end) {
    at = static_cast<const char*>(std::memchr(at, '\\', static_cast<std::size_t>(end - at)));
    if (at == nullptr) break;
    if (looks_escaped(bytes, static_cast<std::size_t>(at - bytes.data()))) return true;
    ++at;
  }
  return !valid_utf8(bytes);
}

void append_escaped(std::string_view bytes, std::string& out) {
  if (!needs_escape(bytes)) {
    out.append(bytes);
    return;
  }
  while (!bytes.empty()) {
    const std::size_t size = utf8_sequence(bytes);
    if (size == 0) {
      const auto byte = static_cast<unsigned char>(bytes[0]);
      out += "\\x";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
      bytes.remove_prefix(1);
      continue;
    }
    if (bytes[0] == '\\') out += '\\';
    out.append(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
}

std::string escaped(std::string_view bytes) {
  std::string out;
  append_escaped(bytes, out);
  return out;
}

std::string unescaped(std::string_view text) {
  bool escaped_form = false;
  for (std::size_t i = 0; i < text.size() && !escaped_form; ++i)
    escaped_form = looks_escaped(text, i);
  if (!escaped_form) return std::string(text);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '\\') {
      out += '\\';
      ++i;
    } else if (looks_escaped(text, i)) {
      out += static_cast<char>(hex_value(text[i + 2]) * 16 + hex_value(text[i + 3]));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool is_hex(std::string_view text) {
  for (const char c : text) {
    if (hex_value(c) < 0) return false;
  }
  return !text.empty();
}

void decode_hex(std::string_view digits, char* out) {
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    *out++ = static_cast<char>(hex_value(digits[i]) * 16 + hex_value(digits[i + 1]));
  }
}

std::string to_hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text, int base) {
  return parse_number<std::uint64_t>(text, base);
}

std::optional<std::int64_t> parse_signed(std::string_view text) {
  return parse_number<std::int64_t>(text, 10);
}

std::string_view basename(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string dashed_id(std::string_view digits) {
  std::string id;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) id += '-';
    const char c = digits[i];
    id += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return id;
}

std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

std::string bracketed(std::string_view host) {
  const bool ipv6 = host.find(':') != std::string_view::npos;
  return ipv6 ? "[" + std::string(host) + "]" : std::string(host);
}

}  // namespace auweave::base

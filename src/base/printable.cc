#include "base/printable.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "base/text.h"

namespace auweave::base {
namespace {

struct Range {
  std::uint32_t first, last;
};

constexpr std::array kDangerous = {
    Range{0x00, 0x1F},       Range{0x7F, 0x9F},       Range{0xAD, 0xAD},      Range{0x034F, 0x034F},
    Range{0x061C, 0x061C},   Range{0x115F, 0x1160},   Range{0x17B4, 0x17B5},  Range{0x180B, 0x180F},
    Range{0x200B, 0x200F},   Range{0x2028, 0x202E},   Range{0x2060, 0x206F},  Range{0x3164, 0x3164},
    Range{0xFE00, 0xFE0F},   Range{0xFEFF, 0xFEFF},   Range{0xFFA0, 0xFFA0},  Range{0xFFF0, 0xFFFB},
    Range{0x1BCA0, 0x1BCA3}, Range{0x1D173, 0x1D17A}, Range{0xE0000, 0xE0FFF}};

bool is_dangerous(std::uint32_t code) {
  return std::any_of(kDangerous.begin(), kDangerous.end(),
                     [code](const Range& each) { return each.first <= code && code <= each.last; });
}

void append_named(std::uint32_t code, std::size_t bytes, std::string& out) {
  if (code == '\n' || code == '\t') {
    out += code == '\n' ? "\\n" : "\\t";
    return;
  }
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), bytes == 1 ? "\\x%02X" : "\\u{%X}", code);
  out += text.data();
}

}  // namespace

std::string printable(std::string_view bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = utf8_sequence(bytes.substr(at));
    if (size == 0) {
      append_named(static_cast<unsigned char>(bytes[at]), 1, out);
      ++at;
      continue;
    }
    const std::string_view sequence = bytes.substr(at, size);
    const std::uint32_t code = code_point(sequence);
    if (is_dangerous(code)) {
      append_named(code, size, out);
    } else {
      out.append(sequence);
    }
    at += size;
  }
  return out;
}

std::string printable_rows(std::string_view text) {
  std::string rows;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (at > 0) rows += '\n';
    rows += printable(text.substr(at, end - at));
    at = end + 1;
  }
  return rows;
}

}  // namespace auweave::base

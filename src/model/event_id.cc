#include "model/event_id.h"

#include <array>
#include <charconv>
#include <utility>

#include "base/digest.h"

namespace auweave::model {
namespace {

constexpr std::size_t kMostDigits = 20;
constexpr std::size_t kMsDigits = 3;

bool is_plain(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

template <typename Number>
void append_number(Number number, std::size_t width, std::string& id) {
  std::array<char, kMostDigits + 1> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  const auto size = static_cast<std::size_t>(end - digits.data());
  if (size < width) id.append(width - size, '0');
  id.append(digits.data(), size);
}

}  // namespace

std::string escaped_in_id(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    if (is_plain(c)) {
      escaped += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      escaped.append(1, '%').append(1, hex[byte >> 4U]).append(1, hex[byte & 0xFU]);
    }
  }
  return escaped;
}

void append_key(const EventKey& key, std::string& id) {
  append_number(key.sec, 0, id);
  id += '.';
  append_number(key.ms, kMsDigits, id);
  id += '/';
  append_number(key.serial, 0, id);
}

std::string key_text(std::string_view host, const EventKey& key) {
  std::string text = escaped_in_id(host);
  text += '/';
  append_key(key, text);
  return text;
}

std::string bounded_id(std::string id) {
  if (id.size() <= kLongestId) return id;
  return base::hex(base::Digester().add("id").add(id).finish());
}

}  // namespace auweave::model

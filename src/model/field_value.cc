#include "model/field_value.h"

#include <algorithm>

#include "base/text.h"

namespace auweave::model {
namespace {

bool is_quoted(std::string_view raw) {
  return raw.size() >= 2 && raw.front() == '"' && raw.back() == '"';
}

bool is_upper_hex(std::string_view raw) {
  return !raw.empty() && raw.size() % 2 == 0 && std::all_of(raw.begin(), raw.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
  });
}

}  // namespace

bool is_encoded(std::string_view raw) { return is_quoted(raw) || is_upper_hex(raw); }

std::string_view decode_string(std::string_view raw, base::Arena& arena) {
  if (is_quoted(raw)) return raw.substr(1, raw.size() - 2);
  if (!is_upper_hex(raw)) return raw;
  char* out = arena.allocate(raw.size() / 2);
  base::decode_hex(raw, out);
  return {out, raw.size() / 2};
}

}  // namespace auweave::model

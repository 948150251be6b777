#include "mapping/transform.h"

#include <algorithm>

#include "base/digest.h"
#include "base/ip_range.h"
#include "base/text.h"

namespace auweave::mapping {
namespace {

using Kind = Transform::Kind;
constexpr std::int64_t kNsPerSecond = 1'000'000'000;

// Of ASCII: what other letters' case is depends on a language.
template <typename Change>
std::string_view changed(std::string_view text, Scratch& scratch, Change change) {
  std::string& out = scratch.text();
  std::transform(text.begin(), text.end(), std::back_inserter(out), change);
  return out;
}
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// A path without the slashes at its end, as basename(1) and dirname(1) take it.
std::string_view without_slashes(std::string_view path) {
  const std::size_t end = path.find_last_not_of('/');
  if (end == std::string_view::npos) return path.substr(0, 1);
  return path.substr(0, end + 1);
}

std::string_view basename(std::string_view path) {
  path = without_slashes(path);
  return path == "/" ? path : base::basename(path);
}

std::string_view dirname(std::string_view path) {
  path = without_slashes(path);
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return slash == 0 ? "/" : without_slashes(path.substr(0, slash));
}

Value integer(std::string_view text) {
  const auto number = base::parse_signed(text);
  return number.has_value() ? Value(*number) : Value();
}

// In one way for each address: an IPv4 one in an IPv6 one as IPv4, IPv6 as RFC 5952 has it.
Value address(std::string_view text, Scratch& scratch) {
  if (base::is_plain_ipv4(text)) return text;
  std::string normal = base::normal_address(text);
  if (normal.empty()) return {};
  return std::string_view(scratch.text() = std::move(normal));
}

Value split(std::string_view text, std::string_view separator, Scratch& scratch) {
  auto& list = scratch.list();
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    if (end > at) list.push_back(text.substr(at, end - at));
    at = end + separator.size();
  }
  return Texts(list);
}

Value join(Texts texts, std::string_view separator, Scratch& scratch) {
  if (texts.empty()) return {};
  std::string& out = scratch.text();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out.append(separator);
    out.append(texts[i]);
  }
  return std::string_view(out);
}

Value of_text(const Transform& transform, std::string_view text, Scratch& scratch) {
  switch (transform.kind) {
    case Kind::lower:
      return changed(text, scratch, lower);
    case Kind::upper:
      return changed(text, scratch, upper);
    case Kind::basename:
      return basename(text);
    case Kind::dirname:
      return dirname(text);
    case Kind::integer:
      return integer(text);
    case Kind::ip:
      return address(text, scratch);
    case Kind::split:
      return split(text, transform.text, scratch);
    case Kind::truncate:
      return fitted(text, static_cast<std::size_t>(transform.number), scratch);
    case Kind::hash:
      return std::string_view(scratch.text() = base::keyed_hash(transform.text, text));
    default:
      return text;
  }
}

Value of_list(const Transform& transform, Texts texts, Scratch& scratch) {
  if (transform.kind == Kind::join) return join(texts, transform.text, scratch);
  if (transform.kind == Kind::count)
    return texts.empty() ? Value() : Value(static_cast<std::int64_t>(texts.size()));
  auto& list = scratch.list();
  for (const std::string_view text : texts) {
    const Value value = of_text(transform, text, scratch);
    if (const auto* made = std::get_if<std::string_view>(&value)) list.push_back(*made);
  }
  return Texts(list);
}

// Nothing where the result is no 64-bit number.
Value reckoned(const Transform& transform, std::int64_t number) {
  std::int64_t result = 0;
  if (transform.kind == Kind::times)
    return __builtin_mul_overflow(number, transform.number, &result) ? Value() : Value(result);
  if (transform.kind == Kind::plus)
    return __builtin_add_overflow(number, transform.number, &result) ? Value() : Value(result);
  return number;
}

}  // namespace

Value apply(const Transform& transform, const Value& value, Scratch& scratch) {
  if (transform.kind == Kind::text) return as_text(value, scratch);
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    Value made = of_text(transform, *text, scratch);
    // Nothing is ever written as an empty text.
    const auto* left = std::get_if<std::string_view>(&made);
    return left != nullptr && left->empty() ? Value() : made;
  }
  if (const auto* texts = std::get_if<Texts>(&value)) return of_list(transform, *texts, scratch);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return reckoned(transform, *number);
  if (const auto* time = std::get_if<base::WallTime>(&value))
    return transform.kind == Kind::epoch_s ? time->ns / kNsPerSecond : time->ms();
  return value;
}

}  // namespace auweave::mapping

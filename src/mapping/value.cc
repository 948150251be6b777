#include "mapping/value.h"

#include "base/text.h"

namespace auweave::mapping {
namespace {

constexpr std::string_view kMore = "…";

// Bytes of the first character in the escaped form of a text that needs one.
std::size_t escaped_size(std::string_view rest, std::size_t sequence) {
  if (sequence == 0) return 4;  // \xHH
  return rest.front() == '\\' ? 2 : sequence;
}

}  // namespace

bool is_there(const Value& value) {
  const auto* texts = std::get_if<Texts>(&value);
  return texts != nullptr ? !texts->empty() : !std::holds_alternative<std::monostate>(value);
}

Value value_of(const Scalar& scalar) {
  return std::visit([](const auto& value) -> Value { return value; }, scalar);
}

std::string& Scratch::at(std::size_t index) {
  if (index == texts_.size()) texts_.push_back(std::make_unique<std::string>());
  std::string& text = *texts_[index];
  text.clear();
  return text;
}

std::string& Scratch::text() {
  std::string& text = at(texts_used_);
  keep();
  return text;
}

Scalar read_scalar(const Field& field, const Subject& subject, Scratch& scratch) {
  std::string& spare = scratch.spare();
  const Scalar scalar = field.scalar(subject, spare);
  if (!spare.empty()) scratch.keep();
  return scalar;
}

std::vector<std::string_view>& Scratch::list() {
  if (lists_used_ == lists_.size()) lists_.emplace_back();
  auto& list = lists_[lists_used_++];
  list.clear();
  return list;
}

Value as_text(const Value& value, Scratch& scratch) {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return std::string_view(scratch.text() = std::to_string(*number));
  if (const auto* flag = std::get_if<bool>(&value))
    return std::string_view(*flag ? "true" : "false");
  if (const auto* time = std::get_if<base::WallTime>(&value))
    return std::string_view(scratch.text() = base::rfc3339(*time));
  return std::holds_alternative<Texts>(value) ? Value() : value;
}

namespace {

// Of what is no list.
Scalar scalar_of(const Value& value) {
  return std::visit(
      []<typename T>(const T& each) -> Scalar {
        if constexpr (std::is_same_v<T, Texts>) {
          return {};
        } else {
          return each;
        }
      },
      value);
}

}  // namespace

std::string_view cut(std::string_view text, std::size_t most, Scratch& scratch) {
  const bool escape = base::needs_escape(text);
  if (!escape && text.size() <= most) return text;
  std::size_t used = 0, kept = 0, at = 0;
  while (at < text.size() && used <= most) {
    const std::string_view rest = text.substr(at);
    const std::size_t sequence = base::utf8_sequence(rest);
    used += escape ? escaped_size(rest, sequence) : sequence;
    at += std::max<std::size_t>(sequence, 1);
    if (used + kMore.size() <= most) kept = at;
  }
  if (used <= most) return text;
  return scratch.text().append(text.substr(0, kept)).append(kMore);
}

void ValueWriter::scalar(json::Name key, const Scalar& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    out.field(key, fitted(*text, limits.text, scratch));
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    out.field(key, *number);
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    out.field(key, *flag);
  } else if (const auto* time = std::get_if<base::WallTime>(&value)) {
    std::string& written = scratch.spare();
    base::append_rfc3339(*time, written);
    out.field(key, std::string_view(written));
  }
}

void ValueWriter::value(json::Name key, const Value& value) {
  const auto* texts = std::get_if<Texts>(&value);
  if (texts == nullptr) return scalar(key, scalar_of(value));
  out.begin_array(key);
  for (const std::string_view each : texts->first(std::min(texts->size(), limits.items)))
    out.element(fitted(each, limits.text, scratch));
  out.end_array();
}

}  // namespace auweave::mapping

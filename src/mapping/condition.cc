#include "mapping/condition.h"

#include <algorithm>

namespace auweave::mapping {
namespace {

using Kind = Condition::Kind;

bool fits(const Condition& condition, std::string_view text) {
  switch (condition.kind) {
    case Kind::in:
      return std::any_of(condition.texts.begin(), condition.texts.end(),
                         [&](const std::string& each) { return each == text; });
    case Kind::matches:
      return std::any_of(condition.patterns.begin(), condition.patterns.end(),
                         [&](const auto& pattern) { return pattern.found_in(text); });
    case Kind::cidr:
      return std::any_of(condition.ranges.begin(), condition.ranges.end(),
                         [&](const auto& range) { return range.contains(text); });
    default:
      return true;  // exists
  }
}

bool scalar_fits(const Condition& condition, const Subject& subject, Scratch& scratch) {
  const Scalar scalar = read_scalar(*condition.field, subject, scratch);
  const auto* read = std::get_if<std::string_view>(&scalar);
  if (read != nullptr) return fits(condition, *read);
  const Value value = as_text(value_of(scalar), scratch);
  const auto* text = std::get_if<std::string_view>(&value);
  return text != nullptr && fits(condition, *text);
}

bool object_fits(const Condition& condition, const Subject& subject, Scratch& scratch) {
  const Field& field = *condition.field;
  const std::size_t count = field.count(subject);
  if (condition.kind == Kind::exists) return count > 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (holds(condition.parts.front(), field.object(subject, i), scratch)) return true;
  }
  return false;
}

bool field_fits(const Condition& condition, const Subject& subject, Scratch& scratch) {
  const Field& field = *condition.field;
  if (field.scalar != nullptr) return scalar_fits(condition, subject, scratch);
  if (field.count != nullptr) return object_fits(condition, subject, scratch);
  auto& list = scratch.list();
  field.texts(subject, list);
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view text) { return fits(condition, text); });
}

}  // namespace

bool holds(const Condition& condition, const Subject& subject, Scratch& scratch) {
  const auto part = [&](const Condition& each) { return holds(each, subject, scratch); };
  const auto& parts = condition.parts;
  switch (condition.kind) {
    case Kind::all:
      return std::all_of(parts.begin(), parts.end(), part);
    case Kind::any:
      return std::any_of(parts.begin(), parts.end(), part);
    case Kind::none:
      return std::none_of(parts.begin(), parts.end(), part);
    default:
      return field_fits(condition, subject, scratch);
  }
}

}  // namespace auweave::mapping

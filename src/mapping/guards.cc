#include "mapping/guards.h"

#include <algorithm>

namespace auweave::mapping {
namespace {

using Kind = Condition::Kind;
using Needed = std::vector<const Condition*>;

// Conditions of kind `in`, of which one holds whenever `condition` does. Empty: none are known.
Needed needed_by(const Condition& condition) {
  const Field* field = condition.field;
  if (condition.kind == Kind::in && field->type == Type::text && field->scalar != nullptr)
    return {&condition};
  if (condition.kind == Kind::all) {
    for (const Condition& part : condition.parts) {
      if (Needed needed = needed_by(part); !needed.empty()) return needed;
    }
  }
  Needed all;
  if (condition.kind != Kind::any) return all;
  for (const Condition& part : condition.parts) {
    const Needed needed = needed_by(part);
    if (needed.empty()) return {};
    all.insert(all.end(), needed.begin(), needed.end());
  }
  return all;
}

}  // namespace

Guards::Guards(const std::vector<Condition>& rules) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const Needed needed = needed_by(rules[i]);
    if (needed.empty()) unguarded_.push_back(i);
    for (const Condition* each : needed) {
      Guard& guard = guard_of(each->field);
      for (const std::string& text : each->texts) guard.rules[text].push_back(i);
    }
  }
}

Guards::Guard& Guards::guard_of(const Field* field) {
  const auto found = std::find_if(guards_.begin(), guards_.end(),
                                  [&](const Guard& each) { return each.field == field; });
  return found != guards_.end() ? *found : guards_.emplace_back(Guard{.field = field});
}

const std::vector<std::size_t>* Guards::Guard::find(const Subject& subject,
                                                    Scratch& scratch) const {
  const Scalar scalar = read_scalar(*field, subject, scratch);
  const auto* text = std::get_if<std::string_view>(&scalar);
  if (text == nullptr) return nullptr;
  const auto found = rules.find(*text);
  return found == rules.end() ? nullptr : &found->second;
}

}  // namespace auweave::mapping

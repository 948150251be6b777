#include "mapping/field.h"

#include <algorithm>
#include <array>

namespace auweave::mapping {

std::string_view type_name(Type type) {
  constexpr std::array<std::string_view, 6> kNames = {
      "a text", "a number", "true or false", "a time", "a list of texts", "a list of objects"};
  return kNames.at(static_cast<std::size_t>(type));
}

Subject subject_of(const model::Document& document) {
  return std::visit([](const auto& d) -> Subject { return &d; }, document);
}

std::span<const Field> fields_of(std::string_view kind) {
  // In the order of model::kKinds.
  static const std::array lists = {event_fields(),   tty_fields(),      command_fields(),
                                   session_fields(), pipeline_fields(), deadletter_fields()};
  return lists.at(model::kind_index(kind));
}

const Field* find_field(std::span<const Field> fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace auweave::mapping

#include "mapping/origin.h"

#include "base/text.h"

namespace auweave::mapping {
namespace {

// A value in a record may be a megabyte of arguments.
constexpr std::size_t kShown = 80;

std::string shown(const model::Record& record, const model::Field& field) {
  std::string text(record.type);
  text.append(".").append(field.name).append("=");
  const std::string raw = base::escaped(field.raw);
  return text + (raw.size() <= kShown ? raw : raw.substr(0, kShown) + "…");
}

// The value of the first such field; "" when there is none.
std::string find(const model::AuditEvent& event, std::string_view type, std::string_view name) {
  for (const model::Record& record : event.records) {
    if (type != "*" && record.type != type) continue;
    for (const model::Field& field : event.of(record)) {
      if (field.name == name) return shown(record, field);
    }
  }
  return {};
}

}  // namespace

std::vector<std::string> records_of(const Field& field, const Subject& subject) {
  const auto* document = std::get_if<const model::EventDocument*>(&subject);
  if (document == nullptr || (*document)->event == nullptr) return {};
  for (std::string_view words = field.origin; !words.empty();) {
    const std::string_view word = base::take_word(words);
    const std::size_t dot = word.find('.');
    if (dot == std::string_view::npos) break;  // words for people
    std::string found = find(*(*document)->event, word.substr(0, dot), word.substr(dot + 1));
    if (!found.empty()) return {std::move(found)};
  }
  return {};
}

}  // namespace auweave::mapping

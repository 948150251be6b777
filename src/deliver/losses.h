// Losses: counts of documents that will never be delivered, by kind, for a `loss` document and for
// the counters. A LossesByKind is a value.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "deliver/document.h"

namespace auweave::deliver {

struct Loss {
  std::uint64_t count = 0;
  std::optional<base::WallTime> first, last;  // earliest and latest time of the documents
};

using LossesByKind = std::map<std::string_view, Loss>;

inline void add_loss(LossesByKind& losses, const Document& document) {
  Loss& loss = losses[document.kind];
  ++loss.count;
  if (!document.time.has_value()) return;
  if (!loss.first.has_value() || *document.time < *loss.first) loss.first = document.time;
  if (!loss.last.has_value() || *document.time > *loss.last) loss.last = document.time;
}

// Returns the counts as a text: "12 event, 3 tty".
[[nodiscard]] inline std::string by_kind(const LossesByKind& losses) {
  std::string text;
  for (const auto& [kind, loss] : losses)
    text += (text.empty() ? "" : ", ") + std::to_string(loss.count) + " " + std::string(kind);
  return text;
}

}  // namespace auweave::deliver

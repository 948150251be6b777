// The fields of each kind of document, by name: what a mapping may write. One table a kind, in the
// order of docs/documents.md.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "json/writer.h"
#include "model/document.h"

namespace auweave::mapping {

struct Options {
  bool with_raw = false;  // the record lines too
};

using Scalar = std::variant<std::monostate, std::string_view, std::int64_t, bool>;

// A field is either one value, or writes itself (arrays, and objects inside).
template <typename D>
struct FieldDef {
  std::string_view name;
  // `scratch` holds what has to be made (times, ids) until the next call.
  Scalar (*scalar)(const D& document, std::string& scratch);
  void (*block)(const D& document, std::string_view key, const Options& options, json::Writer& out);
};

template <typename D>
std::span<const FieldDef<D>> fields_of();

// Writes one value; nothing when there is none.
void write_value(json::Writer& out, std::string_view key, const Scalar& value);

// Fields of events that cost extra to fill (meaning::describe's `whole`).
bool needs_whole(std::string_view event_field);

}  // namespace auweave::mapping

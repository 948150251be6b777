// Field: what a mapping may take from a document (docs/mapping.md has the table). One list a kind of
// document, and one a kind of object inside (a path, a program executed …), all constant.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/wall_time.h"
#include "model/document.h"

namespace auweave::mapping {

enum class Type { text, integer, flag, time, texts, objects };

// "a text", "a number" …, for errors and tables.
[[nodiscard]] std::string_view type_name(Type type);

// monostate: the document has none. Views are the document's, or of the scratch they were read with.
using Scalar = std::variant<std::monostate, std::string_view, std::int64_t, bool, base::WallTime>;

// One record of an event, and one field of it.
struct RecordAt {
  const model::EventDocument* document;
  const model::Record* record;
};
struct FieldAt {
  RecordAt at;
  const model::Field* field;
};

// What fields are read from: a document, or an object inside one. A view.
using Subject =
    std::variant<const model::EventDocument*, const model::TtyDocument*,
                 const model::CommandDocument*, const model::SessionDocument*,
                 const model::PipelineDocument*, const model::DeadletterDocument*,
                 const model::PathFacts*, const model::Executed*, const model::RecordingFacts*,
                 const model::RecordingPlace*, RecordAt, FieldAt>;

[[nodiscard]] Subject subject_of(const model::Document& document);

// Of the functions those are set that its type needs.
struct Field {
  std::string_view name{};
  Type type = Type::text;
  // `scratch` holds what had to be made (ids) as long as the caller keeps it.
  Scalar (*scalar)(const Subject& from, std::string& scratch) = nullptr;
  void (*texts)(const Subject& from, std::vector<std::string_view>& out) = nullptr;
  std::size_t (*count)(const Subject& from) = nullptr;  // objects
  Subject (*object)(const Subject& from, std::size_t index) = nullptr;
  std::span<const Field> inner{};
  // The record fields that it is made of, first that is there ("SYSCALL.exe USER_*.exe"); empty: it is
  // worked out. For people who ask where a value is from.
  std::string_view origin{};
  bool extended = false;  // costs extra to fill (meaning::describe's `extended`)
  bool raw = false;       // record lines: written only where they are asked for
};

// `kind` is one of model::kKinds.
[[nodiscard]] std::span<const Field> fields_of(std::string_view kind);
[[nodiscard]] const Field* find_field(std::span<const Field> fields, std::string_view name);

// The lists, one a file.
std::span<const Field> event_fields();
std::span<const Field> tty_fields();
std::span<const Field> command_fields();
std::span<const Field> session_fields();
std::span<const Field> pipeline_fields();
std::span<const Field> deadletter_fields();

}  // namespace auweave::mapping

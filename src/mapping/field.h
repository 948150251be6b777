// Field: a value that a mapping may take from a document (docs/mapping.md has the table). Each kind
// of document has a list of fields, and so has each kind of object inside a document (a path, an
// executed program …). All lists of fields are constant.
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

// Returns the name of a type, for errors and tables: "a text", "a number" ….
[[nodiscard]] std::string_view type_name(Type type);

// Scalar: one value of a field. A Scalar with monostate means that the document has no value. A
// text of a Scalar is a view of the document, or of the Scratch that the value was read with.
using Scalar = std::variant<std::monostate, std::string_view, std::int64_t, bool, base::WallTime>;

// RecordAt: one record of an event. FieldAt: one field of a record.
struct RecordAt {
  const model::EventDocument* document;
  const model::Record* record;
};
struct FieldAt {
  RecordAt at;
  const model::Field* field;
};

// Subject: a view of a document, or of an object inside a document, that fields are read from.
using Subject =
    std::variant<const model::EventDocument*, const model::TtyDocument*,
                 const model::CommandDocument*, const model::SessionDocument*,
                 const model::PipelineDocument*, const model::DeadletterDocument*,
                 const model::PathFacts*, const model::Executed*, const model::RecordingFacts*,
                 const model::RecordingPlace*, const model::MaskedCount*, const model::MacDecision*,
                 RecordAt, FieldAt>;

[[nodiscard]] Subject subject_of(const model::Document& document);

// Of the functions of a Field only those that fit `type` are set; the other functions are null.
struct Field {
  std::string_view name{};
  Type type = Type::text;
  // Returns the field's value. A value that has to be made first, such as an id, is put into
  // `scratch`, and the returned Scalar is a view of `scratch`.
  Scalar (*scalar)(const Subject& from, std::string& scratch) = nullptr;
  void (*texts)(const Subject& from, std::vector<std::string_view>& out) = nullptr;
  std::size_t (*count)(const Subject& from) = nullptr;  // returns the number of objects
  Subject (*object)(const Subject& from, std::size_t index) = nullptr;
  std::span<const Field> inner{};  // the fields of each object
  // Record fields of which the first that an event has makes the value ("*.UID *.uid"); empty: the
  // value is worked out. The function explain() shows `origin` to people.
  std::string_view origin{};
  bool extended = false;  // the field costs extra to fill (meaning::describe's `extended`)
  bool raw = false;       // the field is the record lines, written only if asked for
};

// Returns the fields of a kind of document. `kind` is one of model::kKinds.
[[nodiscard]] std::span<const Field> fields_of(std::string_view kind);
// Returns the field with the name `name`, or null if `fields` has no such field.
[[nodiscard]] const Field* find_field(std::span<const Field> fields, std::string_view name);

// Each function returns the list of fields of one kind of document; each list has its own file.
std::span<const Field> event_fields();
std::span<const Field> tty_fields();
std::span<const Field> command_fields();
std::span<const Field> session_fields();
std::span<const Field> pipeline_fields();
std::span<const Field> deadletter_fields();

}  // namespace auweave::mapping

// Value: a value that a mapping makes: one scalar, or a list of texts. A value is a view of the
// document, of the mapping or of a Scratch. Only mapping/ uses value.h.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/wall_time.h"
#include "json/writer.h"
#include "mapping/field.h"

namespace auweave::mapping {

using Texts = std::span<const std::string_view>;
using Value =
    std::variant<std::monostate, std::string_view, std::int64_t, bool, base::WallTime, Texts>;

// True if the value is neither monostate nor an empty list.
[[nodiscard]] bool is_there(const Value& value);
[[nodiscard]] Value value_of(const Scalar& scalar);

// Scratch: owns the texts and lists that values are views of, until clear(). A text or list of a
// Scratch stays at its place when another text or list is made.
class Scratch {
 public:
  // Returns a new empty text.
  std::string& text();
  // Returns an empty text that the next call of spare() or text() returns again, unless keep() is
  // called. Most fields do not need the text of spare().
  std::string& spare() { return at(texts_used_); }
  // Keeps the text that spare() returned.
  void keep() { ++texts_used_; }
  // Returns a new empty list.
  std::vector<std::string_view>& list();
  void clear() { texts_used_ = lists_used_ = 0; }

  bool with_raw = false;   // the fields of record lines have a value
  std::vector<bool> held;  // true for each rule of the kind that holds (Run::judge)

 private:
  std::string& at(std::size_t index);

  std::vector<std::unique_ptr<std::string>> texts_;
  std::deque<std::vector<std::string_view>> lists_;
  std::size_t texts_used_ = 0, lists_used_ = 0;
};

// Returns the value of a field that has Field::scalar.
[[nodiscard]] Scalar read_scalar(const Field& field, const Subject& subject, Scratch& scratch);

// Returns the value as a text: a number in digits, a time in RFC 3339. Returns no value for a list.
[[nodiscard]] Value as_text(const Value& value, Scratch& scratch);

// Limits: the largest size of a single value of a document. The arguments of a program have at most
// 6 MiB (execve(2), with the largest stack limit), so the default limits cut arguments only if
// their escaped form is much longer.
struct Limits {
  std::size_t text = 8UL << 20U;  // bytes of a text in the escaped form
  std::size_t items = 1'000'000;  // elements of a list
};

// Returns the text, or the beginning of the text and "…", in at most `most` bytes of the escaped
// form.
[[nodiscard]] std::string_view cut(std::string_view text, std::size_t most, Scratch& scratch);
// Returns the result of cut(), which is called only if the text may be too long.
[[nodiscard]] inline std::string_view fitted(std::string_view text, std::size_t most,
                                             Scratch& scratch) {
  // The escaped form of a text is at most four times as long as the text.
  return text.size() <= most / 4 ? text : cut(text, most, scratch);
}

// ValueWriter: writes values into a document, each cut to the limits. The functions scalar() and
// value() write nothing for an absent value. The writer, the limits and the scratch that a
// ValueWriter refers to must outlive the ValueWriter.
struct ValueWriter {
  json::Writer& out;
  const Limits& limits;
  Scratch& scratch;

  // The function scalar() spares scalars, which most fields are, the detour over Value.
  void scalar(json::Name key, const Scalar& value);
  void value(json::Name key, const Value& value);
};

}  // namespace auweave::mapping

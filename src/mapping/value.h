// Value: what a mapping makes of a field: one scalar, or a list of texts. A view of the document or
// of a Scratch. Internal to mapping/.
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

// Neither monostate nor an empty list.
[[nodiscard]] bool is_there(const Value& value);
[[nodiscard]] Value value_of(const Scalar& scalar);

// Holds what values are views of, until clear(). What it handed out stays where it is.
class Scratch {
 public:
  // An empty one, of which a view is kept.
  std::string& text();
  // So too; the same again until somebody keeps it: most fields have nothing to put there.
  std::string& spare() { return at(texts_used_); }
  void keep() { ++texts_used_; }
  std::vector<std::string_view>& list();  // an empty one
  void clear() { texts_used_ = lists_used_ = 0; }

  bool with_raw = false;   // fields of record lines have a value
  std::vector<bool> held;  // by rule of the kind: it holds (Run::judge)

 private:
  std::string& at(std::size_t index);

  std::vector<std::unique_ptr<std::string>> texts_;
  std::deque<std::vector<std::string_view>> lists_;
  std::size_t texts_used_ = 0, lists_used_ = 0;
};

// Of a field that has one.
[[nodiscard]] Scalar read_scalar(const Field& field, const Subject& subject, Scratch& scratch);

// As a text: numbers in digits, times in RFC 3339. Nothing of a list.
[[nodiscard]] Value as_text(const Value& value, Scratch& scratch);

// What no single value of a document may exceed. A program's arguments have 6 MiB at most (execve(2), with
// the stack's limit at its highest), so that unless a mapping says otherwise nothing of them is cut here.
struct Limits {
  std::size_t text = 8UL << 20U;  // bytes as written (the escaped form)
  std::size_t items = 1'000'000;  // of a list
};

// The text, or its beginning and "…" in at most `most` bytes of the escaped form.
[[nodiscard]] std::string_view cut(std::string_view text, std::size_t most, Scratch& scratch);
[[nodiscard]] inline std::string_view fitted(std::string_view text, std::size_t most,
                                             Scratch& scratch) {
  // The escaped form is at most four times as long.
  return text.size() <= most / 4 ? text : cut(text, most, scratch);
}

// Nothing when there is no value. The first one is for most fields of most documents.
void write_scalar(json::Writer& out, json::Name key, const Scalar& value, const Limits& limits,
                  Scratch& scratch);
void write_value(json::Writer& out, json::Name key, const Value& value, const Limits& limits,
                 Scratch& scratch);

}  // namespace auweave::mapping

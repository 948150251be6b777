// Value: a parsed JSON object, read by name, or an array, read by place. For input that anybody may have written: parsing is
// iterative (deep nesting costs memory, never the stack), validates UTF-8 and refuses a text with
// anything behind its value.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace auweave::json {

class Value {
 public:
  // The text must be one JSON object. The Error names the byte where it stops being one.
  static base::Result<Value> parse_object(std::string_view text);

  // The same of an array.
  static base::Result<Value> parse_array(std::string_view text);

  Value(Value&&) noexcept;
  Value& operator=(Value&&) noexcept;
  ~Value();

  // A member of that name and type; nothing when it is missing or of another type.
  [[nodiscard]] std::optional<std::string_view> string(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
  [[nodiscard]] std::optional<double> number(std::string_view name) const;
  [[nodiscard]] std::optional<bool> flag(std::string_view name) const;
  // Of an array: the element at that place; nothing when it is missing or of another type.
  [[nodiscard]] std::optional<double> number_at(std::size_t place) const;
  [[nodiscard]] std::optional<std::string_view> string_at(std::size_t place) const;
  // A copy of an object inside; of each object of an array.
  [[nodiscard]] std::optional<Value> object(std::string_view name) const;
  [[nodiscard]] std::vector<Value> objects(std::string_view name) const;
  // Names of all members, in order; valid as long as the value.
  [[nodiscard]] std::vector<std::string_view> names() const;
  // Every element must be an integer.
  [[nodiscard]] std::optional<std::vector<std::int64_t>> integers(std::string_view name) const;
  // Every element must be a string; valid as long as the value.
  [[nodiscard]] std::optional<std::vector<std::string_view>> strings(std::string_view name) const;

 private:
  struct Impl;
  static base::Result<Value> parse(std::string_view text);
  explicit Value(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace auweave::json

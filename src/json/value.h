// Value: a parsed JSON object, whose members are read by name, or a JSON array, whose elements are
// read by index. The parsed text may come from anybody, so parsing is iterative (deep nesting costs
// memory, never the stack), validates UTF-8, and refuses a text with bytes behind its value.
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
  // Parses one JSON object. Error (parse): `text` is no JSON object; the message names the byte at
  // which the syntax is wrong.
  static base::Result<Value> parse_object(std::string_view text);

  // Parses one JSON array. Error (parse): `text` is no JSON array.
  static base::Result<Value> parse_array(std::string_view text);

  Value(Value&&) noexcept;
  Value& operator=(Value&&) noexcept;
  ~Value();

  // The functions string() to flag() return the object's member `name`, or no value if the member
  // is missing or not of the function's type. A returned string is valid as long as the Value.
  [[nodiscard]] std::optional<std::string_view> string(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
  [[nodiscard]] std::optional<double> number(std::string_view name) const;
  [[nodiscard]] std::optional<bool> flag(std::string_view name) const;
  // Returns the array's element at an index, or no value if the element is missing or not of the
  // function's type.
  [[nodiscard]] std::optional<double> number_at(std::size_t place) const;
  [[nodiscard]] std::optional<std::string_view> string_at(std::size_t place) const;
  // The function object() returns a copy of the object that is the member `name`; objects() returns
  // copies of the objects in the array that is the member `name`.
  [[nodiscard]] std::optional<Value> object(std::string_view name) const;
  [[nodiscard]] std::vector<Value> objects(std::string_view name) const;
  // Returns the names of all members, in the order of the text. The returned names are valid as
  // long as the Value.
  [[nodiscard]] std::vector<std::string_view> names() const;
  // Returns the elements of the array `name`, or no value if an element is no integer.
  [[nodiscard]] std::optional<std::vector<std::int64_t>> integers(std::string_view name) const;
  // Returns the elements of the array `name`, or no value if an element is no string. The returned
  // strings are valid as long as the Value.
  [[nodiscard]] std::optional<std::vector<std::string_view>> strings(std::string_view name) const;

 private:
  struct Impl;
  static base::Result<Value> parse(std::string_view text);
  explicit Value(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace auweave::json

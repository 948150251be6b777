// Result<T>: a value or an Error. Every fallible call of auweave returns a Result. Result is
// [[nodiscard]], so a call whose Error is dropped does not compile. (Result stands in for
// std::expected, which gcc 12 does not have in C++20.)
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace auweave::base {

// ErrorKind lists only the kinds of Error that a caller branches on. Place and cause of an Error
// are in the text of its message.
enum class ErrorKind {
  usage,   // the command line is wrong: exit status 2
  config,  // the configuration, a mapping or an option is wrong: exit status 1
  parse,   // an input is not understood: it becomes a deadletter, and the stream goes on
  io,      // a file, the disk or a sink failed: exit status 3
};

// An Error's message is for a person and names the place ("x.yaml:14:3: unknown field 'acct2'").
struct Error {
  ErrorKind kind = ErrorKind::parse;
  std::string message;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  // The value of a Result may be read only if ok() is true.
  [[nodiscard]] T& value() { return std::get<T>(state_); }
  [[nodiscard]] const T& value() const { return std::get<T>(state_); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // The Error of a Result may be read only if ok() is false.
  [[nodiscard]] const Error& error() const { return std::get<Error>(state_); }
  [[nodiscard]] Error& error() { return std::get<Error>(state_); }

 private:
  std::variant<T, Error> state_;
};

// Status: the Result of a call that succeeds without a value.
struct Done {};
using Status = Result<Done>;
inline Status ok() { return Done{}; }

}  // namespace auweave::base

// Result<T>: a value or an Error. Every fallible call of auweave returns one; it is [[nodiscard]]
// as a class, so that a dropped error does not compile (std::expected is not in gcc 12 at C++20).
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace auweave::base {

// Only what a caller branches on; everything else is the message.
enum class ErrorKind {
  usage,   // the command line is wrong: exit status 2
  config,  // the configuration, a mapping or an option is wrong: exit status 1
  parse,   // this input is not understood: deadletter, the stream goes on
  io,      // a file, the disk or a sink failed: exit status 3
};

// `message` is for a person and names the place ("mappings/x.yaml:14:3: unknown field 'acct2'").
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

  // Only after ok().
  [[nodiscard]] T& value() { return std::get<T>(state_); }
  [[nodiscard]] const T& value() const { return std::get<T>(state_); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Only after !ok().
  [[nodiscard]] const Error& error() const { return std::get<Error>(state_); }
  [[nodiscard]] Error& error() { return std::get<Error>(state_); }

 private:
  std::variant<T, Error> state_;
};

// For calls that succeed without a value.
struct Done {};
using Status = Result<Done>;
inline Status ok() { return Done{}; }

}  // namespace auweave::base

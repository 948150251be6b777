// CommandNumber: the number of a command among the commands of its session, a value. The number
// follows from what began the command, and not from a count, so two loads of one log give a command
// one number, and a plugin that restarts gives no number again.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace auweave::correlate {

class CommandNumber {
 public:
  CommandNumber() = default;

  // Returns the number of a command that began with a program's execve: the serial of the execve.
  static CommandNumber of_execve(std::uint64_t serial);

  // LinePlace: the place of an entered line in a recording.
  struct LinePlace {
    std::uint64_t recorder = 0;  // serial of the record that vouches for the recording; 0: none
    std::string_view rec;        // the recording's own name
    std::uint64_t chunk = 0;     // number of the chunk
    std::uint64_t line = 0;      // number of the line in the chunk, from 0
  };
  // Returns the number of an entered line. A recording that no record vouches for has a name that
  // any user can choose, so the number of its lines is a hash of the place.
  static CommandNumber of_line(const LinePlace& place);

  // Returns the number as it stands in command_id: the digits of the execve's serial; or, of a
  // line, the digits of the recorder's serial, seven of the chunk and three of the line; or the 32
  // hex digits of a hash. A serial has at most ten digits, and a line's number more.
  [[nodiscard]] std::string text() const;

  // True if the number is an entered line's.
  [[nodiscard]] bool is_line() const { return is_hash_ || high_ != 0; }

  auto operator<=>(const CommandNumber&) const = default;

  template <typename Archive>
  void state(Archive& archive) {
    archive(is_hash_, high_, low_);
  }

 private:
  CommandNumber(bool is_hash, std::uint64_t high, std::uint64_t low)
      : is_hash_(is_hash), high_(high), low_(low) {}

  bool is_hash_ = false;
  std::uint64_t high_ = 0;  // serial of the recorder's record, or half of the hash
  std::uint64_t low_ = 0;   // serial of the execve, place in the recording, or half of the hash
};

}  // namespace auweave::correlate

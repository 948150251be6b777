// Voucher: who vouches for it that a chunk of a recording is the recorder's own (docs/decisions/0005
// and 0011).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace auweave::model {

// Writer: what is known, before the join, about the process that wrote a chunk.
enum class Writer : std::uint8_t {
  unknown,       // a line of syslog, or of a file that others may write
  own_file,      // only root or the recorder's account may write the chunk's file
  recorder_pid,  // journald: the pid is the recorder's; the program is unknown
  recorder,      // journald: pid, session and program are the recorder's
};

// The vouchers in the order of their strength. From sudo_log on the chunk is verified: it is known
// who wrote it.
enum class Voucher : std::uint8_t {
  contradicted,  // another chunk has the chunk's number, or the number of one before it
  none,
  presence,      // the recorder was seen at work when the plugin started
  recorder_ran,  // the recorder's execve is in the audit trail
  sudo_log,      // sudo wrote its log for a command that the audit trail has
  own_file,      // only root or the recorder's account may write the chunk's file
  journald,      // journald names the recorder's process as the writer
  audit_record,  // the chunk is an audit record (TTY, USER_TTY) itself
};

inline constexpr std::array<std::string_view, 8> kVouchers = {
    "", "", "presence", "recorder-ran", "sudo-log", "own-file", "journald", "audit-record"};

// Returns the voucher's word in documents, or "" for no voucher. A chunk that is contradicted says so
// in its document's integrity.
[[nodiscard]] constexpr std::string_view name_of(Voucher voucher) {
  return kVouchers.at(static_cast<std::size_t>(voucher));
}
[[nodiscard]] constexpr bool verifies(Voucher voucher) { return voucher >= Voucher::sudo_log; }
inline constexpr std::string_view kContradicted = "chunk-contradicted";
[[nodiscard]] constexpr Voucher weaker(Voucher a, Voucher b) { return std::min(a, b); }

}  // namespace auweave::model

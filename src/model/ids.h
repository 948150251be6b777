// Ids of the audit subsystem, each with a type of its own. An unset id (4294967295 in a record) is
// an empty optional, never a number.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

#include "base/wall_time.h"

namespace auweave::model {

// Id: a number whose type differs for each kind of id, so two kinds cannot be mixed up.
template <typename Tag, typename T>
struct Id {
  T value{};
  auto operator<=>(const Id&) const = default;
  template <typename Archive>
  void state(Archive& archive) {
    archive(value);
  }
};

using Uid = Id<struct UidTag, std::uint32_t>;
using Gid = Id<struct GidTag, std::uint32_t>;
using Pid = Id<struct PidTag, std::int64_t>;
// Ses: the audit session id, which is unique only within one boot of one kernel.
using Ses = Id<struct SesTag, std::uint32_t>;

inline constexpr std::uint32_t kUnset = 4294967295U;  // auid and ses of processes without a login

// EventKey: the time and serial of `msg=audit(SEC.MS:SERIAL)`. DAEMON_* records take their serials
// from auditd's own counter, all other records from the kernel's counter. Both counters of serials
// restart, so a serial alone identifies no event.
struct EventKey {
  std::int64_t sec = 0;
  std::uint32_t ms = 0;
  std::uint64_t serial = 0;
  auto operator<=>(const EventKey&) const = default;
  template <typename Archive>
  void state(Archive& archive) {
    archive(sec, ms, serial);
  }

  [[nodiscard]] base::WallTime time() const {
    return {sec * 1'000'000'000 + static_cast<std::int64_t>(ms) * 1'000'000};
  }
};

}  // namespace auweave::model

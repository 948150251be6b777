// NumberNames: the names of Linux' system calls and of audit's record types by number, for what the
// installed libaudit is too old to know. The tables are made by scripts/audit-tables. Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace auweave::audit {

struct Numbered {
  std::uint16_t number = 0;
  const char* name = nullptr;
};

// The tables of system calls, each in order of the number. `x32` has the calls that only the x32
// ABI has (from 512).
enum class SyscallTable { x86_64, x32, i386, arm64 };
std::span<const Numbered> syscalls_of(SyscallTable table);
// Returns all record types that a log may have, in order of the number.
std::span<const Numbered> record_types();

// Returns the name of the system call `number` of the architecture `arch` (arch= as a number), or
// an empty text if the tables have none.
std::string_view syscall_name(std::uint32_t arch, std::uint32_t number);

// Returns the name of the record type `number`, or an empty text. `body` is the record behind its
// time and serial: two kernels use one number for different types, which their fields tell apart.
std::string_view record_type_name(int number, std::string_view body);

// Returns the number of the record type `name`, or -1 if the tables have none.
int record_type_number(std::string_view name);

}  // namespace auweave::audit

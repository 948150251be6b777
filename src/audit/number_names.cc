#include "audit/number_names.h"

#include <algorithm>

namespace auweave::audit {
namespace {

// Values of arch= (linux/audit.h): the ELF machine, and two flags.
constexpr std::uint32_t kArchX86_64 = 0xC000003E;
constexpr std::uint32_t kArchI386 = 0x40000003;
constexpr std::uint32_t kArchArm64 = 0xC00000B7;
constexpr std::uint32_t kRiscV64 = 0xC00000F3;
constexpr std::uint32_t kLoongArch64 = 0xC0000102;
constexpr std::uint32_t kMachine = 0xFFFF;
constexpr std::uint32_t kMachineMips = 8;
constexpr std::uint32_t kMachineIa64 = 50;
constexpr std::uint32_t kMachineAlpha = 0x9026;

constexpr std::uint32_t kX32Bit = 0x40000000;
constexpr std::uint32_t kFirstOfX32 = 512;

// Since Linux 5.1 a new call has one number everywhere, but for machines with an offset.
constexpr std::uint32_t kFirstShared = 424;
constexpr std::uint32_t kPastShared = 1000;

std::string_view name_in(std::span<const Numbered> table, std::uint32_t number) {
  const auto at = std::lower_bound(
      table.begin(), table.end(), number,
      [](const Numbered& row, std::uint32_t wanted) { return row.number < wanted; });
  return at == table.end() || at->number != number ? "" : at->name;
}

bool shares_numbers(std::uint32_t machine) {
  return machine != kMachineMips && machine != kMachineIa64 && machine != kMachineAlpha;
}

}  // namespace

std::string_view syscall_name(std::uint32_t arch, std::uint32_t number) {
  using enum SyscallTable;
  if (arch == kArchX86_64) {
    if ((number & kX32Bit) == 0) return name_in(syscalls_of(x86_64), number);
    const std::uint32_t plain = number & ~kX32Bit;
    return name_in(syscalls_of(plain >= kFirstOfX32 ? x32 : x86_64), plain);
  }
  if (arch == kArchI386) return name_in(syscalls_of(i386), number);
  // RISC-V and LoongArch have the kernel's generic numbers, as arm64 has.
  if (arch == kArchArm64 || arch == kRiscV64 || arch == kLoongArch64)
    return name_in(syscalls_of(arm64), number);
  const bool shared = number >= kFirstShared && number < kPastShared;
  return shared && shares_numbers(arch & kMachine) ? name_in(syscalls_of(arm64), number) : "";
}

std::string_view record_type_name(int number, std::string_view body) {
  // Ubuntu's kernels had these two before Linux 6.12 gave their numbers to IPE, and Linux 6.17 gave
  // them other numbers.
  if (number == 1420 && body.starts_with("subj_")) return "MAC_TASK_CONTEXTS";
  if (number == 1421 && body.starts_with("obj_")) return "MAC_OBJ_CONTEXTS";
  return number < 0 ? "" : name_in(record_types(), static_cast<std::uint32_t>(number));
}

int record_type_number(std::string_view name) {
  for (const Numbered& row : record_types()) {
    if (name == row.name) return row.number;
  }
  return -1;
}

}  // namespace auweave::audit

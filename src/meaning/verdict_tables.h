// NameIndex: finds the first row of a table of Verdicts that has a name, by hash and without a
// search. Only the tables include verdict_tables.h.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string_view>

#include "meaning/verdicts.h"

namespace auweave::meaning {

// Rows of one name must stand one after the other.
template <std::size_t rows>
class NameIndex {
 public:
  constexpr explicit NameIndex(const std::array<Verdict, rows>& table) {
    for (std::size_t row = 0; row < rows; ++row) {
      if (row > 0 && table[row].name == table[row - 1].name) continue;
      std::size_t slot = slot_of(table[row].name);
      while (slots_[slot] != 0) slot = (slot + 1) % kSlots;
      slots_[slot] = static_cast<std::uint16_t>(row + 1);
    }
  }

  // Returns null if no row has the name.
  [[nodiscard]] constexpr const Verdict* find(const std::array<Verdict, rows>& table,
                                              std::string_view name) const {
    for (std::size_t slot = slot_of(name); slots_[slot] != 0; slot = (slot + 1) % kSlots) {
      const Verdict& row = table[slots_[slot] - 1U];
      if (row.name == name) return &row;
    }
    return nullptr;
  }

 private:
  // At most a quarter is taken, so that a name without a row is seldom compared with another.
  static constexpr std::size_t kSlots = std::bit_ceil(rows * 4);

  static constexpr std::size_t slot_of(std::string_view name) {
    std::uint32_t hash = 2166136261;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
    return (hash ^ hash >> 15U) % kSlots;
  }

  std::array<std::uint16_t, kSlots> slots_{};
};

}  // namespace auweave::meaning

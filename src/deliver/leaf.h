// Leaf: the place of a document in a log. A log numbers documents of one sink from 1, without a gap, so
// that a consumer sees which document is missing. LeafPlace: up to where a log went at a spool entry.
// Both are values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace auweave::deliver {

struct Leaf {
  std::string log;
  std::uint64_t number = 0;  // 0: no document

  bool operator==(const Leaf&) const = default;
  template <typename Archive>
  void state(Archive& archive) {
    archive(log, number);
  }
};

struct LeafPlace {
  std::uint64_t next = 0;     // documents of entries below `next` are delivered, refused or dropped
  Leaf last = {};             // leaf of the last document of the entries below `next`
  std::uint64_t made_by = 0;  // Outgoing::made_by of all documents of the log

  bool operator==(const LeafPlace&) const = default;
  template <typename Archive>
  void state(Archive& archive) {
    archive(next, last, made_by);
  }
};

// Returns the bytes of a place: a version, then the place.
std::string encoded(const LeafPlace& place);
// Returns the place, or nothing if the bytes are damaged or of another version.
std::optional<LeafPlace> leaf_place_of(std::string_view bytes);

}  // namespace auweave::deliver

// LeafPlaces: for each spool entry that may have to be woven again, the leaf before its first document.
// A process that goes on from there gives the documents the leaves that they have. LeafPlaces is a
// value; it grows with the entries that have a document with a carrier.
//
// What is woven again comes out the same, but for documents that were dropped, and documents of another
// mapping. Behind these the documents of entries do not count apart, until nothing is dropped any more:
// then they begin another log.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>

#include "deliver/leaf.h"

namespace auweave::deliver {

class LeafPlaces {
 public:
  // Goes on from the place that an earlier process left.
  explicit LeafPlaces(LeafPlace kept = {});

  // Tells that a document of the entry was dropped and has no leaf, or that another mapping makes the
  // documents of entries from `entry` on.
  void broken(std::uint64_t entry) {
    broken_ = std::min(entry, broken_.value_or(entry));
    last_broken_ = std::max(entry, last_broken_);
  }
  // Returns Document::apart of a document of the entry, which is to get its leaf. `roomy`: the queue is
  // not about to drop documents.
  [[nodiscard]] bool counts_apart(std::uint64_t entry, bool roomy) const;
  // Tells the leaf of a document of an entry, or no leaf of one that does not count apart. `lowest`: the
  // lowest entry of which a document waits. The entries never fall.
  void add(const LeafPlace& sent, std::uint64_t lowest);

  // Returns the place from which the documents of the entries from `next` on are made again; a place
  // without a log: in another log. `next` must be at least the lowest entry of which a document waits.
  [[nodiscard]] LeafPlace at(std::uint64_t next) const;
  [[nodiscard]] std::uint64_t kept_next() const { return kept_next_; }

 private:
  std::uint64_t kept_next_;
  // Places before the first document of an entry, LeafPlace::next, in its order. The first place at or
  // behind an entry is the one to go on from.
  std::deque<LeafPlace> starts_;
  LeafPlace last_;                       // `next`: the entry of the document that got its leaf last
  std::optional<std::uint64_t> broken_;  // the first one that no document was sent behind
  std::uint64_t last_broken_ = 0;
  bool torn_ = false;  // the last document did not count apart
};

}  // namespace auweave::deliver

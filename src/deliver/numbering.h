// Numbering: gives the documents of one sink their leaves (leaf.h). A document gets its leaf when its
// carrier takes it for the first time, so a document that a full queue drops never had one. A Numbering
// is a value; the thread of Delivery uses it.
//
// No leaf is ever given to two documents. Where documents that were perhaps sent are made again (at
// least once, from a spool), they get the leaves that they had: documents of spool entries count in a
// log of their own, apart from documents that nobody makes again, and that log goes on in the next
// process, from a LeafPlace in the spool. Where the documents would be other ones the next time
// (Document::apart), the log ends.
#pragma once

#include <cstdint>
#include <string>

#include "deliver/document.h"
#include "deliver/leaf.h"

namespace auweave::deliver {

class Numbering {
 public:
  struct Start {
    std::string origin;  // begins the name of each log: host, program and sink
    std::string life;    // random, of this process and sink alone: no log's name comes twice
    bool apart = false;  // documents of entries count apart
    // With `apart`: the place that an earlier process left in the spool. Without a log: documents of
    // entries begin one.
    LeafPlace kept = {};
  };
  explicit Numbering(Start start);

  // Returns the leaf of a document that has none and is about to be sent.
  [[nodiscard]] Leaf next(const Document& document) const;
  // Tells that the document was taken with the leaf that next() returned.
  void take(const Document& document);
  // Goes on behind `last`, without `apart`.
  void resume(const Leaf& last) { others_ = last; }

  // True if an earlier process saw the outcome of each document of the entry.
  [[nodiscard]] bool has(std::uint64_t entry) const { return entry != 0 && entry < kept_.next; }
  // Returns Start::kept, with the log that documents of entries begin.
  [[nodiscard]] const LeafPlace& kept() const { return kept_; }

 private:
  // Returns the name of the log that the next document begins that begins one.
  [[nodiscard]] std::string name() const;
  // Returns the leaf of the last document of the document's log; no log: the document begins one.
  [[nodiscard]] const Leaf& last_of(const Document& document) const;

  std::string origin_, life_;
  bool apart_;
  LeafPlace kept_;
  Leaf entries_;  // the last leaf of the log of entries, with `apart`
  Leaf others_;
  std::uint64_t begun_ = 0;  // logs that this process began
};

}  // namespace auweave::deliver

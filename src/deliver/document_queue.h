// DocumentQueue: documents that wait for their carrier, in order, bounded by bytes. A full
// DocumentQueue drops its oldest documents. A session document sums up its session, so it is
// dropped only if no document of another kind is left to drop. A document with `keep` tells of a
// loss and is never dropped, nor is a document with a leaf, which the carrier gave back: its number would
// be missing. A DocumentQueue is a value without a lock: Delivery locks it.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "deliver/document.h"
#include "deliver/losses.h"

namespace auweave::deliver {

class DocumentQueue {
 public:
  explicit DocumentQueue(std::size_t most) : most_(most) {}

  // Adds a document, and drops older documents until the bound holds. `elsewhere` is the number of
  // bytes of the documents with the carrier, which count toward the bound, too. A document that
  // does not fit after all possible drops is added all the same.
  void push(Document document, std::size_t elsewhere);
  // Returns the oldest document, or null if the queue is empty.
  [[nodiscard]] const Document* front();
  std::optional<Document> pop();
  // Puts `documents`, which the carrier gave back and of which the oldest is first, in front of all
  // waiting documents.
  void put_back(std::vector<Document> documents);

  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t most_bytes() const { return most_; }
  // Takes the losses by drops since the last call of take_dropped().
  LossesByKind take_dropped() { return std::exchange(dropped_, {}); }
  // Takes the entries of the documents dropped since the last call of take_dropped_entries().
  std::vector<std::uint64_t> take_dropped_entries() { return std::exchange(dropped_entries_, {}); }
  // Returns the number of waiting documents by kind.
  [[nodiscard]] LossesByKind waiting() const;

 private:
  struct Waiting {
    std::int64_t number;  // numbers rise with each push; a document put back has a negative number
    Document document;
  };
  using Line = std::deque<Waiting>;
  Line& line_of(const Document& document);
  // Returns the line with the oldest document, or an empty line if all lines are empty.
  Line& oldest();
  Document take_front(Line& line);

  std::size_t most_;
  std::size_t bytes_ = 0;
  std::int64_t next_ = 0;
  std::int64_t first_ = 0;
  // The waiting documents by priority: those of the first line are dropped first, and those of the
  // last line are never dropped.
  std::array<Line, 3> lines_;
  LossesByKind dropped_;
  std::vector<std::uint64_t> dropped_entries_;
};

}  // namespace auweave::deliver

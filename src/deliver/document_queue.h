// DocumentQueue: documents that wait for their carrier, in order, bounded by bytes. When it is full
// the oldest go: session documents last, since each stands for all that its session did; those that
// tell of a loss never. A value without a lock.
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

  // `elsewhere`: bytes of documents that are with the carrier, and count for the bound.
  // A document larger than the bound by itself is taken all the same, alone.
  void push(Document document, std::size_t elsewhere);
  // The oldest; null: none waits.
  [[nodiscard]] const Document* front();
  std::optional<Document> pop();
  // Documents that the carrier gave back, oldest first, before all others.
  void put_back(std::vector<Document> documents);

  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t most_bytes() const { return most_; }
  // What was dropped since the last call.
  LossesByKind take_dropped() { return std::exchange(dropped_, {}); }
  // The entries of the dropped documents, one for each document.
  std::vector<std::uint64_t> take_dropped_entries() { return std::exchange(dropped_entries_, {}); }
  [[nodiscard]] LossesByKind waiting() const;

 private:
  struct Waiting {
    std::int64_t number;  // in order of push; below zero: put back
    Document document;
  };
  using Line = std::deque<Waiting>;
  Line& line_of(const Document& document);
  // The one that has the oldest document; not empty, unless all are.
  Line& oldest();
  Document take_front(Line& line);

  std::size_t most_;
  std::size_t bytes_ = 0;
  std::int64_t next_ = 0;
  std::int64_t first_ = 0;
  std::array<Line, 3> lines_;  // in the order in which they are dropped from; the last one never
  LossesByKind dropped_;
  std::vector<std::uint64_t> dropped_entries_;
};

}  // namespace auweave::deliver

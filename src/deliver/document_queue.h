// DocumentQueue: documents that wait for their carrier, in order, bounded by bytes. When it is full
// the oldest go: session documents last, since each stands for all that its session did. A value
// without a lock.
#pragma once

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
  // The oldest.
  std::optional<Document> pop();
  // Documents that the carrier gave back, oldest first, before all others.
  void put_back(std::vector<Document> documents);

  [[nodiscard]] bool empty() const { return others_.empty() && sessions_.empty(); }
  [[nodiscard]] std::size_t size() const { return others_.size() + sessions_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t most_bytes() const { return most_; }
  // What was dropped since the last call.
  LossesByKind take_dropped() { return std::exchange(dropped_, {}); }
  [[nodiscard]] LossesByKind waiting() const;

 private:
  struct Waiting {
    std::int64_t number;  // in order of push; below zero: put back
    Document document;
  };
  using Line = std::deque<Waiting>;
  Line& line_of(const Document& document);
  Document take_front(Line& line);

  std::size_t most_;
  std::size_t bytes_ = 0;
  std::int64_t next_ = 0;
  std::int64_t first_ = 0;
  Line others_;
  Line sessions_;
  LossesByKind dropped_;
};

}  // namespace auweave::deliver

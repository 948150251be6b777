// Outlet: gives the weaver's documents to a sink and counts the documents. An Outlet is for one
// thread.
#pragma once

#include <array>
#include <cstdint>

#include "model/document.h"

namespace auweave::weave {

// Counts: numbers of lines that came in and of documents that were put, for people and for tests.
struct Counts {
  std::uint64_t audit_lines = 0;
  std::uint64_t tlog_lines = 0;
  std::uint64_t sshd_lines = 0;
  std::uint64_t duplicates = 0;   // lines and chunks that came again from an overlapping input
  std::uint64_t behind = 0;       // records that only accompany an event that had gone out
  std::uint64_t other_lines = 0;  // lines of other programs in a syslog or journal
  std::array<std::uint64_t, model::kKinds.size()> documents{};  // by kind

  [[nodiscard]] std::uint64_t events() const { return documents[model::kind_index("event")]; }
};

class Outlet {
 public:
  // `sink` must outlive the Outlet.
  explicit Outlet(model::DocumentSink& sink) : sink_(sink) {}

  void put(const model::Document& document) {
    ++counts.documents.at(document.index());
    sink_.take(document);
  }

  Counts counts;

 private:
  model::DocumentSink& sink_;
};

}  // namespace auweave::weave

// Outlet: where a weaver's documents go, counted on the way; and the lines that came in, counted. One thread.
#pragma once

#include <array>
#include <cstdint>

#include "model/document.h"

namespace auweave::weave {

// How much went through, for people and for tests.
struct Counts {
  std::uint64_t audit_lines = 0;
  std::uint64_t tlog_lines = 0;
  std::uint64_t sshd_lines = 0;
  std::uint64_t duplicates = 0;   // lines that came again from an overlapping input
  std::uint64_t other_lines = 0;  // lines of other programs, where syslog holds the recordings
  std::array<std::uint64_t, model::kKinds.size()> documents{};  // by kind

  [[nodiscard]] std::uint64_t events() const { return documents[model::kind_index("event")]; }
};

class Outlet {
 public:
  // The sink outlives the outlet.
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

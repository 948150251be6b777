// KnownLines: lines of the audit log that were given already and may come as records, too: what auditd had
// queued. Exact, unlike the assembler's memory (audit::Seen), which forgets one of some ten thousand at that
// distance. A value.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace auweave::pipeline {

class KnownLines {
 public:
  // By its raw part.
  void add(std::string_view line);
  // No more are added; has() may be asked.
  void seal();
  [[nodiscard]] bool has(std::string_view line) const;
  void forget() { hashes_ = {}; }

  // Of the newest: auditd's queue and ours hold no more.
  static constexpr std::size_t kMost = 500'000;

 private:
  std::vector<std::uint64_t> hashes_;
  std::size_t oldest_ = 0;  // the next to be replaced, when there are kMost
};

}  // namespace auweave::pipeline

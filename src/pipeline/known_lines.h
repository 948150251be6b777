// KnownLines: lines of the audit log that were woven already and may come again as records, because
// auditd had queued them. No line is forgotten within kMost lines. The assembler's memory
// (audit::Seen) forgets one in some ten thousand at such a distance. A value.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace auweave::pipeline {

class KnownLines {
 public:
  // Adds a line by the hash of its raw part (audit::raw_part).
  void add(std::string_view line);
  // Ends the adding. has() may be asked only after seal().
  void seal();
  [[nodiscard]] bool has(std::string_view line) const;
  void forget() { hashes_ = {}; }

  // The newest kMost lines are kept. The queues of auditd and the inbox hold no more.
  static constexpr std::size_t kMost = 500'000;

 private:
  std::vector<std::uint64_t> hashes_;
  std::size_t oldest_ = 0;  // the next to be replaced, when there are kMost
};

}  // namespace auweave::pipeline

// KnownLines: lines of the audit log that were woven already and may come again as records, because
// auditd had queued them. A KnownLines forgets none of its newest kMost lines, whereas the
// assembler's memory (audit::Seen) forgets one line in some ten thousand. A KnownLines is a value.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace auweave::pipeline {

class KnownLines {
 public:
  // Adds a line by the hash of its raw part (audit::raw_part).
  void add(std::string_view line);
  // Ends the adding of lines, so that has() may be asked.
  void seal();
  [[nodiscard]] bool has(std::string_view line) const;
  void forget() { hashes_ = {}; }

  // The newest kMost lines are kept, because the queues of auditd and the Inbox hold no more lines.
  static constexpr std::size_t kMost = 500'000;

 private:
  std::vector<std::uint64_t> hashes_;
  std::size_t oldest_ = 0;  // index of the hash to be replaced next, once there are kMost
};

}  // namespace auweave::pipeline

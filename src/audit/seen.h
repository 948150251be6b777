// Seen: which events were finished lately, and with which lines, in bounded memory. It lets an
// overlap of two files pass as one, and tells it from a record that came too late.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/recent_hashes.h"
#include "model/ids.h"

namespace auweave::audit {

class Seen {
 public:
  void finished(std::string_view node, const model::EventKey& key);
  [[nodiscard]] bool is_finished(std::string_view node, const model::EventKey& key) const;
  // A line is its raw part: the RAW and the ENRICHED log of one host overlap too.
  void line(std::string_view raw);
  [[nodiscard]] bool has_line(std::string_view raw) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(events_, lines_);
  }

 private:
  // Merged by time, overlapping files bring an event's lines close together; the window is for what
  // comes again later in one file, or in auditd's queue (20,000 records at most) after it was read in its log:
  // at that distance one of a thousand million is forgotten (eight newer ones in one bucket).
  base::RecentHashes events_{1UL << 16U};
  base::RecentHashes lines_{1UL << 18U};
};

}  // namespace auweave::audit

// Seen: the events that were finished lately, and their lines, in bounded memory. Seen tells the
// overlap of two files from a record that came too late.
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
  // Remembers that a finished event was a message that stood alone.
  void message(std::string_view node, const model::EventKey& key);
  [[nodiscard]] bool was_message(std::string_view node, const model::EventKey& key) const;
  // Remembers a line by its raw part, so that RAW and ENRICHED logs of a host overlap.
  void line(std::string_view raw);
  [[nodiscard]] bool has_line(std::string_view raw) const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(events_, lines_);
  }

 private:
  // Overlapping files, merged by time, bring the lines of an event close together. Seen has many
  // slots for lines that come again later in one file, or come from auditd's queue (20,000 records
  // at most) after they were read in the log. At a distance of 20,000 lines one line in a thousand
  // million is forgotten (eight newer lines in one bucket).
  base::RecentHashes events_{1UL << 16U};
  base::RecentHashes lines_{1UL << 18U};
};

}  // namespace auweave::audit

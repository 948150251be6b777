// Assembler: lines in, whole events out. A value: it can be copied, saved and restored. It reads no
// clock and gives the same events for the same lines. One thread.
//
// A record that stands alone (USER_*, DAEMON_*, anomalies of user space) finishes its event at
// once. Any other event is finished by its PROCTITLE or EOE, which the kernel writes last
// (auditsc.c, audit_log_exit). If neither comes, the event is finished when event time is 2 s past
// it and some more lines have come (the first record of a new event may come before the last of an
// old one), when very many lines have come, or when the input ends. Events interleave (10.9 % of
// the events of a loaded host, our capture 30-load) and are told apart by (node, time, serial)
// alone.
//
// Memory is bounded: at most kMostOpen open events of kMostBytes each. If there are more, the
// oldest event is finished; a line too many for its event is `oversized`.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/line.h"
#include "audit/seen.h"
#include "model/ids.h"

namespace auweave::audit {

// The lines of one event in the order of their arrival, without EOE. Owns their bytes.
struct RawEvent {
  struct Slice {
    std::uint32_t type_at, type_size;
    std::uint32_t body_at, body_size;
    std::uint32_t enriched_at, enriched_size;
    std::uint32_t line_at, line_size;
    std::uint32_t source;
    std::uint64_t number;  // of the line in its source, from 1

    template <typename Archive>
    void state(Archive& archive) {
      archive(type_at, type_size, body_at, body_size, enriched_at, enriched_size, line_at,
              line_size, source, number);
    }
  };
  model::EventKey key;
  std::string node;
  std::string bytes;
  std::vector<Slice> slices;
  std::int64_t watermark_ms = 0;  // watermark when its first record came
  // Set by complete(): whether the event was finished before with fewer records, and whether
  // SYSCALL, on which most of the meaning hangs, is among the fetched ones.
  enum class Fetched : std::uint8_t { no, whole, rest_with_syscall, rest };
  Fetched fetched = Fetched::no;

  template <typename Archive>
  void state(Archive& archive) {
    archive(key, node, bytes, slices, watermark_ms, fetched);
    if constexpr (Archive::kLoads) {
      if (!whole()) archive.fail();
    }
  }

  [[nodiscard]] std::string_view type(const Slice& s) const { return part(s.type_at, s.type_size); }
  [[nodiscard]] std::string_view body(const Slice& s) const { return part(s.body_at, s.body_size); }
  [[nodiscard]] std::string_view line(const Slice& s) const { return part(s.line_at, s.line_size); }
  [[nodiscard]] std::string_view enriched(const Slice& s) const {
    return part(s.enriched_at, s.enriched_size);
  }

 private:
  // True if every slice is inside `bytes`.
  [[nodiscard]] bool whole() const;
  [[nodiscard]] std::string_view part(std::uint32_t at, std::uint32_t size) const {
    return std::string_view(bytes).substr(at, size);
  }
};

class Assembler {
 public:
  enum class Added {
    kept,
    duplicate,  // the same line of the event came before (overlapping files); needs no report
    late,       // a new record of a finished event; the caller must report it
    oversized,  // the event is at its limit; the caller must report the line
  };

  // Where a line is from. The same line twice in one source is two records, in two sources one
  // record.
  struct Origin {
    std::uint32_t source = 0;
    std::uint64_t number = 0;  // of the line in its source; kept with the record
    // The source may have been read before, so the same line is one record, whatever its source.
    bool again = false;
  };
  // Adds a line, and may finish any number of events.
  Added add(std::string_view line, const LineHeader& header, const Origin& origin);

  // A line of a log file.
  struct Logged {
    std::string_view text;
    LineHeader header;
    std::uint64_t number = 0;  // in its file
  };
  enum class Completed { known, completed, recovered };
  // Adds all lines of one event of a log. Lines that came before are recognised. If a line is new,
  // the event is made anew with all its lines, to be taken whole, and the line is no `late` record.
  // Lines of the event that come later are duplicates.
  Completed complete(const std::vector<Logged>& lines, std::uint32_t source);

  // Returns the next finished event, in the order of finishing, or nothing.
  std::optional<RawEvent> take();
  // Gives the memory of an event back, for the next event.
  void recycle(RawEvent&& event);

  // Finishes and returns the open event whose LOGIN gives this session, or nothing. A record of the
  // session came while the rest of its LOGIN event is late, or lost.
  std::optional<RawEvent> take_login(std::string_view node, std::uint32_t ses);

  // The input has ended: finishes all events.
  void finish_all();

  // Returns the largest event time so far. A single line from the far future does not count: a jump
  // of more than a minute needs a second event that agrees.
  [[nodiscard]] std::int64_t watermark_ms() const { return watermark_ms_; }
  [[nodiscard]] std::size_t open() const { return open_.size(); }

  template <typename Archive>
  void state(Archive& archive) {
    archive(open_, finished_, seen_, lines_, expired_line_, watermark_ms_, jump_ms_, jump_serial_);
    if constexpr (Archive::kLoads) count_open_bytes();
  }

  static constexpr std::int64_t kTimeoutMs = 2000;
  static constexpr std::uint64_t kFewLines = 16;
  static constexpr std::uint64_t kManyLines = 50'000;
  static constexpr std::size_t kMostOpen = 1024;
  static constexpr std::size_t kMostBytes = 16UL * 1024 * 1024;
  static constexpr std::size_t kMostOpenBytes = 64UL * 1024 * 1024;  // of all open events

 private:
  struct Open {
    RawEvent event;
    std::uint64_t last_line = 0;

    template <typename Archive>
    void state(Archive& archive) {
      archive(event, last_line);
    }
  };

  Open* find(const LineHeader& header);
  Open& begin(const LineHeader& header);
  // `source`: lines of this source are other records; nothing: the same line of any source is
  // known.
  bool known_line(const Open& open, std::string_view line,
                  std::optional<std::uint32_t> source) const;
  void append(Open& open, std::string_view line, const LineHeader& header, const Origin& origin);
  void finish(std::size_t index);
  void drop(std::size_t index);  // an open event, as if it had not come
  void advance(const model::EventKey& key);
  void expire();
  void count_open_bytes();

  std::vector<Open> open_;  // at most 6 at once under load
  std::deque<RawEvent> finished_;
  std::vector<RawEvent> spare_;
  std::size_t open_bytes_ = 0;
  Seen seen_;
  std::uint64_t lines_ = 0;
  std::uint64_t expired_line_ = 0;
  std::int64_t watermark_ms_ = 0;
  std::int64_t jump_ms_ = 0;  // a jump until a second event agrees; 0: none
  std::uint64_t jump_serial_ = 0;
};

}  // namespace auweave::audit

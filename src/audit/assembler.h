// Assembler: lines in, whole events out. A value: it can be copied, saved and restored, reads no
// clock and gives the same events for the same lines. One thread.
//
// An event is finished at once when its record stands alone (USER_*, DAEMON_*, anomalies of user
// space); else at its PROCTITLE or EOE (the kernel writes them last: auditsc.c, audit_log_exit);
// else when event time is 2 s past it and some more lines went by (the first record of a new event
// may come before the last of an old one), when very many lines did, or when input ends. Events
// interleave (10.9 % of a loaded host's, our capture 30-load) and are told apart by (node, time,
// serial) alone.
//
// Memory is bounded: at most kMostOpen open events, kMostBytes each; what would exceed it finishes
// the oldest, or is refused as `oversized`.
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

// The lines of one event in the order they came, without EOE. Owns their bytes.
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
  std::int64_t watermark_ms = 0;  // when its first record came
  // Of complete(): whether it was finished before with fewer records, and whether SYSCALL, which most of its
  // meaning hangs on, was among them.
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
  // All slices are in its bytes.
  [[nodiscard]] bool whole() const;
  [[nodiscard]] std::string_view part(std::uint32_t at, std::uint32_t size) const {
    return std::string_view(bytes).substr(at, size);
  }
};

class Assembler {
 public:
  enum class Added {
    kept,
    duplicate,  // the same line of the same event came before (overlapping files): not needed
    late,       // a new record of an event that is already finished: the caller must tell
    oversized,  // the event is at its limit: the caller must tell
  };

  // `source` tells overlapping inputs apart: the same line twice in one source is two records, in
  // two sources it is one. Adding may finish any number of events.
  // `number` is the line's, kept with its record. `again`: the source was read before, perhaps: the same
  // line is one, whoever gave it.
  Added add(std::string_view line, const LineHeader& header, std::uint32_t source,
            std::uint64_t number, bool again = false);

  // A line as a log has it.
  struct Logged {
    std::string_view text;
    LineHeader header;
    std::uint64_t number = 0;  // in its file
  };
  enum class Completed { known, completed, recovered };
  // All lines of one event, of a log: what came of it before is known again, and what did not is no `late`
  // record, but makes the event anew, to be taken whole. Lines of it that come after this are duplicates.
  Completed complete(const std::vector<Logged>& lines, std::uint32_t source);

  // Finished events, first finished first.
  std::optional<RawEvent> take();
  // Gives an event's memory back for the next one.
  void recycle(RawEvent&& event);

  // Finishes and takes the open event whose LOGIN gives this session, if there is one: a record of
  // the session came while the rest of its LOGIN event did not (it is late, or lost).
  std::optional<RawEvent> take_login(std::string_view node, std::uint32_t ses);

  // Input ended: finishes all.
  void finish_all();

  // The largest event time seen. A single line from the far future does not move it: time jumps of
  // more than a minute need a second event that agrees.
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
  static constexpr std::size_t kMostOpenBytes = 64UL * 1024 * 1024;  // of all together

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
  // `source`: whose own lines are others; nothing: nobody's are.
  bool known_line(const Open& open, std::string_view line,
                  std::optional<std::uint32_t> source) const;
  void append(Open& open, std::string_view line, const LineHeader& header, std::uint32_t source,
              std::uint64_t number);
  void finish(std::size_t index);
  void drop(std::size_t index);  // an open event, as if it had not come
  void advance(const model::EventKey& key);
  void expire();
  void count_open_bytes();

  std::vector<Open> open_;  // few: at most 6 at once under load
  std::deque<RawEvent> finished_;
  std::vector<RawEvent> spare_;
  std::size_t open_bytes_ = 0;
  Seen seen_;
  std::uint64_t lines_ = 0;
  std::uint64_t expired_line_ = 0;
  std::int64_t watermark_ms_ = 0;
  std::int64_t jump_ms_ = 0;  // a jump that waits for a second event; 0: none
  std::uint64_t jump_serial_ = 0;
};

}  // namespace auweave::audit

// Assembler: takes lines of audit logs and gives whole events. An Assembler is a value, reads no
// clock, and gives equal events for equal lines. One thread.
//
// A record that stands alone (USER_*, DAEMON_*, anomalies of user space) finishes its event at
// once. An event of several records is finished by its PROCTITLE or EOE, which the kernel writes
// last (auditsc.c, audit_log_exit). An event without PROCTITLE and EOE is finished when kFewLines
// lines came since its last line and event time is 2 s past the event, when kManyLines lines came,
// or when the input ends. The Assembler waits for lines because the first record of a new event may
// come before the last of an old one. The lines of events interleave (10.9 % of the events of a
// loaded host, our capture 30-load), and only (node, time, serial) tells a line's event.
//
// An Assembler's memory is bounded: an open event has at most kMostBytes, and a line too many for
// its event is `oversized`. A new event finishes the oldest open events above kMostOpen events or
// kMostOpenBytes bytes.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/event_clock.h"
#include "audit/line.h"
#include "audit/seen.h"
#include "model/ids.h"

namespace auweave::audit {

// RawEvent: the lines of one event in the order of their arrival, without EOE. A RawEvent owns the
// bytes of its lines.
struct RawEvent {
  struct Slice {
    std::uint32_t type_at, type_size;
    std::uint32_t body_at, body_size;
    std::uint32_t enriched_at, enriched_size;
    std::uint32_t line_at, line_size;
    std::uint32_t source;
    std::uint64_t number;  // the line's number in its source, from 1

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
  std::int64_t watermark_ms = 0;  // watermark when the event's first record came
  // Fetched, set by complete(): `rest` and `rest_with_syscall` say that the event was finished
  // before with fewer records, which with `rest_with_syscall` had no SYSCALL.
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
  // The record without its interpretation, as raw_part() of its LineHeader.
  [[nodiscard]] std::string_view raw(const Slice& s) const {
    if (s.body_size == 0) return raw_part(line(s));
    return part(s.line_at, s.body_at + s.body_size - s.line_at);
  }

 private:
  // True if every slice of the event is inside `bytes`.
  [[nodiscard]] bool whole() const;
  [[nodiscard]] std::string_view part(std::uint32_t at, std::uint32_t size) const {
    return std::string_view(bytes).substr(at, size);
  }
};

class Assembler {
 public:
  // A message of a program stands alone. But kernels before 6.0 give it the stamp of the call that
  // sent it (audit_receive_msg), so where a rule audits sendto its SYSCALL follows. With
  // `holds_messages` a message waits for the next line. Without it a message is finished at once,
  // until the first SYSCALL of a message came.
  explicit Assembler(bool holds_messages = true) : holds_messages_(holds_messages) {}

  enum class Added {
    kept,
    duplicate,  // the same line of the event came before (overlapping files); needs no report
    late,       // a new record of a finished event; the caller must report it
    behind,     // a record that only accompanies a finished event: a document lacks nothing by it
    oversized,  // the event is at its limit; the caller must report the line
  };

  // Origin: where a line is from. A line that comes twice is two records if it comes twice from one
  // source, and one record if it comes from two sources (overlapping files).
  struct Origin {
    std::uint32_t source = 0;
    std::uint64_t number = 0;  // the line's number in its source; kept with the record
    // True: a line that comes twice is one record whatever its source, because the source may have
    // been read before.
    bool again = false;
  };
  // Adds a line, and may finish any number of events.
  Added add(const LineHeader& header, const Origin& origin);

  // Logged: a line of a log file.
  struct Logged {
    LineHeader header;
    std::uint64_t number = 0;  // in its file
  };
  enum class Completed { known, completed, recovered };
  // Adds all lines that a log has of one event. If any of the lines is new, the event is made anew
  // with all its lines and finished, also if it was finished before. Returns `known` if no line was
  // new, `recovered` if no line of the event came before, else `completed`. Lines of the event that
  // come after complete() are duplicates.
  Completed complete(const std::vector<Logged>& lines, std::uint32_t source);

  // Returns the next finished event, in the order of finishing, or no event if none waits.
  std::optional<RawEvent> take();
  // Takes back the memory of an event that take() returned, for a later event.
  void recycle(RawEvent&& event);

  // Finishes and returns the open event whose LOGIN record gives the session `ses`, or no event.
  // The caller has a record of the session, while the rest of the session's LOGIN event is late or
  // lost.
  std::optional<RawEvent> take_login(std::string_view node, std::uint32_t ses);

  // Finishes the message that waits for the next line, because the next line is no record.
  void finish_message();
  // Finishes all open events; called when the input has ended.
  void finish_all();

  // Returns event time in ms since the epoch.
  [[nodiscard]] std::int64_t watermark_ms() const { return clock_.ms(); }
  [[nodiscard]] EventClock& clock() { return clock_; }
  [[nodiscard]] const EventClock& clock() const { return clock_; }
  [[nodiscard]] std::size_t open() const { return open_.size(); }

  template <typename Archive>
  void state(Archive& archive) {
    archive(open_, finished_, seen_, lines_, expired_line_, clock_, holds_messages_);
    if constexpr (Archive::kLoads) count_open();
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
    bool message = false;  // it has only records that stand alone, and waits for the next line

    template <typename Archive>
    void state(Archive& archive) {
      archive(event, last_line, message);
    }
  };

  Open* find(const LineHeader& header);
  Open& begin(const LineHeader& header);
  // True if the open event has the line already, and not from `source`.
  bool known_line(const Open& open, const LineHeader& header,
                  std::optional<std::uint32_t> source) const;
  void append(Open& open, const LineHeader& header, const Origin& origin);
  void finish(std::size_t index);
  void drop(std::size_t index);  // removes an open event without finishing it
  void advance(const LineHeader& header);
  void expire();
  void count_open();
  // Finishes the message that waits, unless the record of this header is of its event.
  void finish_message_before(const LineHeader& header);
  [[nodiscard]] Added add_finished(const LineHeader& header);
  // True if the record is a second message in the event of another one.
  [[nodiscard]] static bool is_other_message(const Open& open, int type, std::string_view name);
  void settle(Open& open, int type);

  std::vector<Open> open_;  // at most 6 at once in our loads
  std::deque<RawEvent> finished_;
  std::vector<RawEvent> spare_;
  std::size_t open_bytes_ = 0;
  Seen seen_;
  std::uint64_t lines_ = 0;
  std::uint64_t expired_line_ = 0;
  EventClock clock_;
  bool holds_messages_;
  std::size_t messages_ = 0;  // open events that are messages: 0 or 1
};

}  // namespace auweave::audit

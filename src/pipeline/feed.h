// Feed: gives a weaver its inputs, through a journal where there is one: they are in the journal before
// they are woven, and woven as far as the sinks have room, or the journal is too large. A feed that is opened again goes on where the
// last one was, killed or not: documents that were not surely delivered are made again. One owner, one
// thread.
//
// What is delivered is told by the sinks (settled_before); snapshots of the weaver let the journal forget.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "deliver/checkpoint.h"
#include "journal/journal.h"
#include "journal/reserve.h"
#include "journal/snapshots.h"
#include "pipeline/input.h"
#include "pipeline/journal_tail.h"
#include "pipeline/publisher.h"
#include "pipeline/source_place.h"
#include "pipeline/start_note.h"

namespace auweave::pipeline {

struct FeedSettings {
  InputSources sources = {};
  std::string folder;  // of the journal; empty: there is none
  std::uint64_t most_bytes =
      1UL << 30U;  // of it: above that sinks are given documents, room or not
  // The sinks have room. And: all documents of causes below this are settled; the argument, when nothing
  // waits.
  std::function<bool()> roomy = [] { return true; };
  std::function<std::uint64_t(std::uint64_t)> settled_before = [](std::uint64_t none) {
    return none;
  };
  // Of each sink that keeps a checkpoint, by its id: to which cause that goes (deliver::Carrier::confirmed).
  std::function<std::map<std::string, std::uint64_t>()> confirmed = [] {
    return std::map<std::string, std::uint64_t>();
  };
};

class Feed {
 public:
  // All references outlive it. The weaver has its sources, and nothing else yet.
  Feed(FeedSettings settings, weave::Weaver& weaver, Publisher& publisher, base::Log& log);

  // Opens the journal. Errors (io): it cannot be had. One that is damaged is set aside, and said.
  base::Status open();
  // Then one of these. What was known is known again, if it is there, and what the journal has is woven:
  void resume();
  // The journal that is there is not the one that goes with what sinks have; it is set aside. Inputs are
  // read from where they were by the note.
  base::Status begin_anew(const StartNote& note);
  // Whose journal it is, for the sink of that id that keeps a checkpoint; nothing without one.
  [[nodiscard]] std::optional<deliver::Lineage> lineage(const std::string& host,
                                                        const std::string& id);
  // The weaver knows what it knew: nothing of the past is to be learnt.
  [[nodiscard]] bool resumed() const { return resumed_; }
  // Documents of causes below may have been made before by another process; 0: without a journal.
  [[nodiscard]] std::uint64_t fresh_from() const { return fresh_from_; }
  // The audit trail is in the journal to there, but for what came in the last moment.
  [[nodiscard]] base::WallTime audit_time() const;
  // A line of the audit log that is in the journal already, as far as the last kTail of that tells.
  [[nodiscard]] bool has(std::string_view line) const {
    return tail_.has_value() && tail_->has(line);
  }
  static constexpr std::int64_t kTailMs = audit::Assembler::kTimeoutMs + 1000;
  // Nobody asks has() any more.
  void repaired() { tail_.reset(); }
  // begin_anew() was called: the audit trail is wanted from there on.
  [[nodiscard]] std::optional<base::WallTime> anew_from() const { return anew_from_; }
  [[nodiscard]] const SourcePlaces& places() const { return places_; }
  // The weaver has learnt the past.
  void primed();

  void take(Input input);
  // Too much waits to be written: nothing more should be taken.
  [[nodiscard]] bool full() const { return hand_bytes_ > kMostHand; }
  // What was taken is in the journal; without one it is woven.
  void commit();
  // Weaves for a moment. True: there is more, and room.
  bool weave();
  // Some wait in the journal.
  [[nodiscard]] bool has_unwoven() const {
    return journal_.has_value() && woven_ < journal_->next();
  }
  // Now and then: notes what was delivered, saves the weaver, forgets.
  void look();
  // Nothing comes any more. Without a journal the weaver is finished; else it is saved.
  void end();
  // The sinks have taken what they will.
  void close();

  // For the status.
  struct State {
    bool there = false;
    std::uint64_t bytes = 0;    // on disk
    std::uint64_t waiting = 0;  // entries that are not woven
    std::int64_t age_ms = 0;    // how long the oldest one that is not delivered is there
  };
  [[nodiscard]] State state() const;

  static constexpr std::size_t kCommit = 1024UL * 1024;
  static constexpr std::size_t kMostHand = 8UL * 1024 * 1024;
  static constexpr std::size_t kMostReady = 8UL * 1024 * 1024;
  static constexpr std::uint64_t kSnapshotBytes = 64UL * 1024 * 1024;
  static constexpr std::chrono::seconds kSnapshot{30};

 private:
  using Clock = std::chrono::steady_clock;
  // The journal's marks: one, and one for each id.
  static constexpr const char* kDelivered = "delivered";
  static constexpr const char* kConfirmed = "confirmed ";
  base::Status open_store();
  bool load(const journal::Snapshot& snapshot);
  void follow_places();
  void read_tail();
  void tell_reached();
  void note_arrival(std::uint64_t number);
  void weave_one(const Input& input, std::uint64_t number);
  bool make_ready();
  void snapshot();
  void make_space();
  void note_delivered();
  [[nodiscard]] std::uint64_t mark(const std::string& name, std::uint64_t otherwise);
  [[nodiscard]] std::vector<journal::Journal::Mark> marks() const;  // as they are now
  [[nodiscard]] std::uint64_t settled_before() const;
  [[nodiscard]] bool is_too_large() const { return journal_->bytes() > settings_.most_bytes; }
  void say(const base::Status& status, const std::string& what);

  FeedSettings settings_;
  weave::Weaver& weaver_;
  Publisher& publisher_;
  base::Log& log_;
  std::optional<journal::Journal> journal_;
  std::optional<journal::Snapshots> snapshots_;
  journal::Reserve reserve_;
  // Nothing more can be written; what comes waits where it is.
  bool disk_full_ = false;
  Clock::time_point next_try_ = Clock::now();
  bool resumed_ = false;
  std::optional<base::WallTime> anew_from_;
  SourcePlaces places_;        // at the journal's end
  SourcePlaces woven_places_;  // where weaving is
  StartNotes notes_;
  std::optional<JournalTail> tail_;
  struct Arrival {
    std::uint64_t number = 0;
    Clock::time_point at;
  };
  std::deque<Arrival> arrivals_;  // of entries, one a second; the first is of those not delivered
  std::vector<Input> hand_;       // taken, and not in the journal
  std::size_t hand_bytes_ = 0;
  std::deque<Input> ready_;  // the next ones to be woven, from woven_ on
  std::size_t ready_bytes_ = 0;
  std::uint64_t fresh_from_ = 0;
  std::uint64_t woven_ = 1;      // the next one's number
  std::uint64_t told_from_ = 0;  // documents of causes below were delivered before
  std::uint64_t delivered_ = 0;  // as it is noted
  std::uint64_t saved_ = 0;      // woven_ at the last snapshot
  Clock::time_point next_look_ = Clock::now();
  Clock::time_point last_snapshot_ = Clock::now();
  std::uint64_t snapshot_bytes_ = 0;  // appended since the last
};

}  // namespace auweave::pipeline

// Feed: gives a weaver its inputs, through a spool where there is one: they are in the spool before
// they are woven, and woven as far as the sinks have room, or the spool is too large. A feed that is opened again goes on where the
// last one was, killed or not: documents that were not surely delivered are made again. One owner, one
// thread.
//
// What is delivered is told by the sinks (acked_before); snapshots of the weaver let the spool forget.
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
#include "pipeline/input.h"
#include "pipeline/publisher.h"
#include "pipeline/source_place.h"
#include "pipeline/spool_tail.h"
#include "pipeline/start_note.h"
#include "spool/reserve.h"
#include "spool/snapshots.h"
#include "spool/spool.h"

namespace auweave::pipeline {

struct FeedSettings {
  InputSources sources = {};
  std::string folder;  // of the spool; empty: there is none
  std::uint64_t most_bytes =
      1UL << 30U;  // of it: above that sinks are given documents, room or not
  // The sinks have room. And: all documents of causes below this are acknowledged; the argument, when nothing
  // waits.
  std::function<bool()> roomy = [] { return true; };
  std::function<std::uint64_t(std::uint64_t)> acked_before = [](std::uint64_t none) {
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

  // Opens the spool. Errors (io): it cannot be had. One that is damaged is set aside, and said.
  base::Status open();
  // Then one of these. What was known is known again, if it is there, and what the spool has is woven:
  void resume();
  // The spool that is there is not the one that goes with what sinks have; it is set aside. Inputs are
  // read from where they were by the note.
  base::Status begin_anew(const StartNote& note);
  // Whose spool it is, for the sink of that id that keeps a checkpoint; nothing without one.
  [[nodiscard]] std::optional<deliver::Lineage> lineage(const std::string& host,
                                                        const std::string& id);
  // The weaver knows what it knew: nothing of the past is to be learnt.
  [[nodiscard]] bool resumed() const { return resumed_; }
  // Documents of causes below may have been made before by another process; 0: without a spool.
  [[nodiscard]] std::uint64_t fresh_from() const { return fresh_from_; }
  // The audit trail is in the spool to there, but for what came in the last moment.
  [[nodiscard]] base::WallTime audit_time() const;
  // A line of the audit log that is in the spool already, as far as the last kTail of that tells.
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
  // What was taken is in the spool; without one it is woven.
  void commit();
  // Weaves for a moment. True: there is more, and room.
  bool weave();
  // Some wait in the spool.
  [[nodiscard]] bool has_unwoven() const { return spool_.has_value() && woven_ < spool_->next(); }
  // Now and then: notes what was delivered, saves the weaver, forgets.
  void look();
  // Nothing comes any more. Without a spool the weaver is finished; else it is saved.
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
  // The spool's marks: one, and one for each id.
  static constexpr const char* kDelivered = "delivered";
  static constexpr const char* kConfirmed = "confirmed ";
  base::Status open_store();
  bool load(const spool::Snapshot& snapshot);
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
  [[nodiscard]] std::vector<spool::Spool::Mark> marks() const;  // as they are now
  [[nodiscard]] std::uint64_t acked_before() const;
  [[nodiscard]] bool is_too_large() const { return spool_->bytes() > settings_.most_bytes; }
  void say(const base::Status& status, const std::string& what);

  FeedSettings settings_;
  weave::Weaver& weaver_;
  Publisher& publisher_;
  base::Log& log_;
  std::optional<spool::Spool> spool_;
  std::optional<spool::Snapshots> snapshots_;
  spool::Reserve reserve_;
  // Nothing more can be written; what comes waits where it is.
  bool disk_full_ = false;
  Clock::time_point next_try_ = Clock::now();
  bool resumed_ = false;
  std::optional<base::WallTime> anew_from_;
  SourcePlaces places_;        // at the spool's end
  SourcePlaces woven_places_;  // where weaving is
  StartNotes notes_;
  std::optional<SpoolTail> tail_;
  struct Arrival {
    std::uint64_t number = 0;
    Clock::time_point at;
  };
  std::deque<Arrival> arrivals_;  // of entries, one a second; the first is of those not delivered
  std::vector<Input> hand_;       // taken, and not in the spool
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

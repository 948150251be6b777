// Feed: gives a weaver its inputs, through a spool if there is one. With a spool, each input is an
// entry of the spool before the input is woven. Entries are woven while the sinks have room, or
// when the spool is too large. A feed goes on where the last feed of its spool was, even after a
// kill: documents that were perhaps not delivered are made again. A Feed has one owner and runs on
// one thread.
//
// The sinks tell the feed which entries are delivered (FeedSettings::acked_before). Snapshots of
// the weaver let the spool forget entries.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
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
  std::string folder;  // folder of the spool; empty: no spool
  // Size of the spool in bytes above which entries are woven even if a sink has no room.
  std::uint64_t most_bytes = 1UL << 30U;
  // The function has_capacity returns true if every sink has room. The function acked_before
  // returns the number of the first spool entry with a document that is neither delivered, refused
  // nor dropped, or its argument if no document waits.
  std::function<bool()> has_capacity = [] { return true; };
  std::function<std::uint64_t(std::uint64_t)> acked_before = [](std::uint64_t none) {
    return none;
  };
  // Returns for each sink that keeps a checkpoint, by id, the first spool entry beyond the
  // confirmed checkpoint (deliver::Carrier::confirmed).
  std::function<std::map<std::string, std::uint64_t>()> confirmed = [] {
    return std::map<std::string, std::uint64_t>();
  };
  // Returns for each sink that numbers documents of entries, by name, the bytes that the spool is to keep
  // (deliver::Delivery::leaf_place); the argument is that of acked_before.
  std::function<std::map<std::string, std::string>(std::uint64_t)> leaf_places = [](std::uint64_t) {
    return std::map<std::string, std::string>();
  };
  // Called with each input that the feed takes, and at resume() with each that is to be woven again,
  // on the thread that calls the feed. The function must not wait.
  std::function<void(const Input&)> taken = [](const Input&) {};
};

class Feed {
 public:
  // `weaver`, `publisher` and `log` must outlive the feed. The weaver must have its sources
  // already, and must have taken no input.
  Feed(FeedSettings settings, weave::Weaver& weaver, Publisher& publisher, base::Log& log);

  // Opens the spool, and waits at most 5 s for another process that has the spool open. A spool
  // that is damaged or of another version is set aside and logged, and a new spool is begun. Error
  // (io): the spool cannot be opened.
  base::Status open();
  // Restores the weaver from the newest snapshot before which everything was delivered. After
  // open() either resume() or begin_anew() must be called. Entries behind the snapshot are woven
  // again, but documents of delivered entries are not published again. Without a snapshot the
  // weaver knows nothing, and only undelivered entries are woven.
  void resume();
  // Begins a new spool, because the sinks' documents are those of another spool. The spool is set
  // aside if it has entries. The inputs are read on from the places of `note`.
  base::Status begin_anew(const StartNote& note);
  // Notes in a spool without entries that a record of `time` was given to this process. While the
  // spool has no records, the next process fetches from the earliest such time on (anew_from,
  // audit_time).
  void note_first(base::WallTime time);
  // Returns the spool's lineage for the checkpoint of the sink `id`, or nothing without a spool.
  [[nodiscard]] std::optional<deliver::Lineage> lineage(const std::string& host,
                                                        const std::string& id);
  // Returns the bytes that the spool keeps under a name of FeedSettings::leaf_places, or nothing if
  // documents of entries will not be made again as they were: resume() restored no weaver.
  [[nodiscard]] std::optional<std::string> kept_leaf_place(const std::string& name);
  // Notes FeedSettings::leaf_places in the spool, before the sinks have a document.
  void note_leaf_places();
  // Returns the first entry of which documents may be made again. After resume().
  [[nodiscard]] std::uint64_t told_from() const { return told_from_; }
  // True if resume() restored the weaver, so that the weaver need not learn the past.
  [[nodiscard]] bool resumed() const { return resumed_; }
  // Returns the number of the first entry that this process appends, or 0 without a spool. Another
  // process may have made the documents of entries before fresh_from().
  [[nodiscard]] std::uint64_t fresh_from() const { return fresh_from_; }
  // Returns the latest time of the audit trail in the spool, which may lack records of the last
  // moment before a kill.
  [[nodiscard]] base::WallTime audit_time() const;
  // True if the line of the audit log is in the last kTailMs of the spool's audit trail.
  [[nodiscard]] bool has(std::string_view line) const {
    return tail_.has_value() && tail_->has(line);
  }
  static constexpr std::int64_t kTailMs = audit::Assembler::kTimeoutMs + 1000;
  // Forgets the lines that has() knows.
  void repaired() { tail_.reset(); }
  // Returns the time from which on the audit trail is wanted after begin_anew(), or because an earlier
  // process was killed before its first entry; else nothing.
  [[nodiscard]] std::optional<base::WallTime> anew_from() const { return anew_from_; }
  [[nodiscard]] const SourcePlaces& places() const { return places_; }
  // Saves a first snapshot, because the weaver has learnt the past.
  void primed();

  // Takes an input, and calls commit() when kCommit bytes have gathered.
  void take(Input input);
  // True while so many inputs wait to be written (a full disk) that take() must not be called.
  [[nodiscard]] bool full() const { return unwritten_bytes_ > kMostUnwritten; }
  // Writes the gathered inputs to the spool, or weaves them if there is no spool. If the disk is
  // full the inputs stay in memory, and commit() tries again a second later. Failures of commit()
  // are logged.
  void commit();
  // Weaves entries for 50 ms at most, and returns true if the time ran out and more entries may be
  // ready.
  bool weave();
  // Spent: the time that weave() took for records and for followed inputs. Other inputs count as
  // records.
  struct Spent {
    std::chrono::steady_clock::duration records{0}, followed{0};
  };
  // Returns the time since the last call of take_spent().
  [[nodiscard]] Spent take_spent() { return std::exchange(spent_, {}); }
  // True if the spool has entries that are not woven.
  [[nodiscard]] bool has_unwoven() const { return spool_.has_value() && woven_ < spool_->next(); }
  // Notes every 200 ms what was delivered; every kSnapshot or kSnapshotBytes saves the weaver and
  // lets the spool forget entries. The caller must call look() several times a second, because
  // nothing else does these things.
  void look();
  // Finishes the weaver if there is no spool, else weaves entries for one more second.
  void end();
  // Notes what was delivered and saves the weaver, because the sinks will deliver nothing more.
  void close();

  // State: the spool's state, for the plugin's status.
  struct State {
    bool there = false;
    std::uint64_t bytes = 0;    // bytes on disk
    std::uint64_t waiting = 0;  // entries that are not woven
    std::int64_t age_ms = 0;    // age of the oldest undelivered entry, to a second
  };
  [[nodiscard]] State state() const;

  static constexpr std::size_t kCommit = 1024UL * 1024;
  static constexpr std::size_t kMostUnwritten = 8UL * 1024 * 1024;
  static constexpr std::size_t kMostReady = 8UL * 1024 * 1024;
  static constexpr std::uint64_t kSnapshotBytes = 64UL * 1024 * 1024;
  static constexpr std::chrono::seconds kSnapshot{30};

 private:
  using Clock = std::chrono::steady_clock;
  // Names of the spool's marks and texts; a sink's id follows kConfirmed, its name kLeafPlace.
  static constexpr const char* kDelivered = "delivered";
  static constexpr const char* kConfirmed = "confirmed ";
  static constexpr const char* kLeafPlace = "leaf place ";
  static constexpr const char* kFirst = "first record";  // ms since the epoch
  base::Status open_store();
  bool load(const spool::Snapshot& snapshot);
  void follow_places();
  void read_tail();
  [[nodiscard]] base::WallTime first() const {
    return base::WallTime::from_ms(static_cast<std::int64_t>(first_ms_));
  }
  void tell_reached();
  void note_arrival(std::uint64_t number);
  void weave_one(const Input& input, std::uint64_t number);
  bool make_ready();
  void snapshot();
  void make_space();
  void note_delivered();
  [[nodiscard]] std::uint64_t mark(const std::string& name, std::uint64_t otherwise);
  [[nodiscard]] std::vector<spool::Spool::Mark> marks() const;  // with their present values
  [[nodiscard]] std::vector<spool::Spool::Text> texts() const;
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
  // True if the last append failed: inputs wait in unwritten_ for an attempt after next_try_.
  bool disk_full_ = false;
  Clock::time_point next_try_ = Clock::now();
  bool resumed_ = false;
  std::optional<base::WallTime> anew_from_;
  SourcePlaces places_;        // of the sources at the spool's end
  SourcePlaces woven_places_;  // of the sources at woven_
  StartNotes notes_;
  std::optional<SpoolTail> tail_;
  struct Arrival {
    std::uint64_t number = 0;
    Clock::time_point at;
  };
  // One Arrival a second; the first is the newest not after the oldest undelivered entry.
  std::deque<Arrival> arrivals_;
  std::vector<Input> unwritten_;  // taken, but not in the spool yet
  std::size_t unwritten_bytes_ = 0;
  std::deque<Input> ready_;  // entries to be woven next, from woven_ on
  std::size_t ready_bytes_ = 0;
  Spent spent_;
  std::uint64_t fresh_from_ = 0;
  std::uint64_t first_ms_ = 0;   // the mark kFirst; 0: none
  std::uint64_t woven_ = 1;      // number of the next entry to be woven
  std::uint64_t told_from_ = 0;  // first entry with documents that no earlier process delivered
  std::uint64_t delivered_ = 0;  // as noted in the spool
  std::uint64_t saved_ = 0;      // woven_ at the last snapshot
  Clock::time_point next_look_ = Clock::now();
  Clock::time_point last_snapshot_ = Clock::now();
  std::uint64_t snapshot_bytes_ = 0;  // bytes appended since the last snapshot
};

}  // namespace auweave::pipeline

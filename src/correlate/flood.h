// Flood: leaves out what a recording shows beyond a limit of bytes a second, and what the recordings of
// a session show together beyond kRecordings times that. What is left out is decided by the times of
// the chunks alone: of one recording by its own chunks in their order, so that it does not matter in
// which order several inputs are read while the recordings of each session are within the limit of
// all. Of each run of chunks that are left out the last one is kept, because a prompt may
// stand at its end. A Flood is deterministic, has one owner and runs on one thread.
//
// | the chunk                                   | then                                            |
// |---------------------------------------------|-------------------------------------------------|
// | begins within the limit of its second       | it is told at once, behind the chunk kept       |
// | begins beyond the limit                     | it is kept in the place of the chunk kept before|
// | is the chunk kept, and the run is over      | it is told, with the bytes left out before it   |
//
// A run is over with the next chunk within the limit of the same recording, and when the recording
// showed nothing for kStillMs, which is known once event time is the lateness past that. A run is told
// after kLongestRunMs, too.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "correlate/chunk_join.h"
#include "model/tty_chunk.h"
#include "session/table.h"

namespace auweave::correlate {

// FloodRun: chunks of a recording that were left out, one right after the other. A value.
struct FloodRun {
  std::uint64_t first = 0, last = 0;  // numbers of the chunks
  std::uint64_t chunks = 0, bytes = 0;
  base::WallTime begins, ends;  // times of the first and the last of the chunks

  template <typename Archive>
  void state(Archive& archive) {
    archive(first, last, chunks, bytes, begins, ends);
  }
};

class Flood {
 public:
  // Output receives what is told, and must outlive the Flood.
  class Output {
   public:
    virtual ~Output() = default;
    virtual void passed(const JoinedChunk& joined) = 0;
    virtual void left_out(const session::Session& session, const session::Recording& recording,
                          const FloodRun& run) = 0;
  };

  // `limit`: bytes of output a recording and second; 0: no limit.
  Flood(session::Table& table, std::uint64_t limit, std::int64_t lateness_ms, Output& output)
      : table_(table), limit_(limit), patience_ms_(kStillMs + lateness_ms), output_(output) {}

  // Takes a chunk that was joined to a session.
  void add(const JoinedChunk& joined);
  // Tells the chunks kept of the runs that are over at `watermark`, which is event time.
  void advance(base::WallTime watermark);
  // Tells all chunks kept, because the input has ended.
  void finish();

  [[nodiscard]] std::uint64_t limit() const { return limit_; }

  template <typename Archive>
  void state(Archive& archive) {
    archive(runs_, first_deadline_ms_);
  }

  // Bounds of the runs under way: a run above the count ends the run that waits for longest, and of a
  // larger chunk nothing is kept.
  static constexpr std::size_t kMostRuns = 256;
  static constexpr std::size_t kMostKept = 64UL * 1024;
  static constexpr std::int64_t kLongestRunMs = 60'000;
  // A second that is so far behind the one counted is no disorder: the clock was set back.
  static constexpr std::int64_t kDisorderMs = 60'000;
  // A chunk kept is told before the commands of its time are (CommandJoin waits a clock's slack longer).
  static constexpr std::int64_t kStillMs = session::kClockSlackMs / 2;
  static constexpr std::uint64_t kRecordings = 16;
  // What moves or clears the whole screen (thin_chunk.h) counts as so many bytes: an emulator of 80x24
  // needs 5 to 10 us for it, as for 128 bytes of dense text.
  static constexpr std::uint64_t kMove = 128;

 private:
  // The recording, by value, since its session may be forgotten before the run is over.
  struct Owner {
    std::string boot_id;
    std::uint32_t ses = 0;
    std::string rec;
    std::uint64_t serial = 0;
    auto operator<=>(const Owner&) const = default;

    template <typename Archive>
    void state(Archive& archive) {
      archive(boot_id, ses, rec, serial);
    }
  };
  struct Run {
    FloodRun run;
    model::TtyChunk kept;
    model::Voucher voucher = model::Voucher::none;
    std::uint64_t copy = 0;  // as in JoinedChunk

    template <typename Archive>
    void state(Archive& archive) {
      archive(run, kept, voucher, copy);
    }
  };
  using Runs = std::map<Owner, Run>;

  static void turn_to(session::Shown& shown, std::int64_t ms);
  [[nodiscard]] bool is_beyond(const JoinedChunk& joined) const;
  [[nodiscard]] static bool is_over(const Run& run, base::WallTime next) {
    return next.ms() > run.kept.time.ms() + kStillMs;
  }
  void keep(const Owner& owner, const JoinedChunk& joined);
  void leave_out(session::Session& session, Run& run, const model::TtyChunk& chunk) const;
  void tell(const Owner& owner, Run& run);
  void end(Runs::iterator run);
  [[nodiscard]] std::int64_t deadline_of(const Run& run) const {
    return run.kept.time.ms() + patience_ms_;
  }

  session::Table& table_;
  std::uint64_t limit_;
  std::int64_t patience_ms_;
  Output& output_;
  Runs runs_;
  std::int64_t first_deadline_ms_ = 0;  // not after the earliest deadline of the runs
};

}  // namespace auweave::correlate

// ChunkJoin: recording chunks ⋈ sessions, by an exact key and never by a window of time: (boot id,
// ses) names the session, the pid in tlog's `rec` the recorder, whose audited execve vouches for the
// recording. A chunk may come before the records it belongs to, and is held for them.
// Deterministic; one owner, one thread.
//
// | the session        | its recorder's execve         | the chunk is                               |
// |--------------------|-------------------------------|--------------------------------------------|
// | known              | seen                          | joined, verified, at once                  |
// | known              | not seen, exec not audited    | joined, not verified, when waited for      |
// | known              | not seen, exec audited        | suspect, when waited for                   |
// | known, later       |                               | suspect: it ends before the session began  |
// | known, LOGIN unseen| not seen                      | joined, not verified, when waited for      |
// | unknown            |                               | suspect, when waited for                   |
// | any, and its writer is known not to be its recorder |  suspect, at once                          |
//
// Of a chunk that is joined: one with a number that came before is dropped when it is the same again
// (inputs overlap), and suspect when it is another. Numbers that never come are told as lost.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/recent_hashes.h"
#include "model/tty_chunk.h"
#include "session/table.h"

namespace auweave::correlate {

struct JoinedChunk {
  const model::TtyChunk* chunk = nullptr;
  session::Session* session = nullptr;      // null: suspect
  session::Recording* recording = nullptr;  // null when the session is
  std::string_view suspicion;               // why it is suspect
  bool starts_recording = false;            // the first chunk of one that nothing vouches for
};

// Chunks of a recording that never came.
struct LostChunks {
  session::Session* session = nullptr;
  const session::Recording* recording = nullptr;
  session::ChunkGap gap;
};

class ChunkJoin {
 public:
  // Where the results go; outlives the join.
  class Output {
   public:
    virtual ~Output() = default;
    virtual void joined(const JoinedChunk& joined) = 0;
    virtual void lost(const LostChunks& lost) = 0;
  };

  // `lateness_ms` of event time: how long after its own time a chunk waits for audit records, and
  // the chunk after a gap for what is missing.
  ChunkJoin(session::Table& table, std::int64_t lateness_ms, Output& output)
      : table_(table), lateness_ms_(lateness_ms), output_(output) {}

  void add(model::TtyChunk chunk, base::WallTime watermark);
  // The audit trail's time moved on, or a session, or a recorder of it, was seen (`news`, else
  // null). What need not wait any longer goes out, in the order it came.
  void advance(base::WallTime watermark, const session::Session* news);
  // Nothing comes any more, of neither kind.
  void finish();

  [[nodiscard]] std::size_t held() const { return held_.size(); }
  // Chunks that came again, and were dropped.
  [[nodiscard]] std::uint64_t repeated() const { return repeated_; }

  template <typename Archive>
  void state(Archive& archive) {
    archive(held_, held_bytes_, first_deadline_ms_, gaps_, published_, repeated_);
  }

  // Above these the oldest held chunk has waited long enough: memory stays bounded.
  static constexpr std::size_t kMostHeld = 4096;
  static constexpr std::size_t kMostHeldBytes = 32UL * 1024 * 1024;

 private:
  // Who a gap is of, by value: its session may be forgotten before it is told.
  struct GapOwner {
    std::string boot_id;
    model::Ses ses;
    std::string rec;
    std::uint64_t serial = 0;

    template <typename Archive>
    void state(Archive& archive) {
      archive(boot_id, ses, rec, serial);
    }
  };
  std::optional<JoinedChunk> decide(const model::TtyChunk& chunk, bool waited);
  JoinedChunk judge_unvouched(const model::TtyChunk& chunk, session::Session& session);
  void let_go(std::size_t index, JoinedChunk joined);
  void publish(JoinedChunk joined);
  void tell_gaps(const base::WallTime* watermark);

  session::Table& table_;
  std::int64_t lateness_ms_;
  Output& output_;
  struct Held {
    model::TtyChunk chunk;
    std::int64_t deadline_ms = 0;

    template <typename Archive>
    void state(Archive& archive) {
      archive(chunk, deadline_ms);
    }
  };
  std::deque<Held> held_;
  std::size_t held_bytes_ = 0;
  std::int64_t first_deadline_ms_ = 0;  // of the held ones
  // Recordings with a gap, by when it was found; told when event time is `lateness` further.
  std::multimap<std::int64_t, GapOwner> gaps_;
  // Chunks that went out lately: an overlap of two inputs brings them close together.
  base::RecentHashes published_{1UL << 14U};
  std::uint64_t repeated_ = 0;
};

}  // namespace auweave::correlate

// ChunkJoin: joins recording chunks to sessions, by an exact key and never by a window of time. The
// key (boot id, ses) names the session, and the pid in tlog's `rec` names the recorder, whose
// audited execve vouches for the recording. A chunk that comes before its audit records is held. A
// ChunkJoin is deterministic, has one owner and runs on one thread.
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
// A chunk whose number came before is dropped if the two chunks are equal (inputs overlap). If the
// two chunks differ, one of them is forged, and nobody knows which: the chunks of the recording from
// this number on are disowned (model::Voucher::contradicted), those that come and those that went
// out last, unless it is sure that the recorder wrote them. Chunk numbers that never come are
// reported as lost.
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
  session::Session* session = nullptr;      // null: the chunk is suspect
  session::Recording* recording = nullptr;  // null if `session` is null
  std::string_view suspicion;               // why the chunk is suspect
  // True if `chunk` is the first chunk of a recording that no execve of its recorder announced.
  bool starts_recording = false;
  model::Voucher voucher = model::Voucher::none;
  // Tells the chunk from the one of its number that came before it; 0: no such chunk came.
  std::uint64_t copy = 0;
};

// ContradictedChunks: a recording of which a chunk came with the number of another one.
struct ContradictedChunks {
  session::Session* session = nullptr;
  const session::Recording* recording = nullptr;
  const model::TtyChunk* chunk = nullptr;  // the chunk that came later
};

// LostChunks: a gap in a recording's chunks that is reported as lost.
struct LostChunks {
  session::Session* session = nullptr;
  const session::Recording* recording = nullptr;
  session::ChunkGap gap;
};

class ChunkJoin {
 public:
  // Output receives the joined chunks and the losses, and must outlive the ChunkJoin.
  class Output {
   public:
    virtual ~Output() = default;
    virtual void joined(const JoinedChunk& joined) = 0;
    virtual void lost(const LostChunks& lost) = 0;
    virtual void contradicted(const ContradictedChunks& contradicted) { (void)contradicted; }
    // Receives a chunk that was joined before, and is disowned now.
    virtual void disowned(const JoinedChunk& joined) { (void)joined; }
  };

  // `lateness_ms` is the event time for which a chunk waits for its audit records, and a gap for
  // its missing chunks.
  ChunkJoin(session::Table& table, std::int64_t lateness_ms, Output& output)
      : table_(table), lateness_ms_(lateness_ms), output_(output) {}

  // `came` is the chunk's time, but not later than the host's clock.
  void add(model::TtyChunk chunk, base::WallTime came, base::WallTime watermark);
  // Event time went back to `watermark`: what waits for a later time is due `lateness` after it.
  void set_back(base::WallTime watermark);
  // Gives Output the chunks that need not wait any longer, in the order of their arrival.
  // `watermark` is event time.
  void advance(base::WallTime watermark) { advance(watermark, {}); }
  // News: the session of which a LOGIN or a recorder has just been seen, or null. A recorder that
  // was executed in a known session, `recorder`, is news for the chunks of its pid alone.
  struct News {
    const session::Session* session = nullptr;
    std::optional<model::Pid> recorder = std::nullopt;
  };
  void advance(base::WallTime watermark, const News& news);
  // Gives Output all held chunks, because the input has ended.
  void finish();

  [[nodiscard]] std::size_t held() const { return held_.size(); }
  // Returns the number of repeated chunks, which were dropped.
  [[nodiscard]] std::uint64_t repeated() const { return repeated_; }

  template <typename Archive>
  void state(Archive& archive) {
    archive(held_, held_bytes_, first_deadline_ms_, gaps_, published_, repeated_, latest_,
            latest_bytes_);
  }

  // Bounds of the held chunks, above either of which the oldest held chunk goes out early.
  static constexpr std::size_t kMostHeld = 4096;
  static constexpr std::size_t kMostHeldBytes = 32UL * 1024 * 1024;
  // Bounds of the chunks that are kept after they went out, to be told again if they are disowned.
  static constexpr std::size_t kMostLatest = 256;
  static constexpr std::size_t kMostLatestBytes = 1024UL * 1024;

 private:
  // Owner: names a recording by value, since its session may be forgotten before a gap is reported.
  struct Owner {
    std::string boot_id;
    model::Ses ses;
    std::string rec;
    std::uint64_t serial = 0;
    bool operator==(const Owner&) const = default;

    template <typename Archive>
    void state(Archive& archive) {
      archive(boot_id, ses, rec, serial);
    }
  };
  std::optional<JoinedChunk> decide(const model::TtyChunk& chunk, bool waited);
  JoinedChunk judge_unvouched(const model::TtyChunk& chunk, session::Session& session);
  void decide_held(base::WallTime watermark, const News& news);
  void let_go(std::size_t index, JoinedChunk joined);
  void publish(JoinedChunk joined, model::TtyChunk& chunk);
  static Owner owner_of(const JoinedChunk& joined);
  void begin_numbers(const JoinedChunk& joined);
  void note_contradiction(const JoinedChunk& joined);
  void keep(const JoinedChunk& joined, model::TtyChunk& chunk);
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
  std::int64_t first_deadline_ms_ = 0;  // earliest deadline of the held chunks
  // Recordings with a gap, by the time of the chunk that showed the gap. A gap is reported when
  // event time is lateness_ms_ past the chunk that showed the gap.
  std::multimap<std::int64_t, Owner> gaps_;
  // Latest: a chunk that went out.
  struct Latest {
    Owner owner;
    model::TtyChunk chunk;
    model::Voucher voucher = model::Voucher::none;

    template <typename Archive>
    void state(Archive& archive) {
      archive(owner, chunk, voucher);
    }
  };
  std::deque<Latest> latest_;  // the chunks that went out last, oldest first
  std::size_t latest_bytes_ = 0;
  // Hashes of the chunks that went out last, by which repeats from overlapping inputs are found.
  base::RecentHashes published_{1UL << 14U};
  std::uint64_t repeated_ = 0;
};

}  // namespace auweave::correlate

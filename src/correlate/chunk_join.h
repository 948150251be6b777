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
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "model/tty_chunk.h"
#include "session/table.h"

namespace auweave::correlate {

struct JoinedChunk {
  const model::TtyChunk* chunk = nullptr;
  const session::Session* session = nullptr;    // null: suspect
  const session::Recorder* recorder = nullptr;  // null: not verified
  std::string_view suspicion;                   // why it is suspect
};

class ChunkJoin {
 public:
  using Emit = std::function<void(const JoinedChunk&)>;

  // `lateness_ms` of event time: how long after its own time a chunk waits for audit records.
  ChunkJoin(session::Table& table, std::int64_t lateness_ms, Emit emit)
      : table_(table), lateness_ms_(lateness_ms), emit_(std::move(emit)) {}

  void add(model::TtyChunk chunk, base::WallTime watermark);
  // The audit trail's time moved on, or a session, or a recorder of it, was seen (`news`, else
  // null). What need not wait any longer goes out, in the order it came.
  void advance(base::WallTime watermark, const session::Session* news);
  // No audit record comes any more.
  void finish();

  [[nodiscard]] std::size_t held() const { return held_.size(); }

  // Above these the oldest held chunk has waited long enough: memory stays bounded.
  static constexpr std::size_t kMostHeld = 4096;
  static constexpr std::size_t kMostHeldBytes = 32UL * 1024 * 1024;

 private:
  std::optional<JoinedChunk> decide(const model::TtyChunk& chunk, bool waited);
  void let_go(std::size_t index, const JoinedChunk& joined);

  session::Table& table_;
  std::int64_t lateness_ms_;
  Emit emit_;
  struct Held {
    model::TtyChunk chunk;
    std::int64_t deadline_ms = 0;
  };
  std::deque<Held> held_;
  std::size_t held_bytes_ = 0;
  std::int64_t first_deadline_ms_ = 0;  // of the held ones
};

}  // namespace auweave::correlate

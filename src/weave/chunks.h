// Chunks: takes chunks of recordings, joins the chunks to their sessions, and puts tty documents.
// Chunks also reports missing chunks, contradicted chunks and suspect recordings. Chunks arrive in three ways: as lines
// of tlog, as journal entries of tlog, and as decoded chunks of sudo, script and asciinema.
#pragma once

#include <cstdint>

#include "base/line_file.h"
#include "correlate/chunk_join.h"
#include "correlate/command_join.h"
#include "correlate/flood.h"
#include "correlate/record_join.h"
#include "model/journal_entry.h"
#include "tty/timed_logs.h"
#include "weave/context.h"
#include "weave/deadletters.h"
#include "weave/losses.h"
#include "weave/session_documents.h"
#include "weave/suspects.h"
#include "weave/woven.h"

namespace auweave::weave {

// ChunkParts: the parts of a weaver that Chunks uses. All parts in ChunkParts must outlive the
// Chunks.
struct ChunkParts {
  session::Table& table;
  correlate::CommandJoin& commands;
  SessionDocuments& sessions;
  Deadletters& deadletters;
  Losses& losses;
};

class Chunks : private correlate::ChunkJoin::Output, private correlate::Flood::Output {
 public:
  Chunks(Context& context, ChunkParts parts);

  // Takes a line of a file with chunks of tlog. `own_file` is true if only root or the recorder's
  // account may write the file and its folder.
  void tlog_line(const base::Line& line, std::uint32_t source, bool own_file);
  // Takes an entry of the systemd journal. The entry's chunk is suspect if journald's facts about
  // the entry's writer contradict the chunk.
  void tlog_entry(const model::JournalEntry& entry, std::uint32_t source);
  // Takes a decoded chunk of sudo, script or asciinema, or damage to one of their recordings.
  void recorded(tty::Recorded recorded, std::uint32_t source);

  // Takes an event that may vouch for a recording of sudo, script or asciinema: an execve of a
  // recorder, or a USER_CMD record.
  void vouch(const Woven& woven);
  // Joins the chunks that waited for `session`, because the session or a recorder of the session
  // was seen. A recorder that was executed in a known session is news for its own chunks alone.
  void news(const session::Session& session, std::optional<model::Pid> recorder = std::nullopt) {
    join_.advance(context_.event_time, {&session, recorder});
  }
  // Joins the chunks that waited for any of the table's sessions.
  void news_of_all();
  // Gives up waiting for sessions and chunks that are overdue at `watermark`.
  void advance(base::WallTime watermark);
  // Event time went back to `watermark`.
  void set_back(base::WallTime watermark);
  // Puts every waiting chunk, with or without a session, because the input has ended.
  void finish();
  // Returns the number of repeated chunks, which were dropped.
  [[nodiscard]] std::uint64_t repeated() const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(join_, record_join_, suspects_, flood_);
  }

 private:
  void add(model::TtyChunk chunk, std::uint32_t source);
  void note(model::TtyChunk& chunk, std::uint32_t source);
  void put(const correlate::JoinedChunk& joined);
  void joined(const correlate::JoinedChunk& joined) override;
  [[nodiscard]] bool takes_back(const correlate::JoinedChunk& joined) const;
  void lost(const correlate::LostChunks& lost) override { parts_.losses.chunks(lost); }
  void contradicted(const correlate::ContradictedChunks& contradicted) override;
  void disowned(const correlate::JoinedChunk& joined) override { put(joined); }
  void passed(const correlate::JoinedChunk& joined) override;
  void left_out(const session::Session& session, const session::Recording& recording,
                const correlate::FloodRun& run) override {
    parts_.losses.flood(session, recording, run, flood_.limit());
  }

  Context& context_;
  ChunkParts parts_;
  Suspects suspects_;
  correlate::ChunkJoin join_;
  correlate::RecordJoin record_join_;
  correlate::Flood flood_;
};

}  // namespace auweave::weave

// Chunks: chunks of recordings in, joined to their sessions; tty documents out, and what is missing or wrong. Three
// ways in: lines and journal entries of tlog's, and recordings that are no lines (sudo's, script's, asciinema's).
#pragma once

#include <cstdint>

#include "base/line_file.h"
#include "correlate/chunk_join.h"
#include "correlate/command_join.h"
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

// The parts of a weaver that Chunks uses; all outlive it.
struct ChunkParts {
  session::Table& table;
  correlate::CommandJoin& commands;
  SessionDocuments& sessions;
  Deadletters& deadletters;
  Losses& losses;
};

class Chunks : private correlate::ChunkJoin::Output {
 public:
  Chunks(Context& context, ChunkParts parts);

  void tlog_line(const base::Line& line, std::uint32_t source);
  // What journald knows of an entry's writer is held against it.
  void tlog_entry(const model::JournalEntry& entry, std::uint32_t source);
  // A chunk of a recording that is no lines, or what is wrong with one.
  void recorded(tty::Recorded recorded, std::uint32_t source);

  // A record that may vouch for a recording that is no lines.
  void vouch(const Woven& woven);
  // A session, or a recorder of it, was seen: its chunks may have waited for that.
  void news(const session::Session& session) { join_.advance(context_.event_time, &session); }
  void news_of_all();
  void advance(base::WallTime watermark);
  // Nothing comes any more.
  void finish();
  // Chunks that came again, and were dropped.
  [[nodiscard]] std::uint64_t repeated() const;

  template <typename Archive>
  void state(Archive& archive) {
    archive(join_, record_join_, suspects_);
  }

 private:
  void add(model::TtyChunk chunk, std::uint32_t source);
  void note(model::TtyChunk& chunk, std::uint32_t source);
  void put(const correlate::JoinedChunk& joined);
  void joined(const correlate::JoinedChunk& joined) override;
  void lost(const correlate::LostChunks& lost) override { parts_.losses.chunks(lost); }

  Context& context_;
  ChunkParts parts_;
  Suspects suspects_;
  correlate::ChunkJoin join_;
  correlate::RecordJoin record_join_;
};

}  // namespace auweave::weave

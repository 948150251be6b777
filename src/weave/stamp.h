// Free functions that fill documents with the weaver's facts about their session: account, source
// and target. The documents get views of the event, the session and the `scratch`.
#pragma once

#include <string>

#include "correlate/chunk_join.h"
#include "model/document.h"
#include "weave/woven.h"

namespace auweave::weave {

// Sets session, connection, actor, source, target and recording of an event's document. The
// document's host and time must be set before stamp_event().
void stamp_event(Woven& woven);

// Sets in `stamp` the fields that every document of a session has, with the ticket that held at
// `time`. `target` holds the text of the stamp's target, and must outlive the stamp.
void stamp_with(const session::Session& session, base::WallTime time, std::string& target,
                model::Stamp& stamp);

// Makes the document about lost chunks of a recording, without event_id, which the caller sets.
model::PipelineDocument loss_document(const correlate::LostChunks& lost, std::string& scratch);

struct ChunkScratch {
  std::string timing;
  std::string recording_id;
  std::string target;
};
// Makes the document of a recording chunk, with the chunk's session or the session that the chunk
// claims, but without event_id, which the caller sets.
model::TtyDocument tty_document(const correlate::JoinedChunk& joined, std::string_view host,
                                bool terminal_input, ChunkScratch& scratch);

}  // namespace auweave::weave

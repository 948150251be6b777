// Documents of what the weaver knows: who, from where, to where. Free functions; views in what they
// fill end with the event, the session or the `scratch` they are given.
#pragma once

#include <string>

#include "correlate/chunk_join.h"
#include "model/document.h"
#include "weave/woven.h"

namespace auweave::weave {

// Session, connection, actor, source, target and recording of an event, whose host and time are set.
void stamp_event(Woven& woven);

// What every document of a session carries, of one that is of that time; `target` holds the text of its
// target.
void stamp_with(const session::Session& session, base::WallTime time, std::string& target,
                model::Stamp& stamp);

// Chunks of a recording that never came. Without event_id.
model::PipelineDocument loss_document(const correlate::LostChunks& lost, std::string& scratch);

struct ChunkScratch {
  std::string recording_id;
  std::string target;
};
// A recording chunk with its session, or with the one it claims. Without event_id.
model::TtyDocument tty_document(const correlate::JoinedChunk& joined, std::string_view host,
                                bool terminal_input, ChunkScratch& scratch);

}  // namespace auweave::weave

// Documents of what the weaver knows: who, from where, to where. Free functions; views in what they
// fill end with the event, the session or the `room` they are given.
#pragma once

#include <string>

#include "correlate/chunk_join.h"
#include "model/document.h"
#include "session/table.h"

namespace auweave::pipeline {

// Session, connection, actor, source, target and recording of an event; its host and time are set.
void stamp_event(model::AuditEvent& event, const session::Noted& noted,
                 const model::EventFacts& facts, model::EventDocument& document);

// A session as it is now, told by the event that opened or closed it. Without event_id.
model::SessionDocument session_document(const session::Session& session,
                                        const model::EventKey& event, bool closed,
                                        std::string& room);

struct ChunkRoom {
  std::string recording_id;
  std::string target;
};
// A recording chunk with its session, or with the one it claims. Without event_id.
model::TtyDocument tty_document(const correlate::JoinedChunk& joined, std::string_view host,
                                bool terminal_input, ChunkRoom& room);

}  // namespace auweave::pipeline

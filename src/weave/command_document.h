// The function command_document() makes the document of a command or of a part of a command.
#pragma once

#include <string>
#include <vector>

#include "correlate/command_join.h"
#include "model/document.h"

namespace auweave::weave {

struct CommandScratch {
  std::string id, parent, target;
  std::vector<std::string> events;
};

// Returns the document without event_id, which the caller sets. The document has views of `emitted`
// and of `scratch`, so both must outlive the document.
model::CommandDocument command_document(const correlate::EmittedCommand& emitted,
                                        CommandScratch& scratch);

}  // namespace auweave::weave

// Makes the document of a command, or of a part of a command. The document has views of the command
// and the `scratch`.
#pragma once

#include <string>

#include "correlate/command_join.h"
#include "model/document.h"

namespace auweave::weave {

struct CommandScratch {
  std::string id, parent, target;
};

// Makes the document, without event_id.
model::CommandDocument command_document(const correlate::EmittedCommand& emitted,
                                        CommandScratch& scratch);

}  // namespace auweave::weave
